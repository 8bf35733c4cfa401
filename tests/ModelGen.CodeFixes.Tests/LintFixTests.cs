using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace ModelGen.CodeFixes.Tests;

/// <summary>Each fix of a likely mistake: the text is exactly this, nothing is reported any more, and the model compiles.</summary>
public sealed class LintFixTests
{
    private const string Using = "using ModelGen;\n";

    [Theory]
    [InlineData("MG2001", "Remove [Softmax]", "Dense(10), Softmax, SoftmaxCrossEntropy", "Dense(10), SoftmaxCrossEntropy")]
    [InlineData(
        "MG2001",
        "Replace [SoftmaxCrossEntropy] by [CrossEntropy]",
        "Dense(10), Softmax, SoftmaxCrossEntropy",
        "Dense(10), Softmax, CrossEntropy")]
    [InlineData(
        "MG2001",
        "Replace [SoftmaxCrossEntropy] by [CrossEntropy]",
        "Dense(2), Softmax, As(\"p\"), Output(\"p\"), SoftmaxCrossEntropy",
        "Dense(2), Softmax, As(\"p\"), Output(\"p\"), CrossEntropy")]
    [InlineData("MG2002", "Remove [Sigmoid]", "Dense(1), Sigmoid, BinaryCrossEntropy", "Dense(1), BinaryCrossEntropy")]
    [InlineData("MG2002", "Remove [Softmax]", "Dense(3), Softmax, BinaryCrossEntropy", "Dense(3), BinaryCrossEntropy")]
    [InlineData("MG2003", "Remove [Relu]", "Dense(10), Relu, SoftmaxCrossEntropy", "Dense(10), SoftmaxCrossEntropy")]
    [InlineData("MG2003", "Remove [Tanh]", "Dense(4), Tanh, Softmax, CrossEntropy", "Dense(4), Softmax, CrossEntropy")]
    [InlineData(
        "MG2003",
        "Remove [Elu]",
        "Dense(4), Elu(0.5f), Sigmoid, Dense(1), BinaryCrossEntropy",
        "Dense(4), Sigmoid, Dense(1), BinaryCrossEntropy")]
    [InlineData("MG2004", "Replace [CrossEntropy] by [SoftmaxCrossEntropy]", "Dense(4), CrossEntropy", "Dense(4), SoftmaxCrossEntropy")]
    [InlineData("MG2004", "Insert [Softmax]", "Dense(4), CrossEntropy", "Dense(4), Softmax, CrossEntropy")]
    [InlineData("MG2004", "Replace [Sigmoid] by [Softmax]", "Dense(4), Sigmoid, CrossEntropy", "Dense(4), Softmax, CrossEntropy")]
    [InlineData("MG2005", "Replace [Softmax] by [Sigmoid]", "Dense(1), Softmax, MeanSquaredError", "Dense(1), Sigmoid, MeanSquaredError")]
    [InlineData("MG2005", "Remove [Softmax]", "Dense(1), Softmax, BinaryCrossEntropy", "Dense(1), BinaryCrossEntropy")]
    [InlineData("MG2006", "Remove [Relu]", "Dense(1), Relu, Huber(2f)", "Dense(1), Huber(2f)")]
    [InlineData("MG2006", "Replace [Relu] by [Softplus]", "Dense(1), Relu, Huber(2f)", "Dense(1), Softplus, Huber(2f)")]
    [InlineData(
        "MG2007",
        "Replace [MeanSquaredError] by [CrossEntropy]",
        "Dense(3), Softmax, MeanSquaredError",
        "Dense(3), Softmax, CrossEntropy")]
    public async Task Of_outputs(string id, string title, string before, string after) =>
        await AssertFix(id, title, Model(before), Model(after));

