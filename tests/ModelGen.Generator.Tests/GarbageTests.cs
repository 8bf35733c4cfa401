using System.Globalization;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace ModelGen.Generator.Tests;

/// <summary>Whatever is declared, the compiler neither throws nor writes text that does not compile.</summary>
public sealed class GarbageTests
{
    private const int Few = 15, FewCompiled = 4;

    /// <summary>Drawn once for the tests that need few: of many declarations, few are accepted.</summary>
    private static readonly Lazy<AcceptedModels> Accepted = new(() =>
        AcceptedModels.Draw(new GarbageSource(new Random(TestSeed.Value)), Few));

    private readonly GarbageSource _garbage;

    public GarbageTests(ITestOutputHelper output)
    {
        output.WriteLine(TestSeed.Text);
        _garbage = new GarbageSource(new Random(TestSeed.Value));
    }

    /// <summary>All but the kernels, as in an editor. What is accepted also gets them, below.</summary>
    /// <remarks>The compiler alone, which is much quicker, sees 10,000 in its own tests.</remarks>
    [Fact]
    public async Task Random_declarations_never_throw_or_hang()
    {
        const int batch = 100;
        for (int count = TestTier.Count(500, 20_000); count > 0; count -= batch)
        {
            string source = _garbage.Models(Math.Min(count, batch));
            await InTimeAsync(source, () =>
            {
                GeneratorRun run = GeneratorHarness.InEditor(source).Run();
                AssertNone(run.GeneratorDiagnostics.Concat(run.InputAnalyzerDiagnostics).Where(IsFailure), source);
            });
        }
    }

    /// <summary>Fewer, because compiling takes most of the time.</summary>
    [Fact]
    public async Task What_is_written_for_random_declarations_compiles()
    {
        string source = _garbage.Models(25);
        await InTimeAsync(source, () =>
        {
            GeneratorRun run = GeneratorHarness.Run(source);
            AssertNone(run.GeneratorDiagnostics, source);
            AssertNone(run.CompilerDiagnostics.Where(diagnostic => IsGenerated(diagnostic, run)), source);
        });
    }

    /// <summary>Their kernels are interpreted: compiling those of one model takes a second and more.</summary>
    [Fact]
    public async Task What_is_accepted_trains()
    {
        AcceptedModels accepted = TestTier.IsExhaustive ? AcceptedModels.Draw(_garbage, 400) : Accepted.Value;
        await InTimeAsync(accepted.Source, accepted.Interpret);
    }

    [Fact]
    public async Task What_is_accepted_compiles_and_trains()
    {
        int count = TestTier.Count(FewCompiled, 400);
        for (int trained = 0; trained < count;)
        {
            AcceptedModels accepted = TestTier.IsExhaustive
                ? AcceptedModels.Draw(_garbage, Math.Min(count - trained, 40))
                : Accepted.Value.First(FewCompiled);
            await InTimeAsync(accepted.Source, accepted.Train);
            trained += accepted.Count;
        }
    }

    /// <summary>Runs what takes a second or two, and stops waiting for it after very much longer.</summary>
    private async Task InTimeAsync(string source, Action run)
    {
        try
        {
            await Task.Run(run).WaitAsync(TimeSpan.FromMinutes(3));
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{TestSeed.Text}\n{exception}\n\n{source}");
        }
    }

    private void AssertNone(IEnumerable<Diagnostic> failures, string source)
    {
        string[] printed = [.. failures.Select(diagnostic => diagnostic.ToString())];
        Assert.True(printed.Length == 0, $"{TestSeed.Text}\n{string.Join('\n', printed)}\n\n{source}");
    }

    /// <summary>Ours, Roslyn's for an analyzer that threw, and Roslyn's for a generator that threw.</summary>
    private static bool IsFailure(Diagnostic diagnostic) => diagnostic.Id is "MG9001" or "AD0001" or "CS8784" or "CS8785";

    private static bool IsGenerated(Diagnostic diagnostic, GeneratorRun run) =>
        diagnostic.Location.SourceTree is { } tree && !run.Input.ContainsSyntaxTree(tree);
}
