using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests.Surroundings;

/// <summary>A version of C# that is too old is one error, and none in generated code.</summary>
public sealed class LanguageVersionTests
{
    [Theory]
    [InlineData("9")]
    [InlineData("10")]
    [InlineData("11")]
    [InlineData("12")]
    public void An_old_one_is_named_once(string version)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $"// <LangVersion>{version}</LangVersion>\nusing ModelGen;\n[Model, Input(4), Dense(2), MeanSquaredError, Sgd(0.1)] public "
                + $"partial class Net {{ }}");

        Assert.Contains(
            $"is compiled as C# {version}.0, but its generated half needs C# 13 or later",
            Assert.Single(run.BuildErrors).GetMessage(null),
            StringComparison.Ordinal);
        Assert.Equal<Diagnostic>(run.BuildErrors, run.InputAnalyzerDiagnostics);
        Assert.Empty(run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.DoesNotContain("Net.kernels512.g.cs", run.Files.Keys);
    }
}
