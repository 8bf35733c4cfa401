using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Catalogue = ModelGen.Compiler.Diagnostics;

namespace ModelGen.Generator.Tests;

/// <summary>Every diagnostic has a page in <c>docs/diagnostics</c>, and what the page says is so.</summary>
/// <remarks>On a page the first listing in C# is wrong, the second right, and the listing of text is the compiler's answer.</remarks>
public sealed class DiagnosticPagesTests : IDisposable
{
    private const string InternalError = "MG9001";

    /// <summary>What no C# that compiles can lead to, if all is well.</summary>
    private static readonly string[] WithoutExamples =
    [
        Catalogue.DiagnosticCatalogue.UnreadableArguments.Id,
        Catalogue.DiagnosticCatalogue.NoTraining.Id,
        Catalogue.DiagnosticCatalogue.WeightsForNoModel.Id,
        Catalogue.DiagnosticCatalogue.DamagedFunction.Id,
        InternalError,
    ];

    /// <summary>What the C# compiler reports in our name, where a member is used.</summary>
    private static readonly string[] OfUse = [Catalogue.DiagnosticCatalogue.NotCausal.Id];

    private static readonly string Folder = Path.Combine(MarkdownFile.Docs, "diagnostics");

    private static readonly ImmutableArray<DiagnosticDescriptor> Descriptors = new ModelAnalyzer().SupportedDiagnostics;

    private readonly string _weights = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Ids => [.. Descriptors.Select(descriptor => descriptor.Id)];

    public static TheoryData<string> IdsWithExamples => [.. Descriptors.Select(descriptor => descriptor.Id).Except(WithoutExamples)];

    public void Dispose() => Directory.Delete(_weights, recursive: true);

    [Fact]
    public void There_is_a_page_for_every_diagnostic_and_no_other() => Assert.Equal(
        Descriptors.Select(descriptor => descriptor.Id),
        Directory.GetFiles(Folder, "MG*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_contents_lists_them_in_order()
    {
        MarkdownFile contents = new(Path.Combine(Folder, "README.md"));

        Assert.Equal(
            Descriptors.Select(descriptor => $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} |"),
            contents.Lines.Where(line => line.StartsWith("| [MG", StringComparison.Ordinal)));
        Assert.Empty(contents.BrokenLinks);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_has_the_title_and_the_severity(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.Single(descriptor => descriptor.Id == id);
        MarkdownFile page = Page(id);

        Assert.Equal($"# {id}: {descriptor.Title}", page.Lines[0]);
        Assert.Contains($"Severity: {descriptor.DefaultSeverity.ToString().ToLowerInvariant()}", page.Lines);
        Assert.Equal(WithoutExamples.Contains(id) ? 0 : 2, page.Listings("csharp").Length);
        Assert.Empty(page.BrokenLinks);
    }

    [Theory]
    [MemberData(nameof(IdsWithExamples))]
    public void The_wrong_example_has_this_one_mistake_and_gets_this_answer(string id)
    {
        MarkdownFile page = Page(id);
        // The example of too much code is a good half minute of building.
        GeneratorRun run = Run(
            page.Listings("csharp")[0],
            withKernels: TestTier.IsExhaustive && id != Catalogue.DiagnosticCatalogue.TooMuchCode.Id);

        Diagnostic diagnostic = Assert.Single(
            run.InputAnalyzerDiagnostics.Concat(run.CompilerDiagnostics.Where(found => OfUse.Contains(found.Id))));
        Assert.Equal(
            $"{diagnostic.Severity.ToString().ToLowerInvariant()} {id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}",
            Answer(page));
        Assert.Equal(id, diagnostic.Id);
        AssertNoErrors(run);
    }

    [Theory]
    [MemberData(nameof(IdsWithExamples))]
    public void The_right_example_has_none(string id)
    {
        GeneratorRun run = Run(Page(id).Listings("csharp")[1], withKernels: TestTier.IsExhaustive);

        Assert.Empty(run.InputAnalyzerDiagnostics.Concat(run.CompilerDiagnostics.Where(found => OfUse.Contains(found.Id))));
        AssertNoErrors(run);
    }

    [Fact]
    public void Unreadable_arguments_are_reported_by_CSharp_alone()
    {
        Catalogue.DiagnosticDescriptor descriptor = Catalogue.DiagnosticCatalogue.UnreadableArguments;
        GeneratorRun run = GeneratorHarness.Run(Sources.Model("[Dense(\"4\")]"));

        Assert.Empty(run.InputAnalyzerDiagnostics);
        Assert.Equal(
            $"error {descriptor.Id}: {string.Format(CultureInfo.InvariantCulture, descriptor.Message, "[Dense]", "")}",
            Answer(Page(descriptor.Id)));
    }

    /// <summary>
    /// Kernels are most of the text and have nothing to do with the page: an ordinary run leaves them to the tests of kernels.
    /// </summary>
    private GeneratorRun Run(string source, bool withKernels)
    {
        WeightsText[] weights =
            source.Contains("large.safetensors", StringComparison.Ordinal) ? [Large()]
            : source.Contains("Weights", StringComparison.Ordinal) ? Weights()
            : [];
        HarnessProject project = HarnessProject.For(source) with { Weights = weights };
        return (withKernels ? new GeneratorHarness(project, source) : GeneratorHarness.InEditor(project, source)).Run();
    }

    /// <summary>The files of weights that the pages on them speak of.</summary>
    private WeightsText[] Weights()
    {
        byte[] right = WeightFiles.Bytes(
            [WeightFiles.Floats("dense1.weight", 3, 4), WeightFiles.Floats("dense1.bias", 3)],
            ("modelgen.architecture", "Input(4);Dense(3);Relu"));
        return
        [
            WeightsText.Write(_weights, "net.safetensors", right),
            WeightsText.Write(_weights, "notes.safetensors", "Notes of a meeting."u8.ToArray()),
            WeightsText.Write(_weights, "runs/first/best.safetensors", right),
            WeightsText.Write(_weights, "runs/second/best.safetensors", right),
        ];
    }

    private WeightsText Large() => WeightsText.Write(
        _weights,
        "large.safetensors",
        WeightFiles.Bytes(
            [
                ("dense1.weight", "F32", [3, 4], [.. Enumerable.Repeat(BitConverter.GetBytes(65_520f), 12).SelectMany(bytes => bytes)]),
                WeightFiles.Floats("dense1.bias", 3),
            ]));

    private static MarkdownFile Page(string id) => new(Path.Combine(Folder, id + ".md"));

    /// <summary>The compiler's answer as the page quotes it, in one line.</summary>
    private static string Answer(MarkdownFile page) => Assert.Single(page.Listings("text")).Trim().Replace('\n', ' ');

    /// <summary>C# itself has nothing to say: neither to the example nor to what was generated.</summary>
    private static void AssertNoErrors(GeneratorRun run)
    {
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(
            run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !OfUse.Contains(diagnostic.Id)));
    }
}
