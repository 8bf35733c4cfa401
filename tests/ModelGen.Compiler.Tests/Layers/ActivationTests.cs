using ModelGen.Compiler.Layers;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Layers;

/// <summary>Values and gradients of the activations at known points, by the formulas of their docs in double precision.</summary>
public sealed class ActivationTests
{
    private static readonly double[] Points = [-30, -3, -1, 0, 0.5, 3, 30];

    [Theory]
    [InlineData("Relu", new[] { 0, 0, 0, 0, 0.5, 3, 30 })]
    [InlineData("LeakyRelu", new[] { -0.3, -0.03, -0.01, 0, 0.5, 3, 30 })]
    [InlineData("PRelu", new[] { -7.5, -0.75, -0.25, 0, 0.5, 3, 30 })]
    [InlineData("Elu", new[] { -0.99999999999990641, -0.95021293163213605, -0.63212055882855767, 0, 0.5, 3, 30 })]
    [InlineData("Elu(0.5f)", new[] { -0.49999999999995321, -0.47510646581606802, -0.31606027941427883, 0, 0.5, 3, 30 })]
    [InlineData("Gelu", new[] { 0, -0.0040496940948902833, -0.15865525393145707, 0, 0.34573123063700656, 2.9959503059051097, 30 })]
    [InlineData(
        "Silu",
        new[]
        {
            -2.8072868906518526e-12,
            -0.14227761953270035,
            -0.26894142136999512,
            0,
            0.31122966560092732,
            2.8577223804672998,
            29.999999999997193,
        })]
    [InlineData(
        "Sigmoid",
        new[]
        {
            9.3576229688392988e-14,
            0.047425873177566781,
            0.2689414213699951,
            0.5,
            0.62245933120185459,
            0.95257412682243314,
            0.99999999999990641,
        })]
    [InlineData("HardSigmoid", new[] { 0, 0, 1.0 / 3, 0.5, 3.5 / 6, 1, 1 })]
    [InlineData("Tanh", new[] { -1, -0.99505475368673046, -0.76159415595576485, 0, 0.46211715726000979, 0.99505475368673046, 1 })]
    [InlineData(
        "Softplus",
        new[]
        {
            9.3576229688396737e-14,
            0.048587351573741958,
            0.31326168751822286,
            0.69314718055994529,
            0.97407698418010669,
            3.048587351573742,
            30.000000000000093,
        })]
    [InlineData(
        "Softmax",
        new[]
        {
            8.7565107626956e-27,
            4.658886145103392e-15,
            3.442477108469965e-14,
            9.357622968839287e-14,
            1.5428112031918877e-13,
            1.8795288165390807e-12,
            0.99999999999783407,
        })]
    [InlineData("Maxout(7)", new[] { 30.0 })]
    public void Values(string activation, double[] expected)
    {
        double[] output = Apply(activation, Points);

        Assert.Equal(expected.Length, output.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], output[i], 1e-8 * Math.Max(1, Math.Abs(expected[i])));
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu")]
    [InlineData("PRelu")]
    [InlineData("Elu")]
    [InlineData("Gelu")]
    [InlineData("Silu")]
    [InlineData("Sigmoid")]
    [InlineData("HardSigmoid")]
    [InlineData("Tanh")]
    [InlineData("Softplus")]
    [InlineData("Softmax")]
    [InlineData("Maxout(2)")]
    public void Not_a_number_passes(string activation)
    {
        double[] output = Apply(activation, [double.NaN, 1, 2, 3]);
        Assert.True(double.IsNaN(output[0]));
        Assert.Equal(activation != "Softmax", !double.IsNaN(output[^1]));
        if (activation == "Maxout(2)") Assert.True(double.IsNaN(Apply(activation, [1, double.NaN])[0]));
    }

    [Theory]
    [InlineData("Relu", 0, 0)]
    [InlineData("LeakyRelu(0.5f)", 0, 0.5)]
    [InlineData("Elu(2f)", 0, 2)]
    [InlineData("Elu", 1000, 1)]
    [InlineData("Elu", -1000, 0)]
    [InlineData("Softplus", 0, 0.5)]
    [InlineData("Softplus", 1000, 1)]
    [InlineData("Softplus", -1000, 0)]
    [InlineData("HardSigmoid", -3, 0)]
    [InlineData("HardSigmoid", 4, 0)]
    [InlineData("Sigmoid", 1000, 0)]
    [InlineData("Silu", 1000, 1)]
    [InlineData("Gelu", 100, 1)]
    public void Gradients_at_the_kink_and_far_away(string activation, double x, double expected) =>
        Assert.Equal(
            expected,
            InputGradient($"[Input(1), {activation}, Dense(1, Name = \"d\"), MeanAbsoluteError, Sgd(1f)]", [x])[0],
            1e-12);

    [Fact]
    public void Maxout_sends_the_gradient_of_a_tie_once() =>
        Assert.Equal([0, 1, 0, 0], InputGradient("[Input(4), Maxout(4), Dense(1), MeanAbsoluteError, Sgd(1f)]", [1, 2, 2, 0]));

    [Fact]
    public void Maxout_groups_consecutive_features() => Assert.Equal([2, 6, 4], Apply("Maxout(2)", [1, 2, 6, 5, 3, 4]));

    [Fact]
    public void Softmax_of_huge_logits_is_finite() => Assert.Equal([1, 0, 0], Apply("Softmax", [1000, -1000, 0]));

    internal static double[] Apply(string activation, double[] input)
    {
        // The Dense layer behind is not looked at: a model must have something to learn.
        BuiltModel model = Interpreted.Build(
            DeclarationText.Model($"[Input({input.Length}), {activation}, As(\"y\"), Dense(1), From(\"y\"), MeanSquaredError, Sgd(1f)]"));
        return new Interpreted(
            model,
            name =>
                name == "input" ? input
                : name.StartsWith("prelu", StringComparison.Ordinal) ? [0.25]
                : throw new InvalidOperationException(name),
            1).Output;
    }

    /// <summary>Of the activation itself: the layer behind is the identity, and the target far below.</summary>
    private static double[] InputGradient(string model, double[] input) =>
        new Interpreted(Interpreted.Build(DeclarationText.Model(model)), name => name switch
        {
            "input" => input,
            Interpreted.Target => [-1e6],
            _ when name.EndsWith("weight", StringComparison.Ordinal) => [1],
            _ => [0],
        }, 1).Gradients["input"];
}
