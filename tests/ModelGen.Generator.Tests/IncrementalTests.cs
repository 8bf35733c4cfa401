using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests;

/// <summary>What an edit recomputes. The Spec is the cut-off: behind an equal one nothing runs.</summary>
public sealed class IncrementalTests
{
    [Fact]
    public void An_edit_in_another_file_recomputes_nothing() =>
        AssertNothingRan(
            Edit([Sources.Digits, Sources.Unrelated], 1, text => text.Replace("Two() => 2", "Three() => 3", StringComparison.Ordinal)));

    [Fact]
    public void A_comment_in_the_model_file_recomputes_nothing() =>
        AssertNothingRan(
            Edit(
                [Sources.Digits],
                0,
                text => text.Replace("[Flatten", "// The hidden layer.\n[Flatten /* 8x8 */", StringComparison.Ordinal)
            ));

    internal const string WithFunction = """
        using ModelGen;
        using static ModelGen.Tensor;

        [Model, Input(4), Dense(6), Apply(nameof(Swish)), Dense(1), MeanSquaredError, Sgd(0.1f)]
        public sealed partial class Net
        {
            internal static int Twice(int n) => n + n;

            internal static Tensor Swish(Tensor x) => x * Gate(x);

            internal static Tensor Gate(Tensor x) => Sigmoid(1.5f * x);

            internal static Tensor Unused(Tensor x) => Relu(x);
        }
        """;

    [Theory]
    [InlineData("n + n", "2 * n")]
    [InlineData("=> Relu(x)", "=> Tanh(x)")]
    [InlineData("x * Gate(x)", "x\n        * Gate(x /* a gate */)")]
    [InlineData("1.5f * x", "1.5f * (x)")]
    public void An_edit_that_leaves_a_function_as_it_is_recomputes_nothing(string before, string after) =>
        AssertNothingRan(Edit([WithFunction], 0, text => text.Replace(before, after, StringComparison.Ordinal)));

    [Theory]
    [InlineData("x * Gate(x)", "Gate(x)")]
    [InlineData("1.5f * x", "1.6f * x")]
    public void An_edit_of_a_function_recomputes_the_model(string before, string after)
    {
        GeneratorRun run = Edit([WithFunction], 0, text => text.Replace(before, after, StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(ModelGenerator.SpecStep));
        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(ModelGenerator.KernelsStep));
    }

    private const string WithForward = """
        using ModelGen;
        using static ModelGen.Tensor;

        [Model, Input(4), MeanSquaredError, Sgd(0.1f)]
        public sealed partial class Net
        {
            internal static Tensor Forward(Tensor x)
            {
                for (int i = 0; i < 2; i++) x = x.Dense(6 + i).Relu();
                return (x * 2 - 1).Dense(1);
            }

            internal static Tensor Unused(Tensor x) => x.Dense(3);
        }
        """;

    [Theory]
    [InlineData("=> x.Dense(3)", "=> x.Dense(4)")]
    [InlineData("x = x.Dense(6 + i).Relu()", "x = Relu(x\n            .Dense(6 + i /* wide */))")]
    [InlineData("for (int i = 0; i < 2; i++) x = x.Dense(6 + i).Relu();", "x = x.Dense(6).Relu().Dense(units: 7).Relu();")]
    public void An_edit_that_leaves_the_layers_of_a_method_as_they_are_recomputes_nothing(string before, string after) =>
        AssertNothingRan(Edit([WithForward], 0, text => text.Replace(before, after, StringComparison.Ordinal)));

    [Theory]
    [InlineData("6 + i", "7 + i")]
    [InlineData("x * 2 - 1", "x * 2 + 1")]
    public void An_edit_of_the_layers_of_a_method_recomputes_the_model(string before, string after) => Assert.Equal(
        [IncrementalStepRunReason.Modified],
        Edit([WithForward], 0, text => text.Replace(before, after, StringComparison.Ordinal)).Reasons(ModelGenerator.SpecStep));

    [Fact]
    public void An_edit_that_mends_a_function_leaves_nothing_behind()
    {
        GeneratorHarness harness = GeneratorHarness.InEditor(WithFunction);
        Assert.Empty(harness.Run().InputAnalyzerDiagnostics);
        Assert.Equal(
            "MG1045", Assert.Single(harness.Edit(0, text => text.Replace("x * Gate(x)", "x.Sum(1)", StringComparison.Ordinal))
                .InputAnalyzerDiagnostics).Id);
        GeneratorRun mended = harness.Edit(0, text => text.Replace("x.Sum(1)", "x * Gate(x)", StringComparison.Ordinal));

        Assert.Empty(mended.InputAnalyzerDiagnostics);
        Assert.Equal(GeneratorHarness.InEditor(WithFunction).Run().Files, mended.Files);
    }

