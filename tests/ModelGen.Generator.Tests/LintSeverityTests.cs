using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Generator.Tests;

/// <summary>Whoever means it so turns a warning off, or up, with the means they know.</summary>
public sealed class LintSeverityTests
{
    private const string Id = "MG2010";

    private const string Layers = "[Dense(16), Dense(1)]";

    [Fact]
    public void A_warning_by_default() => Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(Analyze(Layers)).Severity);

    [Theory]
    [InlineData("none", null)]
    [InlineData("silent", DiagnosticSeverity.Hidden)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    [InlineData("error", DiagnosticSeverity.Error)]
    public void Editorconfig_decides(string setting, DiagnosticSeverity? expected)
    {
        ImmutableArray<Diagnostic> found = Analyze(Layers, $"[*.cs]\ndotnet_diagnostic.{Id}.severity = {setting}\n");

        Assert.Equal(expected is { } severity ? [severity] : [], found.Select(diagnostic => diagnostic.Severity));
    }

    [Fact]
    public void Editorconfig_of_another_rule_changes_nothing() =>
        Assert.Equal(Id, Assert.Single(Analyze(Layers, "[*.cs]\ndotnet_diagnostic.MG2011.severity = none\n")).Id);

    [Fact]
    public void A_pragma_turns_it_off_where_it_stands()
    {
        Assert.Empty(Analyze($"#pragma warning disable {Id}\n{Layers}\n#pragma warning restore {Id}"));
        Assert.Single(Analyze($"#pragma warning disable {Id}\n[Relu]\n#pragma warning restore {Id}\n{Layers}"));
    }

    [Fact]
    public void A_suppression_by_attribute_works_too() =>
        Assert.Empty(Analyze($"[System.Diagnostics.CodeAnalysis.SuppressMessage(\"ModelGen\", \"{Id}\")]\n{Layers}"));

    [Fact]
    public void In_a_block_of_another_file_the_settings_of_that_file_hold()
    {
        const string block = "using ModelGen;\n[Block, Dense(16), Dense(8)]\npartial class Pair;";
        string model = Sources.Model("[Use<Pair>, Relu, Dense(1)]");

        Assert.Equal("Source1.cs", Assert.Single(Analyze([model, block], "")).Location.SourceTree!.FilePath[1..]);
        Assert.Empty(Analyze([model, block], $"[Source1.cs]\ndotnet_diagnostic.{Id}.severity = none\n"));
        Assert.Single(Analyze([model, block], $"[Source0.cs]\ndotnet_diagnostic.{Id}.severity = none\n"));
        Assert.Empty(Analyze([model, $"#pragma warning disable {Id}\n{block}"], ""));
    }

    [Fact]
    public void The_generator_says_nothing_of_it()
    {
        GeneratorRun run = GeneratorHarness.Run(Sources.Model(Layers));

        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.CompilerDiagnostics);
    }

    private static ImmutableArray<Diagnostic> Analyze(string layers, string editorconfig = "") =>
        Analyze([Sources.Model(layers)], editorconfig);

    private static ImmutableArray<Diagnostic> Analyze(string[] sources, string editorconfig)
    {
        AnalyzerConfigSet configs = AnalyzerConfigSet.Create(
            new[] { AnalyzerConfig.Parse("root = true\n" + editorconfig, "/.editorconfig") });
        SyntaxTree[] trees = [.. sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, path: $"/Source{i}.cs"))];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Severities", trees, GeneratorHarness.ConsumerReferences,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary).WithSyntaxTreeOptionsProvider(new Settings(configs)));
        return compilation.WithAnalyzers([new ModelAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
    }

    /// <summary>The severities of an <c>.editorconfig</c>, as the command-line compiler hands them on.</summary>
    private sealed class Settings(AnalyzerConfigSet configs) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(
            SyntaxTree tree,
            string diagnosticId,
            CancellationToken cancellationToken,
            out ReportDiagnostic severity
        ) => configs.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(
            string diagnosticId,
            CancellationToken cancellationToken,
            out ReportDiagnostic severity) => configs.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
