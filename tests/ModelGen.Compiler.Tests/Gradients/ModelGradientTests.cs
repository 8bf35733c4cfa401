using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Gradients;

/// <summary>Every activation, loss, wiring and block: gradients against central differences, before and after the passes.</summary>
public sealed class ModelGradientTests
{
    private const string Branch =
        "[Block] [Dense(Arg.A), Tanh, Dense(Arg.A)] class Branch; [Block] [Dense(Arg.B), Sigmoid] class Side; [Block] [Conv2D(Arg.A, 3, "
            + "Stride = Arg.B, Padding = 1), Tanh] class Shrink; ";

    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu(0.2f)")]
    [InlineData("PRelu")]
    [InlineData("Elu(0.7f)")]
    [InlineData("Gelu")]
    [InlineData("Silu")]
    [InlineData("Sigmoid")]
    [InlineData("HardSigmoid")]
    [InlineData("Tanh")]
    [InlineData("Softplus")]
    [InlineData("Softmax")]
    [InlineData("Maxout(3)")]
    public void Activations(string activation)
    {
        Check($"[Input(5), Dense(6), {activation}, Dense(2)] [MeanSquaredError, Sgd(0.1f)]");
        Check($"[Input(2, 3), Dense(6), {activation}, Dense(2)] [MeanSquaredError, Sgd(0.1f)]");
    }

    [Theory]
    [InlineData("MeanSquaredError")]
    [InlineData("MeanAbsoluteError")]
    [InlineData("Huber(0.8f)")]
    [InlineData("BinaryCrossEntropy")]
    [InlineData("BinaryCrossEntropy(PositiveWeight = 3)")]
    [InlineData("Distillation(2, LabelShare = 0.25)")]
    [InlineData("SoftmaxCrossEntropy")]
    [InlineData("Hinge(0.6f)")]
    public void Losses(string loss)
    {
        Check($"[Input(4), Dense(5)] [{loss}, Sgd(0.1f)]");
        Check($"[Input(3, 4), Dense(5)] [{loss}, Sgd(0.1f)]");
    }

    /// <summary>The gradients of gradients, against differences of these.</summary>
    [Theory]
    [InlineData("[Input(5), Dense(6), Tanh, Dense(4), LeakyRelu(0.2f), Dense(2)] [MeanSquaredError, Sgd(0.1f)]")]
    [InlineData("[Input(5), Dense(6), LayerNorm, Gelu, Dense(3)] [SoftmaxCrossEntropy, Sgd(0.1f)]")]
    [InlineData("[Input(5), Dense(6), BatchNorm, Silu, Dense(3)] [SoftmaxCrossEntropy, Sgd(0.1f)]")]
    [InlineData("[Input(2, 5, 5), Conv2D(3, 3), InstanceNorm, Softplus, Flatten, Dense(2)] [MeanSquaredError, Sgd(0.1f)]")]
    [InlineData("[Input(2, 6, 6), Conv2D(4, 3, Stride = 2, Padding = 1), GroupNorm(2), Tanh, Flatten, Dense(1)] [Huber, Sgd(1)]")]
    [InlineData("[Input(1, 6, 6), Conv2D(2, 3), Tanh, MaxPool2D(2), Flatten, Dense(2)] [MeanSquaredError, Sgd(0.1f)]")]
    [InlineData("[Input(1, 6, 6), Conv2D(2, 3, Dilation = 2), Sigmoid, AvgPool2D(2), Flatten, Dense(2)] [MeanSquaredError, Sgd(0.1f)]")]
    [InlineData("[Input(2, 3, 3), ConvTranspose2D(2, 3, Stride = 2), Tanh, Flatten, Dense(2)] [MeanSquaredError, Sgd(0.1f)]")]
    [InlineData("[Input(3, 4), MultiHeadAttention(2), Flatten, Dense(2)] [MeanSquaredError, Sgd(0.1f)]")]
    [InlineData("[Input(3, 2), Lstm(3), Dense(2)] [MeanSquaredError, Sgd(0.1f)]")]
    [InlineData("[Input(3, 2), Gru(3, ReturnSequences = true), Dense(2)] [MeanSquaredError, Sgd(0.1f)]")]
    public void Second_order(string declaration) =>
        GradientCheck.SecondOrder(DeclarationText.Model(declaration, Branch), seed: 1);

