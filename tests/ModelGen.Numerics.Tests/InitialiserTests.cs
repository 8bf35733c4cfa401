using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>The distributions of the starting weights.</summary>
public sealed class InitialiserTests
{
    private const int In = 60, Out = 90;

    /// <summary>Bounds and standard deviations: the formulas of PyTorch's <c>nn.init</c>.</summary>
    private static readonly double XavierBound = Math.Sqrt(6.0 / (In + Out)), KaimingBound = Math.Sqrt(2) * Math.Sqrt(3.0 / In);

    private static readonly string[] ReluLike = ["Relu", "LeakyRelu", "PRelu", "Elu", "Gelu", "Silu"],
        Others = ["Tanh", "Sigmoid", "Softplus", "Softmax"];

    /// <summary>Layers side by side, none of which but the last takes part in the result.</summary>
    private static readonly CompiledModel Model = CompiledModel.Of($"""
        [Model] [Input({In})]
        {Branch("zeros", "Init = Init.Zeros", "Relu")}
        {Branch("normal", "Init = Init.Normal", "Relu")}
        {Branch("wideNormal", "Init = Init.Normal, InitScale = 0.5f", "Relu")}
        {Branch("xavier", "Init = Init.Xavier", "Relu")}
        {Branch("kaiming", "Init = Init.Kaiming", "Tanh")}
        {string.Join("\n", ReluLike.Select(name => Branch("before" + name, "Init = Init.Auto", name)))}
        {string.Join("\n", Others.Select(name => Branch("before" + name, "Init = Init.Auto", name)))}
        {Branch("beforeDropout", "UseBias = true", "Dropout(0.5f), Relu")}
        {Branch("beforeDense", "UseBias = true", "Dense(3), Relu")}
        [Dense(2)] [MeanSquaredError, Sgd(0.1f)] public sealed partial class Net;
        """);

    [Fact]
    public void Zeros() => Assert.All(Weight("zeros"), value => Assert.Equal(0f, value));

    [Fact]
    public void Normal() => AssertNormal(Weight("normal"), 0.01);

    [Fact]
    public void Normal_with_a_scale() => AssertNormal(Weight("wideNormal"), 0.5);

    [Fact]
    public void Xavier() => AssertUniform(Weight("xavier"), XavierBound);

    [Fact]
    public void Kaiming() => AssertUniform(Weight("kaiming"), KaimingBound);

    [Fact]
    public void Auto_before_relu_is_Kaiming() =>
        Assert.All([.. ReluLike, "Dropout"], name => AssertUniform(Weight("before" + name), KaimingBound));

    [Fact]
    public void Auto_otherwise_is_Xavier() => Assert.All([.. Others, "Dense"], name => AssertUniform(Weight("before" + name), XavierBound));

    [Fact]
    public void The_seed_decides()
    {
        float[] first = Weight("xavier");
        Assert.Equal(first, Weight("xavier", bits: 128));
        Assert.NotEqual(first, Weight("xavier", seed: 43));
        Assert.NotEqual(Weight("beforeTanh"), Weight("beforeSigmoid"));
        Assert.All(
            Model.Create(seed: 42).Parameters.Where(p => p.Name.EndsWith("bias", StringComparison.Ordinal)),
            p => Assert.All(p.Value, value => Assert.Equal(0f, value)));
    }

    private static void AssertUniform(float[] weights, double bound)
    {
        Assert.All(weights, value => Assert.InRange(value, -bound * 1.0000001, bound * 1.0000001));
        Assert.InRange(weights.Max(), 0.99 * bound, bound * 1.0000001);
        Assert.InRange(weights.Min(), -bound * 1.0000001, -0.99 * bound);
        AssertMoments(weights, bound / Math.Sqrt(3));

        // Each tenth of the interval holds a tenth: 540 ± 22.
        foreach (var tenth in weights.GroupBy(value => (int)Math.Clamp((value + bound) / (2 * bound) * 10, 0, 9)))
            Assert.InRange(tenth.Count(), 540 - 110, 540 + 110);
    }

    private static void AssertNormal(float[] weights, double deviation)
    {
        AssertMoments(weights, deviation);
        Assert.InRange(weights.Count(value => Math.Abs(value) < deviation) / (double)weights.Length, 0.6827 - 0.03, 0.6827 + 0.03);
        Assert.InRange(weights.Count(value => Math.Abs(value) > 2 * deviation) / (double)weights.Length, 0.0455 - 0.015, 0.0455 + 0.015);
        Assert.InRange(weights.Max(Math.Abs), 3 * deviation, 6 * deviation);
    }

    /// <summary>Within five standard errors.</summary>
    private static void AssertMoments(float[] weights, double deviation)
    {
        Assert.Equal(In * Out, weights.Length);
        double mean = weights.Average(value => (double)value);
        double actual = Math.Sqrt(weights.Average(value => (value - mean) * (value - mean)));
        Assert.InRange(mean, -5 * deviation / Math.Sqrt(weights.Length), 5 * deviation / Math.Sqrt(weights.Length));
        Assert.InRange(actual / deviation, 1 - (5 / Math.Sqrt(2.0 * weights.Length)), 1 + (5 / Math.Sqrt(2.0 * weights.Length)));
    }

    private static string Branch(string name, string arguments, string behind) =>
        $"[Dense({Out}, {arguments}, Name = \"{name}\"), {behind}, From(\"input\")]";

    private static float[] Weight(string layer, int bits = 512, int seed = 42) =>
        Model.Create(bits, seed).Parameters[layer + ".weight"].Value.ToArray();
}
