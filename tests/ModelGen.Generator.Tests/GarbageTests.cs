using System.Globalization;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace ModelGen.Generator.Tests;

/// <summary>Whatever is declared, the compiler neither throws nor writes text that does not compile.</summary>
public sealed class GarbageTests(ITestOutputHelper output)
{
    private const int Batches = 20;
    private const int ModelsPerBatch = 25;

    [Fact]
    public void Random_declarations_never_throw()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("MODELGEN_GARBAGE_SEED"), CultureInfo.InvariantCulture, out int given)
            ? given
            : Environment.TickCount;
        output.WriteLine($"MODELGEN_GARBAGE_SEED={seed}");
        GarbageSource garbage = new(new Random(seed));
        for (int batch = 0; batch < Batches; batch++)
        {
            string source = garbage.Models(ModelsPerBatch);
            GeneratorRun run = GeneratorHarness.Run(source);
            string[] failures =
            [
                .. run.GeneratorDiagnostics.Concat(run.AnalyzerDiagnostics).Where(IsFailure).Select(diagnostic => diagnostic.ToString()),
                .. run.CompilerDiagnostics.Where(diagnostic => IsGenerated(diagnostic, run)).Select(diagnostic => diagnostic.ToString()),
            ];

            Assert.True(failures.Length == 0, $"seed {seed}, batch {batch}:\n{string.Join('\n', failures)}\n\n{source}");
        }
    }

    /// <summary>Ours, Roslyn's for an analyzer that threw, and Roslyn's for a generator that threw.</summary>
    private static bool IsFailure(Diagnostic diagnostic) => diagnostic.Id is "MG9001" or "AD0001" or "CS8785" or "CS8784";

    private static bool IsGenerated(Diagnostic diagnostic, GeneratorRun run) =>
        diagnostic.Location.SourceTree is { } tree && !run.Input.ContainsSyntaxTree(tree);
}
