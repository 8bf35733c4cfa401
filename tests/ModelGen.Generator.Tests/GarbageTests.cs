using System.Globalization;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace ModelGen.Generator.Tests;

/// <summary>Whatever is declared, the compiler neither throws nor writes text that does not compile.</summary>
/// <remarks>Set the environment variable <c>MODELGEN_GARBAGE_SEED</c> to the seed that a failure names to see it again.</remarks>
public sealed class GarbageTests
{
    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("MODELGEN_GARBAGE_SEED"), CultureInfo.InvariantCulture, out int seed)
        ? seed
        : Environment.TickCount;

    private readonly GarbageSource _garbage;

    public GarbageTests(ITestOutputHelper output)
    {
        output.WriteLine($"MODELGEN_GARBAGE_SEED={_seed}");
        _garbage = new GarbageSource(new Random(_seed));
    }

    [Fact]
    public void Random_declarations_never_throw()
    {
        for (int batch = 0; batch < 20; batch++)
        {
            string source = _garbage.Models(25);
            GeneratorRun run = GeneratorHarness.Run(source);
            AssertNone(run.GeneratorDiagnostics.Concat(run.InputAnalyzerDiagnostics).Where(IsFailure), source);
        }
    }

    /// <summary>Fewer, because compiling kernels takes most of the time.</summary>
    [Fact]
    public void What_is_written_for_random_declarations_compiles()
    {
        string source = _garbage.Models(10);
        GeneratorRun run = GeneratorHarness.Run(source);
        AssertNone(run.CompilerDiagnostics.Where(diagnostic => IsGenerated(diagnostic, run)), source);
    }

    private void AssertNone(IEnumerable<Diagnostic> failures, string source)
    {
        string[] printed = [.. failures.Select(diagnostic => diagnostic.ToString())];
        Assert.True(printed.Length == 0, $"MODELGEN_GARBAGE_SEED={_seed}\n{string.Join('\n', printed)}\n\n{source}");
    }

    /// <summary>Ours, Roslyn's for an analyzer that threw, and Roslyn's for a generator that threw.</summary>
    private static bool IsFailure(Diagnostic diagnostic) => diagnostic.Id is "MG9001" or "AD0001" or "CS8784" or "CS8785";

    private static bool IsGenerated(Diagnostic diagnostic, GeneratorRun run) =>
        diagnostic.Location.SourceTree is { } tree && !run.Input.ContainsSyntaxTree(tree);
}
