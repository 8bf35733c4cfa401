using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Tests.Layers;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Lint;

/// <summary>What a layer says of its results is so, and no looser than it need be.</summary>
public sealed class RangeTests
{
    /// <summary>From −20 to 20.</summary>
    private static readonly double[] Inputs = [.. Enumerable.Range(-10_000, 20_001).Select(i => i / 500.0)];

    private static readonly string[] Elementwise =
    [
        "Relu",
        "LeakyRelu",
        "LeakyRelu(0f)",
        "LeakyRelu(-0.5f)",
        "PRelu",
        "Elu",
        "Elu(2f)",
        "Elu(-1.5f)",
        "Gelu",
        "Silu",
        "Sigmoid",
        "HardSigmoid",
        "Tanh",
        "Softplus",
    ];

    public static TheoryData<string> Activations => [.. Elementwise];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Holds_the_results(string activation)
    {
        LayerCall call = Call(activation);
        Interval range = call.Step.Layer!.Range(call.Attribute);
        double[] results = ActivationTests.Apply(activation, Inputs);

        Assert.All(results, result => Assert.InRange(result, range.Low - 1e-5, range.High + 1e-5));
        if (!double.IsInfinity(range.Low)) Assert.Equal(range.Low, results.Min(), 1e-3);
        if (!double.IsInfinity(range.High)) Assert.Equal(range.High, results.Max(), 1e-3);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Keeps_positive_numbers_if_it_says_so(string activation)
    {
        double[] positive = [.. Inputs.Where(input => input >= 0)];
        bool keeps = ActivationTests.Apply(activation, positive).Zip(positive).All(pair => Math.Abs(pair.First - pair.Second) < 1e-6);

        Assert.Equal(keeps, Call(activation).Step.Layer!.KeepsPositive);
    }

    [Fact]
    public void Every_activation_is_covered() =>
        Assert.Equal(
            LayerTable
                .All.Select(layer => layer.AttributeType)
                .Where(type => type.BaseType!.Name == "ActivationAttribute")
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
            Elementwise
                .Select(activation => activation.Split('(')[0] + "Attribute")
                .Concat(["SoftmaxAttribute", "MaxoutAttribute"])
                .Distinct()
                .Order(StringComparer.Ordinal));

    private static LayerCall Call(string activation) =>
        Interpreted.Build(DeclarationText.Model($"[Input(4), {activation}, Dense(1), MeanSquaredError, Sgd(0.1f)]"))
            .Calls.Single(call => call.Step.Kind == activation.Split('(')[0]);
}