    [Fact]
    public void Cross_entropy_of_probabilities()
    {
        Check("[Input(4), Dense(5), Softmax] [CrossEntropy, Sgd(0.1f)]");
        Check("[Input(2, 4), Dense(5), Softmax] [CrossEntropy, Sgd(0.1f)]");
        Check("[Input(4), Dense(5), Sigmoid] [CrossEntropy, Sgd(0.1f)]");
    }

    [Theory]
    [InlineData("Dense(3)")]
    [InlineData("Dense(3, UseBias = false)")]
    [InlineData("Dense(3), Dropout(0.4f), Dense(2)")]
    [InlineData("Flatten, Dense(2)")]
    [InlineData("Reshape(4, -1), Dense(2)")]
    public void Layers(string layers) => Check($"[Input(2, 3, 4), {layers}] [MeanSquaredError, Sgd(0.1f)]");

    [Theory]
    [InlineData("As(\"a\"), Dense(6), Tanh, Add(\"a\")")]
    [InlineData("As(\"a\"), Dense(6), Sigmoid, Multiply(\"a\", \"a\")")]
    [InlineData("Dense(1), As(\"a\"), From(\"input\"), Dense(6), Add(\"a\"), Multiply(\"a\")")]
    [InlineData("As(\"a\"), Dense(3), Tanh, As(\"b\"), Concat(\"a\", \"b\"), Shape(12), Dense(2)")]
    [InlineData("Dense(3), As(\"a\"), Tanh, Output(\"a\"), Dense(2)")]
    public void Wiring(string layers) => Check($"[Input(6), Dense(6), {layers}] [MeanSquaredError, Sgd(0.1f)]");

    [Fact]
    public void Several_inputs() =>
        Check(
            "[Input(3, Name = \"left\"), Dense(4), As(\"a\")] [Input(2, Name = \"right\"), Dense(4), Add(\"a\"), Tanh, Dense(2), "
                + "Concat(\"left\")] [MeanSquaredError, Sgd(0.1f)]");

    [Fact]
    public void Concat_of_channels() =>
        Check(
            "[Input(2, 3, 2), As(\"a\"), Dense(2), Tanh, Concat(\"a\"), Shape(4, 3, 2), Flatten, Dense(2)] [MeanSquaredError, Sgd(0.1f)]");

    [Theory]
    [InlineData("Use<Branch>(4)")]
    [InlineData("Residual<Branch>(5), Relu")]
    [InlineData("Residual<Branch>(4), Relu")]
    [InlineData("Repeat<Branch>(3, 4)")]
    [InlineData("Parallel<Branch, Side>(3, 2)")]
    public void Blocks(string use)
    {
        Check($"[Input(5), {use}, Dense(2)] [MeanSquaredError, Sgd(0.1f)]");
        Check(
            $"[Input(3, 5), {use.Replace("Parallel<Branch, Side>(3, 2)", "Parallel<Branch, Side>(3, 3)", StringComparison.Ordinal)}, "
                + "Dense(2)] [MeanSquaredError, Sgd(0.1f)]");
    }

