using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Functions that are deep or long: each simply works, or is one diagnostic, of ours or of C#; and never the end of the compiler's stack.
/// </summary>
public sealed class DeepFunctionTests
{
    /// <summary>The stack of the threads that compile, at the least: that of .NET on Windows, and less than half of it elsewhere.</summary>
    private const int Stack = 1 << 20;

    public static TheoryData<string, string, string?> Deep => new()
    {
        { "a sum of 150", Body(Sum(150)), null },
        { "a sum of 300", Body(Sum(300)), "MG0094" },
        { "a sum of 3,000", Body(Sum(3000)), "MG0094" },
        { "a sum of 3,000 numbers", Body($"x * ({string.Join(" + ", Enumerable.Repeat("x.Rank", 3000))})"), "MG0094" },
        { "a sum of 3,000 constants", Body($"x * ({string.Join(" + ", Enumerable.Repeat("1.0", 3000))})"), null },
        { "calls in calls", Body(Nested("Relu(", "x", ")", 150)), null },
        { "many calls in calls", Body(Nested("Relu(", "x", ")", 250)), "MG0094" },
        { "a chain of calls", Body("x" + string.Concat(Enumerable.Repeat(".Transpose()", 1000))), "MG0094" },
        { "own calls in calls", Body(Nested("G(", "x", ")", 250)) + "static Tensor G(Tensor x) => x + 1;", "MG0094" },
        { "minus minus", Body(Nested("-(", "x", ")", 250)), "MG0094" },
        { "parentheses", Body(Nested("(", "x", ")", 250)), null },
        { "choices in choices", Body(Nested("x.Rank > 5 ? x : (", "x", ")", 150)), null },
        { "many choices in choices", Body(Nested("x.Rank > 5 ? x : (", "x", ")", 250)), "MG0094" },
        { "many choices in a row", Body(string.Concat(Enumerable.Repeat("x.Rank > 5 ? x : ", 250)) + "x"), "MG0094" },
        { "else if", Statements(string.Concat(Enumerable.Repeat("if (x.Rank > 5) x = x + 1; else ", 250)) + "x = x * 2;"), "MG0094" },
        { "blocks in blocks", Statements(Nested("{", "x = x + 1;", "}", 250)), "MG0094" },
        { "many statements", Statements(string.Concat(Enumerable.Repeat("x = x + 1;", 2000))), null },
        { "a loop of 5,000", Statements("for (int i = 0; i < 5000; i++) x = x + 1;"), null },
        { "a loop of 100,000", Statements("for (int i = 0; i < 100000; i++) x = x + 1;"), "MG0084" },
        { "a loop of numbers", Statements("int n = 0; for (int i = 0; i < 100000; i++) n = n + 1;"), "MG0084" },
        { "methods that call each other", Body("G0(x)") + Chain(40), null },
        { "many methods that call each other", Body("G0(x)") + Chain(300), "MG0094" },
        { "very many methods that call each other", Body("G0(x)") + Chain(3000), "MG0094" },
        { "gradients that are tried often", Tried, "MG0084" },
    };

    private const string Tried = """
        static Tensor F(Tensor x) { for (int i = 0; i < 3000; i++) x = G(x); return x; }
        [Gradient(nameof(H))] static Tensor G(Tensor x) => x + 1;
        static Tensor H(Tensor x, Tensor g) { int n = 0; for (int i = 0; i < 20000; i++) n = n + 1; return g; }
        """;

    [Theory]
    [MemberData(nameof(Deep))]
    public void Ends(string what, string members, string? expected)
    {
        GeneratorRun? run = null;
        Stopwatch watch = Stopwatch.StartNew();
        OnSmallStack(() =>
        {
            run = GeneratorHarness.InEditor(Source(members)).Run();
            _ = run.InputAnalyzerDiagnostics;
        });

        Assert.Empty(run!.GeneratorDiagnostics);
        Assert.Equal(
            expected is null ? [] : new[] { expected },
            run.InputAnalyzerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(d => d.Id));
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{what}: {watch.Elapsed}");
    }

    /// <summary>Where C# ends by itself, it says so, and we say nothing.</summary>
    [Theory]
    [InlineData("Relu(", ")")]
    [InlineData("x.Rank > 5 ? x : (", ")")]
    [InlineData("G(", ")")]
    public void What_is_too_deep_for_the_language_is_its_own_error(string before, string behind)
    {
        OnSmallStack(() =>
        {
            GeneratorRun run = GeneratorHarness.InEditor(
                Source(Body(Nested(before, "x", behind, 1000)) + "static Tensor G(Tensor x) => x + 1;")).Run();

            Assert.Empty(run.GeneratorDiagnostics);
            Assert.DoesNotContain("AD0001", run.InputAnalyzerDiagnostics.Select(diagnostic => diagnostic.Id));
            Assert.Contains(
                run.InputAnalyzerDiagnostics.Concat(run.Compilation.GetDiagnostics()).Select(diagnostic => diagnostic.Id),
                id => id is "CS8078" or "MG0094");
        });
    }

    /// <summary>The kernels of a chain that is as long as a model may be: passes and printing go along it, and not down.</summary>
    [Fact]
    public void A_long_chain_is_compiled()
    {
        OnSmallStack(() =>
        {
            GeneratorRun run = GeneratorHarness.Run(Source(Statements("for (int i = 0; i < 2000; i++) x = Tanh(x + 1);")));

            Assert.Empty(run.GeneratorDiagnostics);
            Assert.Empty(run.BuildErrors);
            Assert.NotEmpty(run.Files);
        });
    }

    private static void OnSmallStack(Action action)
    {
        Exception? thrown = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception exception)
                {
                    thrown = exception;
                }
            },
            Stack);
        thread.Start();
        thread.Join();
        if (thrown is not null) throw new InvalidOperationException(thrown.Message, thrown);
    }

    private static string Source(string members) =>
        "using System;\nusing ModelGen;\nusing static ModelGen.Tensor;\n"
            + "[Model, Input(3, 4), Dense(6), Apply(nameof(F)), Flatten, Dense(1), MeanSquaredError, Sgd(0.1f)]\n"
            + $"public sealed partial class Net\n{{\n{members}\n}}\n";

    private static string Body(string expression) => $"static Tensor F(Tensor x) => {expression};\n";

    private static string Statements(string statements) => $"static Tensor F(Tensor x)\n{{\n{statements}\nreturn x;\n}}\n";

    private static string Sum(int terms) => "x" + string.Concat(Enumerable.Repeat(" + 1", terms));

    private static string Nested(string before, string inside, string behind, int times) =>
        string.Concat(Enumerable.Repeat(before, times)) + inside + string.Concat(Enumerable.Repeat(behind, times));

    private static string Chain(int methods) => string.Concat(Enumerable.Range(0, methods).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"static Tensor G{i}(Tensor x) => {(i + 1 < methods ? $"G{i + 1}(x + 1)" : "x")};\n")));
}
