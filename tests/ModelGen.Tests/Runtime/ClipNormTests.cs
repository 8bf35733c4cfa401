using FashionMnist;
using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

/// <summary><c>ClipNorm</c> is PyTorch's <c>clip_grad_norm_</c>.</summary>
public class ClipNormTests
{
    private static DenseNet WithGradients()
    {
        DenseNet model = new(3);
        float[] inputs = new float[20 * DenseNet.InputSize], outputs = new float[20 * DenseNet.OutputSize];
        Random random = new(5);
        for (int i = 0; i < inputs.Length; i++) inputs[i] = random.NextSingle();
        model.Forward(inputs, outputs);
        model.Backward(outputs, new float[inputs.Length]);
        return model;
    }

    private static double Norm(ParameterSet parameters) => Math.Sqrt(parameters.SelectMany(p => p.Gradient).Sum(g => (double)g * g));

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(1)]
    public void Gradients_that_are_too_long_keep_their_direction(double max)
    {
        DenseNet model = WithGradients();
        float[] before = [.. model.Parameters.SelectMany(p => p.Gradient)];
        double norm = Norm(model.Parameters);
        Assert.True(norm > 1);
        Assert.Equal(norm, model.Parameters.ClipNorm(max), norm * 1e-12);
        float factor = (float)(max / (norm + 1e-6)); // the same float, however the last bits of the norm
        Assert.Equal(before.Select(g => g * factor), model.Parameters.SelectMany(p => p.Gradient));
        Assert.Equal(max, Norm(model.Parameters), 1e-6 * max);
    }

    [Theory]
    [InlineData(1e9)]
    [InlineData(double.PositiveInfinity)]
    public void Gradients_that_are_short_enough_stay_as_they_are(double max)
    {
        DenseNet model = WithGradients();
        float[] before = [.. model.Parameters.SelectMany(p => p.Gradient)];
        model.Parameters.ClipNorm(max);
        Assert.Equal(before, model.Parameters.SelectMany(p => p.Gradient));
        Assert.Equal(0, new DenseNet().Parameters.ClipNorm(max));
    }

    /// <summary>torch.nn.utils.clip_grad_norm_ of [3, 4] and [12], max_norm 6.5: norm 13, factor 6.5 / 13.000001.</summary>
    [Fact]
    public void The_numbers_are_those_of_PyTorch()
    {
        ParameterSet parameters = new(
            [
                new("a", [2], 0, [1], Models.None),
                new("b", [1], 2, [1], Models.None),
                new("running_mean", [1], 3, [1], Models.None) { Trainable = false },
            ],
            new AlignedBuffer(4),
            new AlignedBuffer(4));
        parameters["a"].Gradient.CopyFrom([3, 4]);
        parameters["b"].Gradient.CopyFrom([12]);
        parameters["running_mean"].Gradient.CopyFrom([100]);
        Assert.Equal(13, parameters.ClipNorm(6.5));
        Assert.Equal([1.4999999f, 1.9999999f, 5.9999995f, 100], parameters.SelectMany(p => p.Gradient));
    }

    [Fact]
    public void Numbers_that_are_not_finite_spread_as_in_PyTorch()
    {
        DenseNet model = WithGradients();
        model.Parameters["dense1.bias"].Gradient[0] = float.NaN;
        Assert.True(double.IsNaN(model.Parameters.ClipNorm(1)));
        Assert.All(model.Parameters.SelectMany(p => p.Gradient), value => Assert.True(float.IsNaN(value)));
        model = WithGradients();
        model.Parameters["dense1.bias"].Gradient[0] = float.NegativeInfinity;
        Assert.Equal(double.PositiveInfinity, model.Parameters.ClipNorm(1));
        Assert.True(float.IsNaN(model.Parameters["dense1.bias"].Gradient[0]));
        Assert.Equal(0, model.Parameters["dense1.bias"].Gradient[1]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_limit_is_at_least_zero(double max) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseNet().Parameters.ClipNorm(max));

    [Fact]
    public void Nothing_is_allocated_after_the_first_call()
    {
        DenseNet model = WithGradients();
        Clip(model, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Clip(model, 0.5);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Clip(DenseNet model, double max)
    {
        model.Parameters.ClipNorm(max);
        foreach (Parameter parameter in model.Parameters)
        {
            foreach (ref float value in parameter.Gradient) value *= 0.5f;
        }
    }
}
