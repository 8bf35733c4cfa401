using System.Globalization;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace ModelGen.Generator.Tests;

/// <summary>Whatever is declared, the compiler neither throws nor writes text that does not compile.</summary>
public sealed class GarbageTests(ITestOutputHelper output)
{
    private const int Batches = 20;
    private const int ModelsPerBatch = 25;

    /// <summary>Compiling what was generated is slow, so only the text of the first batches is.</summary>
    private const int CompiledBatches = 2;

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
            IEnumerable<Diagnostic> failures = run.GeneratorDiagnostics.Concat(run.InputAnalyzerDiagnostics).Where(IsFailure);
            if (batch < CompiledBatches)
            {
                failures = failures.Concat(run.CompilerDiagnostics.Where(diagnostic => IsGenerated(diagnostic, run)));
                Assert.Equal(run.InputAnalyzerDiagnostics.Select(Print), run.AnalyzerDiagnostics.Select(Print));
            }

            string[] printed = [.. failures.Select(Print)];
            Assert.True(printed.Length == 0, $"seed {seed}, batch {batch}:\n{string.Join('\n', printed)}\n\n{source}");
        }
    }

    private static string Print(Diagnostic diagnostic) => diagnostic.ToString();

    /// <summary>Ours, Roslyn's for an analyzer that threw, and Roslyn's for a generator that threw.</summary>
    private static bool IsFailure(Diagnostic diagnostic) => diagnostic.Id is "MG9001" or "AD0001" or "CS8785" or "CS8784";

    private static bool IsGenerated(Diagnostic diagnostic, GeneratorRun run) =>
        diagnostic.Location.SourceTree is { } tree && !run.Input.ContainsSyntaxTree(tree);
}
