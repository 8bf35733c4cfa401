using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

public class InitializationTests
{
    private static float[] Draw(Initialization initialization, int seed = 0, int length = 20_000)
    {
        ParameterSet parameters = Models.One("w", [length], initialization);
        parameters[0].Value.Fill(float.NaN);
        parameters.Initialize(seed);
        return parameters[0].Value.ToArray();
    }

    [Fact]
    public void Zeros_and_constants()
    {
        Assert.All(Draw(new(InitializationKind.Zeros, 5, 0, 0)), value => Assert.Equal(0, value));
        Assert.All(Draw(new(InitializationKind.Constant, 0.25f, 0, 0)), value => Assert.Equal(0.25f, value));
    }

    [Fact]
    public void Normal_has_the_scale_as_deviation()
    {
        float[] values = Draw(new(InitializationKind.Normal, 0.02f, 0, 0));
        Assert.Equal(0, values.Average(), 0.001);
        Assert.Equal(0.02, Math.Sqrt(values.Average(value => (double)value * value)), 0.0005);
    }

    [Theory]
    [InlineData(InitializationKind.XavierUniform, 1f, 0.1)] // √(6 / (400 + 200))
    [InlineData(InitializationKind.KaimingUniform, 2f, 0.17320508)] // 2 √(3 / 400)
    public void Uniform_kinds_fill_their_bound(InitializationKind kind, float scale, double bound)
    {
        float[] values = Draw(new(kind, scale, 400, 200));
        Assert.InRange(values.Max(), bound * 0.999, bound);
        Assert.InRange(values.Min(), -bound, -bound * 0.999);
        Assert.Equal(bound * bound / 3, values.Average(value => (double)value * value), bound * bound * 0.01);
    }

    [Fact]
    public void Kaiming_with_the_gain_of_relu_keeps_the_variance()
    {
        float[] values = Draw(new(InitializationKind.KaimingUniform, MathF.Sqrt(2), 50, 10));
        Assert.Equal(2.0 / 50, values.Average(value => (double)value * value), 0.001);
    }

    [Fact]
    public void The_seed_decides()
    {
        Initialization normal = new(InitializationKind.Normal, 1, 0, 0);
        Assert.Equal(Draw(normal, 7), Draw(normal, 7));
        Assert.NotEqual(Draw(normal, 7), Draw(normal, 8));
    }

    [Fact]
    public void Neither_the_layout_nor_the_other_parameters_matter()
    {
        Initialization normal = new(InitializationKind.Normal, 1, 0, 0);
        ParameterSet transposed = Models.Dense(normal);
        ParameterSet plain = Models.One("w", [3, 4], normal);
        transposed.Initialize(3);
        plain.Initialize(3);
        Assert.Equal(plain[0].Value.ToArray(), transposed[0].Value.ToArray());

        ParameterSet after = new(
            [new("a", [1], 0, [1], normal), new("b", [4], 1, [1], normal)], new AlignedBuffer(5), new AlignedBuffer(5));
        ParameterSet afterMore = new(
            [new("a", [9], 0, [1], normal), new("b", [4], 9, [1], normal)], new AlignedBuffer(13), new AlignedBuffer(13));
        after.Initialize(3);
        afterMore.Initialize(3);
        Assert.Equal(after["b"].Value.ToArray(), afterMore["b"].Value.ToArray());
        Assert.NotEqual(after["a"].Value[0], after["b"].Value[0]);
    }

    [Fact]
    public void A_fan_of_zero_names_the_parameter()
    {
        string message = Assert.Throws<InvalidOperationException>(() => Draw(new(InitializationKind.KaimingUniform, 1, 0, 5))).Message;
        Assert.Contains("w [20000]", message);
        Assert.Throws<InvalidOperationException>(() => Draw(new(InitializationKind.XavierUniform, 1, 0, 0)));
        Assert.Throws<InvalidOperationException>(() => Draw(new((InitializationKind)99, 1, 1, 1)));
    }
}
