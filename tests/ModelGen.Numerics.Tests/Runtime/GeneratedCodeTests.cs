using System.Globalization;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

public sealed class GeneratedCodeTests
{
    [Fact]
    public void Generated_code_compiles_without_warnings() => Assert.DoesNotContain(
        Zoo.Warnings, warning => warning.Location.SourceTree!.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));

    [Fact]
    public void The_text_is_the_same_where_numbers_have_commas()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = WeightFileTests.Commas();
            IReadOnlyDictionary<string, string> files = GeneratorHarness.Run(Zoo.Source).Files;
            Assert.Equal(Zoo.Files.Keys.Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
            Assert.All(Zoo.Files, file => Assert.Equal(file.Value, files[file.Key]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
