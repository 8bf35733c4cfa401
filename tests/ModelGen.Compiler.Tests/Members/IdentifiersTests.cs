using ModelGen.Compiler.Codegen.Members;
using Xunit;

namespace ModelGen.Compiler.Tests.Members;

public class IdentifiersTests
{
    [Theory]
    [InlineData("left", "left", "Left")]
    [InlineData("Left", "left", "Left")]
    [InlineData("left_image", "leftImage", "LeftImage")]
    [InlineData("_x", "x", "X")]
    [InlineData("2nd", "_2nd", "_2nd")]
    [InlineData("!?", "value", "Value")]
    public void Names_become_identifiers(string name, string camel, string pascal)
    {
        Assert.Equal(camel, Identifiers.Camel(name));
        Assert.Equal(pascal, Identifiers.Pascal(name));
    }

    [Fact]
    public void Paths_keep_their_levels() => Assert.Equal("Branch1_0_Dense2", Identifiers.PascalPath("branch1.0.dense2"));

    [Fact]
    public void Keywords_are_escaped()
    {
        Assert.Equal("@class", Identifiers.Escape("class"));
        Assert.Equal("record", Identifiers.Escape("record"));
        Assert.Equal("@record", Identifiers.EscapeType("record"));
        Assert.Equal("Net", Identifiers.EscapeType("Net"));
        Assert.Equal("A.@new.B", Identifiers.EscapeNamespace("A.new.B"));
    }

    [Fact]
    public void Taken_names_get_numbers()
    {
        var taken = new HashSet<string> { "a" };
        Assert.Equal(["a2", "a3", "b"], new[] { "a", "a", "b" }.Select(name => Identifiers.Unique(name, taken)));
    }
}
