using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Gradients;

/// <summary>Every activation, loss, wiring and block: gradients against central differences, before and after the passes.</summary>
public sealed class ModelGradientTests
{
    private const string Branch = "[Block] [Dense(Arg.A), Tanh, Dense(Arg.A)] class Branch; [Block] [Dense(Arg.B), Sigmoid] class Side; ";

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
    [InlineData("SoftmaxCrossEntropy")]
    [InlineData("Hinge(0.6f)")]
    public void Losses(string loss)
    {
        Check($"[Input(4), Dense(5)] [{loss}, Sgd(0.1f)]");
        Check($"[Input(3, 4), Dense(5)] [{loss}, Sgd(0.1f)]");
    }

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
        Check("[Input(3, Name = \"left\"), Dense(4), As(\"a\")] [Input(2, Name = \"right\"), Dense(4), Add(\"a\"), Tanh, Dense(2), Concat(\"left\")] [MeanSquaredError, Sgd(0.1f)]");

    [Fact]
    public void Concat_of_channels() =>
        Check("[Input(2, 3, 2), As(\"a\"), Dense(2), Tanh, Concat(\"a\"), Shape(4, 3, 2), Flatten, Dense(2)] [MeanSquaredError, Sgd(0.1f)]");

    [Theory]
    [InlineData("Use<Branch>(4)")]
    [InlineData("Residual<Branch>(5), Relu")]
    [InlineData("Residual<Branch>(4), Relu")]
    [InlineData("Repeat<Branch>(3, 4)")]
    [InlineData("Parallel<Branch, Side>(3, 2)")]
    public void Blocks(string use)
    {
        Check($"[Input(5), {use}, Dense(2)] [MeanSquaredError, Sgd(0.1f)]");
        Check($"[Input(3, 5), {use.Replace("Parallel<Branch, Side>(3, 2)", "Parallel<Branch, Side>(3, 3)", StringComparison.Ordinal)}, Dense(2)] [MeanSquaredError, Sgd(0.1f)]");
    }

    private static void Check(string model)
    {
        ModelSpec spec = DeclarationText.Model(model, Branch);
        for (int seed = 1; seed <= 3; seed++) GradientCheck.Model(spec, seed);
    }
}
