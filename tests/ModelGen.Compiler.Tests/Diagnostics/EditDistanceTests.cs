using ModelGen.Compiler.Diagnostics;
using Xunit;

namespace ModelGen.Compiler.Tests.Diagnostics;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("skip", "skip", 0)]
    [InlineData("skpi", "skip", 1)]
    [InlineData("skp", "skip", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Counts_edits(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Between(a, b));
        Assert.Equal(distance, EditDistance.Between(b, a));
    }

    [Theory]
    [InlineData("Skip", "skip")]
    [InlineData("gates", "gate")]
    [InlineData("elsewhere", null)]
    public void Suggests_what_is_near(string word, string? expected) =>
        Assert.Equal(expected, EditDistance.Nearest(word, ["gate", "skip", "trunk"]));
}
