using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace ModelGen.CodeFixes.Tests;

/// <summary>What is offered for an attribute in which nothing is wrong.</summary>
public sealed class RefactoringTests
{
    private const string Source = """
        using ModelGen;

        [Model]
        [Input(2, 4)] // in
        [Dense(3), Relu, Add("a"), Use<Branch>(8), Use<Branch>(8)]
        [Flatten, Dense(4, UseBias = false)]
        [Use<Other>(4), Use<Other>(5)]
        [MeanSquaredError, Sgd(0.1f)]
        public sealed partial class Net;

        [Block, Elu, As("skip"), Dense(Arg.A), Gelu]
        class Branch;

        [Block, Tanh, Dense(Arg.A)]
        class Other;
        """;

    private static readonly string Sound = Source.Replace(" Add(\"a\"),", " Shape(2, 3),", StringComparison.Ordinal);

    [Theory]
    [InlineData("Input(2", "Input(2, 4)]", "Input(2, 4), Shape(2, 4)]")]
    [InlineData("Dense(3)", "Dense(3),", "Dense(3), Shape(2, 3),")]
    [InlineData("Use<Branch>", "Use<Branch>(8), Use", "Use<Branch>(8), Shape(2, 8), Use")]
    [InlineData("Flatten", "Flatten,", "Flatten, Shape(16),")]
    [InlineData("UseBias", "UseBias = false)", "UseBias = false), Shape(4)")]
    [InlineData("Gelu", "Gelu", "Gelu, Shape(2, 8)")]
    public async Task States_the_shape(string at, string before, string after) =>
        await AssertRefactoring("State the shape", at, before, after);

    [Theory]
    [InlineData("Dense(3)", "Dense(3)", "Dense(3, Name = \"dense1\")")]
    [InlineData("Relu", "Relu", "Relu(Name = \"relu1\")")]
    [InlineData("UseBias", "UseBias = false", "UseBias = false, Name = \"dense2\"")]
    [InlineData("Use<Branch>(8)]", "Use<Branch>(8)]", "Use<Branch>(8, Name = \"branch2\")]")]
    [InlineData("Dense(Arg.A), Gelu", "Dense(Arg.A), Gelu", "Dense(Arg.A, Name = \"dense1\"), Gelu")]
    public async Task Names_the_layer(string at, string before, string after) =>
        await AssertRefactoring("Name the layer", at, before, after);

    [Theory]
    [InlineData("Dense(3)", "Dense(3)", "Dense(3), As(\"skip\")")]
    [InlineData("Gelu", "Gelu", "Gelu, As(\"skip2\")")]
    public async Task Names_the_value(string at, string before, string after) =>
        await AssertRefactoring("Name the value", at, before, after);

    [Theory]
    [InlineData("Model]")]
    [InlineData("MeanSquared")]
    [InlineData("Input", "Name the value", "State the shape")]
    [InlineData("Shape(2, 3)", "Name the value")]
    [InlineData("Relu, Shape", "Name the layer", "Name the value")]
    [InlineData("As(\"skip\")")]
    [InlineData("Dense(Arg.A)]", "Name the layer")]
    [InlineData("Net")]
    public async Task Offers_only_what_fits(string at, params string[] offered)
    {
        using FixSession session = new(Sound);

        Assert.Equal(
            offered.Order(),
            (await session.RefactoringsAsync(new DeclarationRefactoring(), Sound.IndexOf(at, StringComparison.Ordinal)))
                .Select(action => action.Title.Split(':')[0])
                .Order());
    }

    [Fact]
    public async Task States_a_shape_above_a_mistake_and_before_the_model_is_complete()
    {
        const string Above = "using ModelGen; [Model, Input(8), Reshape(2, 4), Add(\"nowhere\")] partial class Net;";
        const string Behind = "using ModelGen; [Model, Input(8), Reshape(3, 4), Tanh] partial class Net;";

        Assert.Contains("State the shape: [Shape(2, 4)]", await TitlesAsync(Above, "Reshape"));
        Assert.Equal(["Name the layer: Name = \"tanh1\""], await TitlesAsync(Behind, "Tanh"));
    }

    [Fact]
    public async Task A_model_that_is_a_method_gets_no_layers_as_attributes()
    {
        const string Whole = """
            using ModelGen;

            [Model, Input(8), MeanSquaredError, Sgd(0.1f)]
            public sealed partial class Net
            {
                static Tensor Forward(Tensor x) => x.Dense(4).Relu().Dense(1);
            }
            """;

        Assert.Equal(["State the shape: [Shape(8)]"], await TitlesAsync(Whole, "Input"));
        Assert.Empty(await TitlesAsync(Whole, "MeanSquared"));
        Assert.Empty(await TitlesAsync(Whole, "Dense(4)"));
    }

    private static async Task<IEnumerable<string>> TitlesAsync(string source, string at)
    {
        using FixSession session = new(source);
        return (await session.RefactoringsAsync(new DeclarationRefactoring(), source.IndexOf(at, StringComparison.Ordinal))).Select(
            action => action.Title);
    }

    private static async Task AssertRefactoring(string title, string at, string before, string after)
    {
        using FixSession session = new(Sound);
        ImmutableArray<CodeAction> actions = await session.RefactoringsAsync(
            new DeclarationRefactoring(),
            Sound.IndexOf(at, StringComparison.Ordinal));
        CodeAction action = actions.Single(action => action.Title.StartsWith(title, StringComparison.Ordinal));

        string text = Assert.Single(await session.ApplyAsync(action));

        int place = Sound.IndexOf(before, StringComparison.Ordinal);
        Assert.Equal(Sound[..place] + after + Sound[(place + before.Length)..], text);
        FixedModel.AssertCompiles("", text);
    }
}