    /// <summary>Windows of all kinds, on images of odd sizes, with what is left over at the edges.</summary>
    [Theory]
    [InlineData("Conv2D(3, 2)")]
    [InlineData("Conv2D(3, 3, Padding = 1)")]
    [InlineData("Conv2D(3, 3, Stride = 2, Padding = Padding.Same, UseBias = false)")]
    [InlineData("Conv2D(2, [1, 3], Strides = [2, 1], Paddings = [0, 2], Dilations = [1, 2])")]
    [InlineData("Conv2D(3, 1, Stride = 2)")]
    [InlineData("Conv2D(6, 3, Groups = 2, Padding = 1, Stride = 2)")]
    [InlineData("Conv2D(2, 2, Groups = 2, Dilation = 2)")]
    [InlineData("DepthwiseConv2D(3)")]
    [InlineData("DepthwiseConv2D([2, 1], Multiplier = 2, Stride = 2)")]
    [InlineData("DepthwiseConv2D(1)")]
    [InlineData("SeparableConv2D(3, 3, Padding = 1)")]
    [InlineData("SeparableConv2D(3, 2, Stride = 2, Multiplier = 2, UseBias = false)")]
    [InlineData("ConvTranspose2D(3, 2, Stride = 2)")]
    [InlineData("ConvTranspose2D(3, 3, Stride = 2, Padding = 1, OutputPadding = 1)")]
    [InlineData("ConvTranspose2D(2, [3, 2], Strides = [1, 3], Paddings = [1, 0], Dilations = [2, 1], UseBias = false)")]
    [InlineData("ConvTranspose2D(4, 3, Groups = 2, Stride = 2, Padding = 2)")]
    [InlineData("ConvTranspose2D(2, 1, Stride = 2, OutputPadding = 1, Groups = 2)")]
    [InlineData("MaxPool2D(2), Conv2D(1, 1)")]
    [InlineData("Conv2D(2, 1), MaxPool2D(3, Stride = 2, Padding = 1, CeilMode = true)")]
    [InlineData("MaxPool2D([2, 1], Strides = [1, 2], Dilation = 2), Conv2D(1, 1)")]
    [InlineData("AvgPool2D(2, Stride = 1, Padding = 1), Conv2D(1, 1)")]
    [InlineData("AvgPool2D([3, 2], Strides = [1, 2]), Conv2D(1, 1)")]
    [InlineData("AvgPool2D(3, Stride = 2, Padding = 1, CeilMode = true), Conv2D(1, 1)")]
    [InlineData("AvgPool2D([2, 3], Strides = [2, 3], CeilMode = true), Conv2D(1, 1)")]
    [InlineData("AvgPool2D([2, 7], CeilMode = true), MaxPool2D(3, CeilMode = true), Conv2D(1, 1)")]
    [InlineData("GlobalAvgPool2D, Dense(2)")]
    [InlineData("Conv2D(2, 2), GlobalMaxPool2D, Dense(2)")]
    [InlineData("PixelShuffle(1), Normalize, Conv2D(1, 1)")]
    [InlineData("AdaptiveAvgPool2D([2, 4]), Conv2D(1, 1)")]
    [InlineData("AdaptiveAvgPool2D([3, 2]), Conv2D(1, 1)")]
    [InlineData("AdaptiveAvgPool2D(5), Conv2D(1, 1)")]
    [InlineData("Upsample2D(2), Conv2D(1, 1)")]
    [InlineData("Upsample2D([1, 3], Mode = Upsampling.Bilinear), Conv2D(1, 1)")]
    [InlineData("Upsample2D(2, Mode = Upsampling.Bilinear, AlignCorners = true), Conv2D(1, 1)")]
    [InlineData("Upsample2D([2, 3], Mode = Upsampling.Bicubic), Conv2D(1, 1)")]
    [InlineData("Upsample2D([3, 1], Mode = Upsampling.Bicubic, AlignCorners = true), Conv2D(1, 1)")]
    [InlineData("ZeroPad2D(1, Left = 2, Bottom = 0), Conv2D(1, 2)")]
    [InlineData("Crop2D(1, Bottom = 0), Conv2D(1, 2)")]
    [InlineData("Permute(1, 2, 0), Dense(2)")]
    [InlineData("Residual<Shrink>(3, 2)")]
    [InlineData("Residual<Shrink>(2, 1)")]
    public void Windows(string layers)
    {
        Check($"[Input(2, 3, 4), {layers}] [MeanSquaredError, Sgd(0.1f)]");
        Check($"[Input(2, 4, 5), {layers}] [MeanSquaredError, Sgd(0.1f)]");
    }

    [Theory]
    [InlineData("Conv1D(3, 3, Stride = 2, Padding = 1)")]
    [InlineData("Conv1D(4, 2, Groups = 2, Dilation = 2, Padding = Padding.Same, UseBias = false)")]
    public void Windows_on_sequences(string layers) => Check($"[Input(2, 7), {layers}] [MeanSquaredError, Sgd(0.1f)]");

    private static void Check(string model)
    {
        ModelSpec spec = DeclarationText.Model(model, Branch);
        for (int seed = 1; seed <= 3; seed++) GradientCheck.Model(spec, seed);
    }
}