    [Theory]
    [InlineData("MG2010", "Insert [Relu]", "Dense(4), Dense(2)", "Dense(4), Relu, Dense(2)")]
    [InlineData(
        "MG2010",
        "Insert [Relu]",
        "Dense(4), Dropout(0.1f), Flatten, Dense(2)",
        "Dense(4), Relu, Dropout(0.1f), Flatten, Dense(2)")]
    [InlineData(
        "MG2010",
        "Insert [Relu]",
        "Repeat<Lone>(3, 8), Tanh, Dense(2)",
        "Repeat<Lone>(3, 8), Tanh, Dense(2)",
        "Dense(Arg.A)",
        "Dense(Arg.A), Relu")]
    [InlineData("MG2011", "Remove [PRelu]", "Dense(4), Relu, PRelu(InitialSlope = 0.1f), Dense(2)", "Dense(4), Relu, Dense(2)")]
    [InlineData(
        "MG2013",
        "Insert [Relu]",
        "Residual<Lone>(8), Tanh, Dense(2)",
        "Residual<Lone>(8), Tanh, Dense(2)",
        "Dense(Arg.A)",
        "Relu, Dense(Arg.A)")]
    [InlineData(
        "MG2014",
        "Remove Init",
        "Dense(4, Init = Init.Zeros, UseBias = false), Tanh, Dense(2)",
        "Dense(4, UseBias = false), Tanh, Dense(2)")]
    [InlineData("MG2014", "Remove Init", "Dense(4, Init = Init.Zeros), Relu, Dense(2)", "Dense(4), Relu, Dense(2)")]
    [InlineData(
        "MG2015",
        "Set Init = Init.Normal",
        "Dense(4, InitScale = 0.1f), Relu, Dense(2)",
        "Dense(4, InitScale = 0.1f, Init = Init.Normal), Relu, Dense(2)")]
    [InlineData(
        "MG2015",
        "Remove InitScale",
        "Dense(4, Init = Init.Xavier, InitScale = 0.1f), Relu, Dense(2)",
        "Dense(4, Init = Init.Xavier), Relu, Dense(2)")]
    [InlineData(
        "MG2020",
        "Move [Dropout] before [Dense]",
        "Dense(4), Relu, Dense(2), Dropout(0.5f)",
        "Dense(4), Relu, Dropout(0.5f), Dense(2)")]
    [InlineData("MG2020", "Remove [Dropout]", "Dense(2), Dropout(0.5f)", "Dense(2)")]
    [InlineData("MG2020", "Remove [Dropout]", "Dropout(0.1f), Dense(2), LeakyRelu, Dropout(0.5f)", "Dropout(0.1f), Dense(2), LeakyRelu")]
    [InlineData("MG2021", "Change to 0.1f", "Dropout(0.9f), Dense(2)", "Dropout(0.1f), Dense(2)")]
    [InlineData("MG2021", "Change to 0.5f", "Dropout(rate: 0.99f), Dense(2)", "Dropout(rate: 0.5f), Dense(2)")]
    [InlineData("MG2022", "Remove [Dropout]", "Dropout(0.2f), Dropout(0.1f), Dense(2)", "Dropout(0.2f), Dense(2)")]
    [InlineData(
        "MG2050",
        "Set UseBias = false",
        "Dense(4), BatchNorm, Relu, Dense(2)",
        "Dense(4, UseBias = false), BatchNorm, Relu, Dense(2)")]
    [InlineData("MG2051", "Remove [BatchNorm]", "Dense(2, UseBias = false), BatchNorm", "Dense(2, UseBias = false)")]
    [InlineData("MG2030", "Remove [As]", "Dense(4), As(\"skip\"), Relu, Dense(2)", "Dense(4), Relu, Dense(2)")]
    public async Task Of_layers(
        string id,
        string title,
        string before,
        string after,
        string blockBefore = "Dense(Arg.A)",
        string blockAfter = "Dense(Arg.A)"
    ) => await AssertFix(id, title, Model(before + ", Hinge", blockBefore), Model(after + ", Hinge", blockAfter));

    [Theory]
    [InlineData(
        "[Model, Input(1, 8, 8), Dense(4), Relu, Flatten, Dense(2)",
        "[Model, Input(1, 8, 8), Flatten, Dense(4), Relu, Flatten, Dense(2)")]
    [InlineData(
        "[Model]\n[Input(1, 8, 8)]\n[Dense(4), Tanh]\n[Flatten, Dense(2)",
        "[Model]\n[Input(1, 8, 8)]\n[Flatten, Dense(4), Tanh]\n[Flatten, Dense(2)")]
    public async Task Of_images(string before, string after) =>
        await AssertFix(
            "MG2012",
            "Insert [Flatten]",
            before + ", Hinge, Sgd(0.1f)] partial class Net;",
            after + ", Hinge, Sgd(0.1f)] partial class Net;");

