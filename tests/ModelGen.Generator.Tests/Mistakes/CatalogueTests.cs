using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests.Mistakes;

/// <summary>The mistakes that beginners make: one squiggle each, on the very thing that is wrong, with the answer in it.</summary>
public sealed class CatalogueTests
{
    /// <summary>What the user of a model calls, whatever is wrong with its declaration.</summary>
    private const string User = """
        internal static class User
        {
            public static int Use(string path)
            {
                Net net = new(seed: 1) { LearningRate = 0.1f };
                net.ZeroGradients();
                net.Update();
                net.Save(path);
                _ = Net.Load(path).Parameters;
                return Net.InputSize + Net.OutputSize + Net.ParameterCount + Net.Summary.Length;
            }
        }
        """;

    /// <summary>Classes to which no members can be added, or of which no objects can be made.</summary>
    private static readonly string[] WithoutMembers = ["MG0001", "MG0002", "MG0003", "MG0005", "MG0007"];

    /// <summary>
    /// Unreadable arguments are C#'s to report; an old C# is the project's, and has a page of its own, as very much code has, which is
    /// slow. The framework, and files of weights, are the project's as well: see <see cref="WeightsTests"/>.
    /// </summary>
    private static readonly string[] Elsewhere =
    [
        "MG0008", "MG0009", "MG0036", "MG0060", "MG0061", "MG0062", "MG0063", "MG0064", "MG0065", "MG0066", "MG0073", "MG0087",
        "MG3010", "MG9001",
    ];

    public static TheoryData<string> Titles => [.. CatalogueCase.All.Keys];

    [Theory]
    [MemberData(nameof(Titles))]
    public void One_mistake_one_answer(string title)
    {
        CatalogueCase expected = CatalogueCase.All[title];
        GeneratorRun run = GeneratorHarness.InEditor(expected.Source.Text).Run();

        Diagnostic diagnostic = Assert.Single(run.InputAnalyzerDiagnostics);
        Assert.Equal(
            expected.Answer,
            $"{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
        Assert.Equal(
            (LineAndText(expected.Source.Text, expected.Source.Span.Start, expected.Source.Span.End), expected.Source.Span),
            (
                LineAndText(expected.Source.Text, diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End),
                diagnostic.Location.SourceSpan));
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void CSharp_has_nothing_to_add(string title)
    {
        CatalogueCase expected = CatalogueCase.All[title];
        bool hasMembers = !WithoutMembers.Any(id => expected.Answer.Contains(id, StringComparison.Ordinal));
        GeneratorRun run = GeneratorHarness.InEditor(hasMembers ? [expected.Source.Text, User] : [expected.Source.Text]).Run();

        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void Every_diagnostic_is_in_the_catalogue() => Assert.Equal(
        new ModelAnalyzer().SupportedDiagnostics.Select(descriptor => descriptor.Id).Except(Elsewhere),
        CatalogueCase.All.Values.Select(found => found.Answer.Split(' ')[1].TrimEnd(':')).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void No_declaration_stands_twice() =>
        Assert.Equal(CatalogueCase.All.Count, CatalogueCase.All.Values.Select(found => found.Source.Text).Distinct().Count());

    private static (int Line, string Text) LineAndText(string source, int start, int end) =>
        (source[..start].Count(c => c == '\n') + 1, source[start..end]);
}
