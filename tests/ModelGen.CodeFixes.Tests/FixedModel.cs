using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.CodeFixes.Tests;

/// <summary>What must be true of a model after a fix.</summary>
internal static class FixedModel
{
    /// <summary>The mistake is gone, there is no other, and the model compiles with the members that it gets.</summary>
    /// <remarks>
    /// The statements of kernels, most of the generated text, are bound by other tests; here they are made for one vector width, for all
    /// where everything runs. What merely looks suspicious in the fixed model is a matter of other diagnostics.
    /// </remarks>
    public static void AssertCompiles(string id, params string[] sources)
    {
        GeneratorHarness harness = new(sources);
        GeneratorRun run = TestTier.IsExhaustive
            ? harness.Run()
            : harness.Build(("ModelGenEmittedVectorBits", Width(sources).ToString(CultureInfo.InvariantCulture)));

        Assert.Empty(
            run.InputAnalyzerDiagnostics.Where(diagnostic => diagnostic.Id == id || diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.NotEmpty(run.Files);
        Assert.Empty(run.Compilation.GetDeclarationDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        SyntaxTree surface = run.Compilation.SyntaxTrees.Except(run.Input.SyntaxTrees).MinBy(tree => tree.FilePath.Length)!;
        foreach (SyntaxTree tree in run.Input.SyntaxTrees.Append(surface))
            Assert.Empty(
                run.Compilation.GetSemanticModel(tree).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            );
    }

    /// <summary>A vector width, which the seed and the text decide.</summary>
    private static int Width(IEnumerable<string> sources) =>
        CompiledModel.Widths[(int)(sources.SelectMany(text => text).Aggregate((uint)TestSeed.Value, (hash, c) => (hash * 31) + c) / 6
            % CompiledModel.Widths.Count)];
}
