using System.Globalization;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace ModelGen.Generator.Tests.Mistakes;

/// <summary>One slip in a model that was right gives one error at most, where the slip is or where it is first felt.</summary>
/// <remarks>
/// Each has a seed of its own, the next one. A failure names it: with it, that slip is the first.
/// </remarks>
public sealed class MutationTests(ITestOutputHelper output)
{
    /// <summary>What stands on the class, because there is no attribute for it to stand on.</summary>
    private static readonly string[] OfTheClass = ["MG0010", "MG0011", "MG0012", "MG0014", "MG0019"];

    /// <summary>Of a whole model: a budget, wherever it stands, and an input that needed no name as long as it was the only one.</summary>
    private static readonly string[] OfTheWhole = ["MG3001", "MG0018"];

    /// <summary>Of a block's arguments: more or fewer than it takes.</summary>
    private static readonly string[] OfEveryUse = ["MG0053", "MG0054"];

    private static readonly int Count = TestTier.Count(200, 5000);

    [Fact]
    public void One_slip_one_error_where_it_is_first_felt()
    {
        int seed = TestSeed.Value;
        int errors = 0;
        List<string> problems = [];
        for (int i = 0; i < Count; i++, seed++)
        {
            Mutation mutation = Mutation.Draw(ValidModels.All[(int)((uint)seed % ValidModels.All.Count)], new Random(seed));
            if (Check(mutation, ref errors) is { } problem) problems.Add($"{TestSeed.TextOf(seed)}\n{problem}\n{mutation}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TestSeed.Text}, {Count} mutations, {errors} with an error"));
        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
        Assert.True(Count < 100 || errors > Count / 4, "Too few mutations are mistakes.");
    }

    [Fact]
    public void The_models_are_right_before_it()
    {
        foreach (string model in ValidModels.All)
        {
            GeneratorRun run = Run(model.Split('\n'));
            Assert.Empty(run.InputAnalyzerDiagnostics);
            Assert.Empty(run.CompilerDiagnostics.Where(IsError));
        }
    }

    private static string? Check(Mutation mutation, ref int errors)
    {
        GeneratorRun run = Run(mutation.Lines);
        Diagnostic[] found = [.. run.InputAnalyzerDiagnostics.Where(IsError)];
        Diagnostic[] all = [.. run.GeneratorDiagnostics, .. run.CompilerDiagnostics.Where(IsError), .. found];
        // As in C#, where every call is told that the method has other parameters now.
        if (mutation.IsInBlock && found.Length > 0 && all.All(diagnostic => OfEveryUse.Contains(diagnostic.Id))) return null;
        if (all.Length > 1 || found.Any(diagnostic => diagnostic.Id is "MG9001" or "AD0001")) return string.Join('\n', all.AsEnumerable());
        if (found.Length == 0) return null;
        errors++;
        return Misplaced(mutation, found[0]);
    }

    /// <summary>Why an error stands in the wrong place, or null.</summary>
    private static string? Misplaced(Mutation mutation, Diagnostic error)
    {
        int line = Line(error);
        if (line == mutation.First || OfTheWhole.Contains(error.Id)) return null;
        if (mutation.Lines[line][0] != '[') return OfTheClass.Contains(error.Id) ? null : $"It stands on a class: {error}";

        ReadingOrder order = new(mutation.Lines);
        if (!order.IsReadAfter(line, mutation.First))
            return $"It stands before the slip: {error}";
        if (order.CutBefore(line) is not { } cut)
            return null;
        Diagnostic[] left =
        [
            .. Run(cut).InputAnalyzerDiagnostics.Where(diagnostic => IsError(diagnostic) && !OfTheClass.Contains(diagnostic.Id)),
        ];
        return left.Length == 0 ? null : $"What is above {error} has an error already: {left[0]}";
    }

    private static GeneratorRun Run(IEnumerable<string> lines) =>
        GeneratorHarness.InEditor("using ModelGen;\n" + string.Join('\n', lines)).Run();

    /// <summary>The line of an error, without the <c>using</c>.</summary>
    private static int Line(Diagnostic diagnostic) => diagnostic.Location.GetLineSpan().StartLinePosition.Line - 1;

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;
}