    [Theory]
    [InlineData("MG2040", "Change to 0.001f", "Adam(1f)", "Adam(0.001f)")]
    [InlineData(
        "MG2040",
        "Change to 0.001f",
        "AdamW(learningRate: 1e-9f, WeightDecay = 0.1f)",
        "AdamW(learningRate: 0.001f, WeightDecay = 0.1f)")]
    [InlineData("MG2040", "Change to 0.01f", "Sgd(20f, Momentum = 0.5f)", "Sgd(0.01f, Momentum = 0.5f)")]
    [InlineData("MG2041", "Change to 0.0001f", "Sgd(1f, WeightDecay = 0.5f)", "Sgd(1f, WeightDecay = 0.0001f)")]
    [InlineData("MG2041", "Change to 0.01f", "AdamW(0.01f, WeightDecay = 20f)", "AdamW(0.01f, WeightDecay = 0.01f)")]
    [InlineData("MG2042", "Swap Beta1 and Beta2", "Adam(1e-3f, Beta1 = 0.999f, Beta2 = 0.9f)", "Adam(1e-3f, Beta1 = 0.9f, Beta2 = 0.999f)")]
    [InlineData("MG2042", "Swap Beta1 and Beta2", "AdamW(1e-3f, Beta2 = 0.5f)", "AdamW(1e-3f, Beta2 = 0.9f, Beta1 = 0.5f)")]
    [InlineData("MG2040", "Change to 0.001f", "RmsProp(0.05, Momentum = 0.9)", "RmsProp(0.001f, Momentum = 0.9)")]
    [InlineData("MG2040", "Change to 0.0001f", "Lion(0.1)", "Lion(0.0001f)")]
    [InlineData("MG2041", "Change to 0.01f", "Lion(0.01, WeightDecay = 20)", "Lion(0.01, WeightDecay = 0.01f)")]
    [InlineData("MG2042", "Swap Beta1 and Beta2", "RAdam(1e-3, Beta1 = 0.999, Beta2 = 0.9)", "RAdam(1e-3, Beta1 = 0.9f, Beta2 = 0.999f)")]
    [InlineData("MG2043", "Remove [WarmUp]", "Adam(1e-3f), StepDecay(9), WarmUp(5)", "Adam(1e-3f), StepDecay(9)")]
    [InlineData("MG2043", "Move [WarmUp] above", "Adam(1e-3f), StepDecay(9), WarmUp(5)", "Adam(1e-3f), WarmUp(5), StepDecay(9)")]
    public async Task Of_optimizers(string id, string title, string before, string after) =>
        await AssertFix(
            id,
            title,
            $"[Model, Input(8), Dense(2), Hinge, {before}] partial class Net;",
            $"[Model, Input(8), Dense(2), Hinge, {after}] partial class Net;");

    [Theory]
    [InlineData("MG2001", "Use<Head>(5), SoftmaxCrossEntropy")] // The block may be used before another loss.
    [InlineData("MG2003", "Use<Active>(5), SoftmaxCrossEntropy")]
    [InlineData("MG2022", "Use<Drop>, Use<Drop>, Dense(3), Hinge")] // It is the same attribute.
    [InlineData("MG2010", "Use<Lone>(5), Dense(3), Hinge")]
    [InlineData("MG2011", "Dense(4), Repeat<Reactive>(2, 4), Hinge")] // The first copy needs it.
    [InlineData("MG2030", "Dense(4), As(\"lost\"), From(\"input\"), Dense(3), Hinge")]
    [InlineData("MG2031", "As(\"in\"), Dense(4), From(\"in\"), Dense(3), Hinge")]
    public async Task None_where_it_could_break_something(string id, string layers)
    {
        const string blocks = """
            [Block, Dense(Arg.A), Softmax] class Head;
            [Block, Dense(Arg.A), Relu] class Active;
            [Block, Relu, Dense(Arg.A), Relu] class Reactive;
            [Block, Dropout(0.1f)] class Drop;
            """;
        using FixSession session = new(Using + Model(layers) + blocks);

        Assert.Empty(await session.FixesAsync(id));
    }

    [Fact]
    public async Task All_of_an_id_at_once()
    {
        using FixSession session = new(Using + Model("Dense(8), Dense(8), Dense(2), Hinge"));

        Assert.Equal(Using + Model("Dense(8), Relu, Dense(8), Relu, Dense(2), Hinge"), Assert.Single(await session.FixAllAsync("MG2010")));
    }

    private static string Model(string layers, string block = "Dense(Arg.A)") => $"""
        [Model, Input(8), {layers}, Sgd(0.1f)]
        public sealed partial class Net;
        [Block, {block}] class Lone;

        """;

    private static async Task AssertFix(string id, string title, string before, string after)
    {
        using FixSession session = new(Using + before);
        ImmutableArray<CodeAction> fixes = await session.FixesAsync(id);
        Assert.Contains(title, fixes.Select(fix => fix.Title));

        string[] fixedFiles = await session.ApplyAsync(fixes.First(fix => fix.Title == title));

        Assert.Equal([Using + after], fixedFiles);
        FixedModel.AssertCompiles(id, fixedFiles);
        Assert.Empty(GeneratorHarness.Run(fixedFiles).InputAnalyzerDiagnostics);
    }
}