    public static TheoryData<string> WrongFunctions =>
    [
        .. Mistakes.CatalogueCase.All.Values
            .Where(mistake => mistake.Source.Text.Contains("using static ModelGen.Tensor", StringComparison.Ordinal))
            .Select(mistake => mistake.Title),
    ];

    /// <summary>A mistake that is typed and mended, over and over, leaves neither its diagnostic nor other files behind.</summary>
    [Theory]
    [MemberData(nameof(WrongFunctions))]
    public void An_edit_that_mends_any_wrong_function_leaves_nothing_behind(string title)
    {
        string wrong = Mistakes.CatalogueCase.All[title].Source.Text;
        GeneratorHarness harness = GeneratorHarness.InEditor(WithFunction);
        GeneratorRun first = harness.Run();
        for (int i = 0; i < 2; i++)
        {
            Diagnostic found = Assert.Single(harness.Edit(0, _ => wrong).InputAnalyzerDiagnostics);
            Assert.Equal(Mistakes.CatalogueCase.All[title].Answer, $"error {found.Id}: {found.GetMessage(CultureInfo.InvariantCulture)}");
            GeneratorRun mended = harness.Edit(0, _ => WithFunction);
            Assert.Empty(mended.InputAnalyzerDiagnostics);
            Assert.Equal(first.Files, mended.Files);
        }
    }

    [Fact]
    public void White_space_recomputes_nothing() =>
        AssertNothingRan(Edit([Sources.Digits], 0, text => text.Replace(", ", " ,\n        ", StringComparison.Ordinal)));

    [Fact]
    public void A_member_beside_the_generated_ones_recomputes_nothing() =>
        AssertNothingRan(
            Edit(
                [Sources.Digits],
                0,
                text => text.Replace("class Digits;", "class Digits { public int Guess() => 7; }", StringComparison.Ordinal)));

