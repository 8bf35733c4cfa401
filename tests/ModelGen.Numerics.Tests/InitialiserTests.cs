using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>The distributions of the starting weights.</summary>
public sealed class InitialiserTests
{
    private const int In = 60, Out = 90;

    /// <summary>Bounds and standard deviations: the formulas of PyTorch's <c>nn.init</c>.</summary>
    private static readonly double XavierBound = Math.Sqrt(6.0 / (In + Out)), KaimingBound = Math.Sqrt(2) * Math.Sqrt(3.0 / In);

    [Fact]
    public void Zeros() => Assert.All(Weight("Dense(90, Init = Init.Zeros), Relu"), value => Assert.Equal(0f, value));

    [Fact]
    public void Normal() => AssertNormal(Weight("Dense(90, Init = Init.Normal), Relu"), 0.01);

    [Fact]
    public void Normal_with_a_scale() => AssertNormal(Weight("Dense(90, Init = Init.Normal, InitScale = 0.5f), Relu"), 0.5);

    [Fact]
    public void Xavier() => AssertUniform(Weight("Dense(90, Init = Init.Xavier), Relu"), XavierBound);

    [Fact]
    public void Kaiming() => AssertUniform(Weight("Dense(90, Init = Init.Kaiming), Tanh"), KaimingBound);

    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu")]
    [InlineData("PRelu")]
    [InlineData("Elu")]
    [InlineData("Gelu")]
    [InlineData("Silu")]
    [InlineData("Dropout(0.5f), Relu")]
    public void Auto_before_relu_is_Kaiming(string behind) => AssertUniform(Weight($"Dense(90), {behind}"), KaimingBound);

    [Theory]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Softplus")]
    [InlineData("Softmax")]
    [InlineData("Dense(3), Relu")]
    public void Auto_otherwise_is_Xavier(string behind) => AssertUniform(Weight($"Dense(90), {behind}"), XavierBound);

    [Fact]
    public void The_seed_decides()
    {
        CompiledModel model = Model("Dense(90), Relu, Dense(90), Relu");
        float[] first = Value(model.Create(512, seed: 1));
        Assert.Equal(first, Value(model.Create(128, seed: 1)));
        Assert.NotEqual(first, Value(model.Create(512, seed: 2)));
        Assert.NotEqual(first.Take(100), model.Create(512, seed: 1).Parameters["dense2.weight"].Value.ToArray().Take(100));
        Assert.All(model.Create(512, seed: 1).Parameters["dense1.bias"].Value.ToArray(), value => Assert.Equal(0f, value));
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

    private static CompiledModel Model(string layers) => CompiledModel.Of(
        $"[Model] [Input({In}), {layers}, Dense(2)] [MeanSquaredError, Sgd(0.1f)] public sealed partial class Net;");

    private static float[] Weight(string layers) => Value(Model(layers).Create(seed: 42));

    private static float[] Value(ModelInstance instance) => instance.Parameters["dense1.weight"].Value.ToArray();
}
