using Xunit;

namespace ModelGen.Compiler.Tests.Lint;

/// <summary>Suspicious normalizations: the id, the place and the whole message; and what is not suspicious.</summary>
public sealed class NormalizationLintTests
{
    [Theory]
    [InlineData(
        "MG2050",
        "1",
        "[Input(8), Dense(4), BatchNorm, Relu, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Dense] 'dense1' adds a bias to each feature, and [BatchNorm] 'batchnorm1' behind it subtracts the mean of each, and "
            + "the bias with it, so the bias has no effect. Write UseBias = false."
    )]
    [InlineData(
        "MG2050",
        "1",
        "[Input(1, 8, 8), Conv2D(4, 3), BatchNorm, Relu, Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Conv2D] 'conv2d1' adds a bias to each channel, and [BatchNorm] 'batchnorm1' behind it subtracts the mean of each, "
            + "and the bias with it, so the bias has no effect. Write UseBias = false."
    )]
    [InlineData(
        "MG2050",
        "1",
        "[Input(1, 8, 8), Conv2D(4, 3), InstanceNorm, Relu, Flatten, Dense(1)] [MeanSquaredError, Adam(1e-3f)]",
        "[Conv2D] 'conv2d1' adds a bias to each channel, and [InstanceNorm] 'instancenorm1' behind it subtracts the mean of "
            + "each, and the bias with it, so the bias has no effect. Write UseBias = false."
    )]
    [InlineData(
        "MG2051",
        "4",
        "[Input(8), Dense(4), Relu, Dense(3, UseBias = false), BatchNorm] [SoftmaxCrossEntropy, Adam(1e-3f)]",
        "[BatchNorm] 'batchnorm1' is the last layer before [SoftmaxCrossEntropy], so in training the result for one sample depends on the "
            + "others in its batch, and in prediction on none. Remove it, or move it before the last layer with weights."
    )]
    public void Of_normalizations(string id, string location, string model, string message) => Finding.Expect(id, location, model, message);

    [Theory]
    [InlineData("Dense(4, UseBias = false), BatchNorm, Relu, Dense(2)")]
    [InlineData("Dense(4), LayerNorm, Relu, Dense(2)")]
    [InlineData("Dense(4), GroupNorm(2), Relu, Dense(2)")]
    [InlineData("Dense(4), Relu, BatchNorm, Dense(2)")]
    [InlineData("Reshape(2, 4), Dense(4), BatchNorm, Relu, Flatten, Dense(2)")] // The bias runs along the other axis.
    [InlineData("Dense(4), As(\"x\"), BatchNorm, Relu, Add(\"x\"), Dense(2)")] // The sum needs the bias.
    public void Of_nothing(string layers) =>
        Assert.Empty(Finding.In($"[Input(8), {layers}] [MeanSquaredError, Adam(1e-3f)]"));
}
