using ModelGen.Compiler.Budgets;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Diagnostics;

/// <summary>Limits on what a model costs, and on how much code it becomes.</summary>
public sealed class BudgetTests
{
    private const string Pipeline = "Input(784), Dense(512), Relu, Dropout, Dense(256), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3f)";

    [Theory]
    [InlineData(
        "Parameters = 100000", "Parameters", "535_818",
        "[Budget]: the model has 535,818 parameters, 435,818 more than the 100,000 that 'Parameters' allows. "
        + "Most of it: [Dense] 'dense1' (401,920, 75 %) and [Dense] 'dense2' (131,328, 25 %). Use fewer units there, or raise the limit.")]
    [InlineData(
        "MultiplyAdds = 535039", "MultiplyAdds", "535_040",
        "[Budget]: predicting one sample takes 535,040 multiply-adds, 1 more than the 535,039 that 'MultiplyAdds' allows. "
        + "Most of it: [Dense] 'dense1' (401,408, 75 %) and [Dense] 'dense2' (131,072, 24 %). Use fewer units there, or raise the limit.")]
    [InlineData(
        "WeightBytes = 65536", "WeightBytes", "2_143_272",
        "[Budget]: the weights take 2,143,272 bytes, 2,077,736 more than the 65,536 that 'WeightBytes' allows. "
            + "Most of it: [Dense] 'dense1' (1,607,680, 75 %) and [Dense] 'dense2' (525,312, 25 %). Use fewer units there, or raise the "
                + "limit."
    )]
    [InlineData(
        "ArenaBytes = 3000", "ArenaBytes", "3_200",
        "[Budget]: predicting one sample needs 3,200 bytes of scratch memory, 200 more than the 3,000 that 'ArenaBytes' allows. "
            + "Most of it: the result of [Relu] 'relu1' (2,112, 66 %), the result of [Relu] 'relu2' (1,088, 34 %) and the result of "
                + "[Dense] 'dense3' (64, 2 %). "
            + "Make the values there smaller, or raise the limit.")]
    public void Says_the_total_the_excess_and_the_largest(string limit, string argument, string fixedValue, string message)
    {
        Diagnostic diagnostic = Assert.Single(Check($"[Budget({limit}), {Pipeline}]"));

        Assert.Equal(("MG3001", Severity.Error), (diagnostic.Descriptor.Id, diagnostic.Descriptor.Severity));
        Assert.Equal(new SpecLocation(null, 1, argument), diagnostic.Location);
        Assert.Equal(message, diagnostic.Message);
        Assert.Equal(
            new Edit.SetEdit(diagnostic.Location, fixedValue), Assert.Single(Assert.Single(diagnostic.Fixes).Edits));
        Assert.Empty(Check($"[Budget({argument} = {fixedValue.Replace("_", "", StringComparison.Ordinal)}), {Pipeline}]"));
    }

    [Theory]
    [InlineData($"[{Pipeline}, Budget(Parameters = 1)]", 10)]
    [InlineData("[Input(8), Dense(1), Budget(Parameters = 1), MeanSquaredError, Sgd(0.1f)]", 3)]
    public void May_stand_anywhere(string model, int attribute)
    {
        Diagnostic diagnostic = Assert.Single(Check(model));

        Assert.Equal(("MG3001", attribute), (diagnostic.Descriptor.Id, diagnostic.Location.Attribute));
    }

    [Fact]
    public void Each_limit_is_told_alone() =>
        Assert.Equal(
            ["Parameters", "WeightBytes", "ArenaBytes"],
            Check($"[Budget(Parameters = 1, WeightBytes = 2, ArenaBytes = 3, MultiplyAdds = 100000000), {Pipeline}]")
                .Select(d => d.Location.Argument));

