using System.Text.RegularExpressions;
using ModelGen.Compiler.Diagnostics;
using Xunit;

namespace ModelGen.Compiler.Tests.Diagnostics;

public sealed partial class CatalogueTests
{
    public static TheoryData<string> Ids => [.. DiagnosticCatalogue.All.Select(d => d.Id)];

    [Fact]
    public void Ids_are_unique_and_in_order()
    {
        string[] ids = [.. DiagnosticCatalogue.All.Select(d => d.Id)];

        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        Assert.All(ids, id => Assert.Matches("^MG[0-3][0-9]{3}$", id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Is_well_written(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticCatalogue.All.Single(d => d.Id == id);

        Assert.False(descriptor.Title.EndsWith('.'));
        Assert.DoesNotContain("  ", descriptor.Message, StringComparison.Ordinal);
        Assert.Matches(@"(\.|\{\d\})$", descriptor.Message);
        Assert.Equal(descriptor.Message.Count(c => c == '{'), Placeholder().Count(descriptor.Message));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_test(string id) => Assert.Contains($"\"{id}\"", TestSource(), StringComparison.Ordinal);

    private static string TestSource([System.Runtime.CompilerServices.CallerFilePath] string path = "")
    {
        string here = Path.GetDirectoryName(path)!;
        string[] files =
        [
            Path.Combine(here, "DiagnosticTests.cs"),
            Path.Combine(here, "BudgetTests.cs"),
            Path.Combine(here, "WeightTests.cs"),
            Path.Combine(here, "FunctionTests.cs"),
            Path.Combine(here, "..", "..", "ModelGen.Generator.Tests", "Functions", "SharedFunctionTests.cs"),
            .. Directory.GetFiles(Path.Combine(here, "..", "Lint"), "*LintTests.cs"),
        ];
        return string.Concat(files.Select(File.ReadAllText));
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