    [Fact]
    public void The_same_meaning_written_otherwise_recomputes_nothing() =>
        AssertNothingRan(
            Edit([Sources.Digits], 0, text => text.Replace("Dense(10)", "ModelGen.Dense(units: 5 * 2)", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Dense(10)", "Dense(11)")]
    [InlineData("Beta1 = 0.8f", "Beta1 = 0.7f")]
    [InlineData("Relu", "Tanh")]
    public void A_change_of_an_argument_or_a_layer_recomputes(string before, string after)
    {
        GeneratorRun run = Edit([Sources.Digits, Sources.Unrelated], 0, text => text.Replace(before, after, StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(ModelGenerator.SpecStep));
        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(ModelGenerator.KernelsStep));
    }

    [Fact]
    public void A_change_of_the_shapes_changes_the_members()
    {
        GeneratorRun run = Edit([Sources.Digits], 0, text => text.Replace("Dense(10)", "Dense(11)", StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(ModelGenerator.SurfaceStep));
    }

    [Fact]
    public void A_change_of_a_block_recomputes_the_model_that_uses_it()
    {
        GeneratorRun run = Edit([Sources.Residual, Sources.Branch], 1, text => text.Replace("Relu", "Tanh", StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(ModelGenerator.SpecStep));
        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(ModelGenerator.KernelsStep));
    }

    /// <summary>The text of the model is the same; what it means is not.</summary>
    [Theory]
    [InlineData("static class Sizes { public const int Hidden = 8; }", "8", "9", "[N, 9]")]
    [InlineData("static class Sizes { public const int Hidden = Base; const int Base = 8; }", "Base = 8", "Base = 2 * 8", "[N, 16]")]
    [InlineData(
        "global using Activation = ModelGen.ReluAttribute; static class Sizes { public const int Hidden = 8; }",
        "Relu",
        "Tanh",
        "Tanh: tanh1")]
    [InlineData(
        "namespace Other { [ModelGen.Block, ModelGen.Dense(6), ModelGen.Tanh] class Piece; }\nstatic class Sizes { public const int Hidden "
            + "= 8; }",
        "Dense(6)",
        "Dense(7)",
        "[N, 7]")]
    public void A_change_elsewhere_that_changes_the_model_is_seen(string elsewhere, string before, string after, string shows)
    {
        string activation = elsewhere.Contains("Activation", StringComparison.Ordinal) ? "Activation" : "Relu";
        string piece = elsewhere.Contains("Piece", StringComparison.Ordinal) ? "Use<Other.Piece>, " : "";
        string model =
            $"using ModelGen;\n[Model, Input(4), Dense(Sizes.Hidden), {activation}, {piece}Dense(3), SoftmaxCrossEntropy, Sgd(0.1f)] "
                + "public partial class Net;";
        GeneratorHarness harness = new(model, elsewhere);
        GeneratorRun first = harness.Run();
        GeneratorRun edited = harness.Edit(1, text => text.Replace(before, after, StringComparison.Ordinal));
        GeneratorRun undone = harness.Edit(1, text => text.Replace(after, before, StringComparison.Ordinal));

        Assert.Empty(first.InputAnalyzerDiagnostics.Concat(edited.InputAnalyzerDiagnostics));
        Assert.DoesNotContain(shows, first.Files["Net.g.cs"], StringComparison.Ordinal);
        Assert.Contains(shows, edited.Files["Net.g.cs"], StringComparison.Ordinal);
        Assert.Equal([IncrementalStepRunReason.Modified], edited.Reasons(ModelGenerator.KernelsStep));
        Assert.Equal(first.Files, undone.Files);
    }

    [Theory]
    [InlineData("static class Sizes { public const int Hidden = 8; }", "8", "0", "MG0030")]
    [InlineData(
        "global using Activation = ModelGen.ReluAttribute;\nstatic class Sizes { public const int Hidden = 8; }",
        "Relu",
        "Flatten",
        "MG2010")]
    public void A_mistake_made_elsewhere_is_reported_and_goes_away(string elsewhere, string before, string after, string id)
    {
        string activation = elsewhere.Contains("Activation", StringComparison.Ordinal) ? "Activation" : "Relu";
        GeneratorHarness harness = new(
            $"using ModelGen;\n[Model, Input(4), Dense(Sizes.Hidden), {activation}, Dense(3), SoftmaxCrossEntropy, Sgd(0.1f)] public "
                + "partial class Net;",
            elsewhere);
        Assert.Empty(harness.Run().AnalyzerDiagnostics);
        GeneratorRun wrong = harness.Edit(1, text => text.Replace(before, after, StringComparison.Ordinal));
        GeneratorRun right = harness.Edit(1, text => text.Replace(after, before, StringComparison.Ordinal));

        Assert.Equal([id], wrong.AnalyzerDiagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Empty(right.AnalyzerDiagnostics);
    }

    [Fact]
    public void A_change_of_one_model_leaves_the_other()
    {
        GeneratorRun run = Edit(
            [Sources.Digits, Sources.Residual, Sources.Branch],
            0,
            text => text.Replace("Dense(10)", "Dense(11)", StringComparison.Ordinal));

        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged],
            run.Reasons(ModelGenerator.SpecStep)
                .Select(reason => reason == IncrementalStepRunReason.Cached ? IncrementalStepRunReason.Unchanged : reason));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], run.Reasons(ModelGenerator.KernelsStep));
    }

    [Fact]
    public void Two_runs_give_the_same_text()
    {
        GeneratorRun one = GeneratorHarness.Run(Sources.Digits, Sources.Residual, Sources.Branch);
        GeneratorRun two = GeneratorHarness.Run(Sources.Digits, Sources.Residual, Sources.Branch);

        Assert.NotEmpty(one.Files);
        Assert.Equal(one.Files, two.Files);
    }

    [Fact]
    public void Going_on_gives_the_same_text_as_starting_anew()
    {
        GeneratorRun edited = Edit([Sources.Residual, Sources.Branch], 1, text => text.Replace("Relu", "Tanh", StringComparison.Ordinal));
        GeneratorRun fresh = GeneratorHarness.Run(Sources.Residual, Sources.Branch.Replace("Relu", "Tanh", StringComparison.Ordinal));

        Assert.Equal(fresh.Files, edited.Files);
    }

    [Fact]
    public void An_editor_gets_the_members_and_never_the_kernels()
    {
        GeneratorHarness editor = GeneratorHarness.InEditor(Sources.Digits, Sources.Unrelated);
        GeneratorRun first = editor.Run();
        GeneratorRun inside = editor.Edit(0, text => text.Replace("Dense(10)", "Dense(11)", StringComparison.Ordinal));
        GeneratorRun elsewhere = editor.Edit(1, text => text.Replace("Two() => 2", "Three() => 3", StringComparison.Ordinal));

        Assert.All([first, inside, elsewhere], run =>
        {
            Assert.Equal(["Samples.Digits.g.cs"], run.Files.Keys);
            Assert.Empty(run.Reasons(ModelGenerator.KernelsStep));
            Assert.Empty(run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        });
        Assert.Equal([IncrementalStepRunReason.New], first.Reasons(ModelGenerator.SurfaceStep));
        Assert.Equal([IncrementalStepRunReason.Modified], inside.Reasons(ModelGenerator.SurfaceStep));
        Assert.Equal([IncrementalStepRunReason.Cached], elsewhere.Reasons(ModelGenerator.SurfaceStep));
        Assert.All(elsewhere.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static GeneratorRun Edit(string[] sources, int file, Func<string, string> edit)
    {
        GeneratorHarness harness = new(sources);
        harness.Run();
        return harness.Edit(file, edit);
    }

    private static void AssertNothingRan(GeneratorRun run)
    {
        Assert.NotEmpty(run.Files);
        Assert.All(run.Reasons(ModelGenerator.SpecStep), reason =>
            Assert.True(reason is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached, reason.ToString()));
        Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(ModelGenerator.SurfaceStep));
        Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(ModelGenerator.KernelsStep));
        Assert.All(run.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }
}