    [Fact]
    public void The_largest_are_three_at_most_and_the_first_always()
    {
        string equal = string.Join(", Relu, ", Enumerable.Repeat("Dense(4, UseBias = false)", 200));
        Diagnostic diagnostic = Assert.Single(Check($"[Budget(Parameters = 10), Input(4), {equal}, MeanSquaredError, Sgd(0.1f)]"));

        Assert.Contains("Most of it: [Dense] 'dense1' (16, less than 1 %). Use", diagnostic.Message, StringComparison.Ordinal);
        Diagnostic four = Assert.Single(
            Check(
                "[Budget(Parameters = 10), Input(4), Dense(4), Relu, Dense(4), Relu, Dense(4), Relu, Dense(4), MeanSquaredError, Sgd(0.1f)]"
            ));
        Assert.Contains(
            "'dense1' (20, 25 %), [Dense] 'dense2' (20, 25 %) and [Dense] 'dense3' (20, 25 %). Use",
            four.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_scratch_memory_is_what_the_program_of_Predict_has()
    {
        ModelSpec spec = DeclarationText.Model(
            "[Budget(ArenaBytes = 1), Input(2, 8), As(\"x\"), Dense(40), Gelu, Dense(8), Add(\"x\"), Softmax, Flatten, Dense(3), Dropout, "
                + "MeanSquaredError, Sgd(0.1f)]");
        BuiltModel model = ModelBuilder.Build(spec, Mode.Inference).Model!;
        ProgramPlan plan = new(ProgramSet.Predict(spec), new ParameterLayout(model.Parameters));

        Assert.Contains(
            $" {4 * (plan.ArenaPerSample + plan.ArenaFixed):#,0} bytes of scratch memory",
            Assert.Single(BudgetRules.Check(model)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "[Budget(Parameters = 0), Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)]",
        "MG0030",
        "[Budget]: 'Parameters' is 0, but it must be at least 1.")]
    [InlineData(
        "[Budget(ArenaBytes = -1), Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)]",
        "MG0030",
        "[Budget]: 'ArenaBytes' is -1, but it must be at least 1.")]
    [InlineData(
        "[Budget, Input(8), Dense(1), MeanSquaredError, Sgd(0.1f)]",
        "MG0031",
        "[Budget] needs at least one limit, such as [Budget(Parameters = 100_000)].")]
    [InlineData(
        "[Input(8), Use<Piece>, MeanSquaredError, Sgd(0.1f)]",
        "MG0056",
        "[Budget] cannot stand in a block: only a model has a budget. Remove it, or move it to the model that uses 'Piece'.")]
    [InlineData(
        "[Budget(Parameters = 1), Input(8), Dense(0), MeanSquaredError, Sgd(0.1f)]",
        "MG0030",
        "[Dense]: 'units' is 0, but it must be at least 1.")]
    public void Of_wrong_budgets(string model, string id, string message)
    {
        Diagnostic diagnostic = Assert.Single(
            ModelCompiler.Check(DeclarationText.Model(model, "[Block] [Dense(1), Budget(Parameters = 9)] class Piece;")));

        Assert.Equal((id, message), (diagnostic.Descriptor.Id, diagnostic.Message));
    }

    [Fact]
    public void The_largest_long_is_no_limit() =>
        Assert.Empty(Check($"[Budget(Parameters = 9223372036854775807, ArenaBytes = 9000000000000000000), {Pipeline}]"));

    [Fact]
    public void A_model_over_its_budget_keeps_its_members() =>
        Assert.Contains(
            "ParameterCount = 535818;",
            ModelCompiler.EmitSurface(DeclarationText.Model($"[Budget(Parameters = 1), {Pipeline}]"))!.Text,
            StringComparison.Ordinal);

    [Fact]
    public void A_model_of_very_much_code_is_warned_of()
    {
        string many = string.Join(", Relu, ", Enumerable.Range(0, 60).Select(i => $"Dense({64 + i})"));
        string same = string.Join(", Relu, ", Enumerable.Repeat("Dense(64)", 60));
        Diagnostic diagnostic = Assert.Single(Check($"[Input(64), {many}, MeanSquaredError, Sgd(0.1f)]"));

        Assert.Equal(("MG3010", Severity.Warning), (diagnostic.Descriptor.Id, diagnostic.Descriptor.Severity));
        Assert.Equal(SpecLocation.Model, diagnostic.Location);
        Assert.Equal(
            "'Net' becomes about 130,000 lines of C#, which take long to build and to start, because of 60 matrix products of different "
                + "shapes. "
            + "Layers of equal shapes share their code: give more of them the same width, or stack copies of a block with [Repeat].",
            diagnostic.Message);
        Assert.Empty(Check($"[Input(64), {same}, MeanSquaredError, Sgd(0.1f)]"));
    }

    [Theory]
    [InlineData("Dense(3)")]
    [InlineData("Dense(64), Relu, Dense(64), Relu, Dense(64), Relu, Dense(64), Relu, Dense(64)")]
    [InlineData(
        "Dense(100), Relu, Dense(90), Tanh, Dense(80), Gelu, Dense(70), Sigmoid, Dense(60), Softplus, Dense(50), Silu, Dense(40), Elu, "
            + "Dense(30)"
    )]
    [InlineData("Reshape(4, 16), Dense(200), Softmax, Dense(48), Relu, Dense(17), Relu, Flatten, Dense(33), Maxout(3), Dense(5)")]
    [InlineData("Dense(40), PRelu, Dense(41), PRelu, Dense(42), PRelu, Dense(43), PRelu, Dense(44), PRelu, Dense(45), PRelu, Dense(46)")]
    public void The_estimate_is_near_what_is_emitted(string layers)
    {
        ModelSpec spec = DeclarationText.Model($"[Input(64), {layers}, MeanSquaredError, Adam(1e-3f)]");
        int emitted = ModelCompiler.EmitKernels(spec).Sum(file => file.Text.Count(c => c == '\n'));
        int estimate = EmissionSize.Lines(ModelBuilder.Build(spec, Mode.Training).Model!);

        Assert.InRange(estimate, 0.6 * emitted, 1.7 * emitted);
    }

    private static IReadOnlyList<Diagnostic> Check(string attributes) =>
        ModelCompiler.Check(DeclarationText.Model("[Model] " + attributes + " partial class Net;"));
}
