using Xunit;

namespace ModelGen.Compiler.Tests.Lint;

/// <summary>What looks like a mistake and is none: not a word about it.</summary>
public sealed class SilenceTests
{
    [Theory]
    [InlineData("Dense(10)", "SoftmaxCrossEntropy")]
    [InlineData("Dense(10), Softmax", "CrossEntropy")]
    [InlineData("Dense(10), Reshape(2, 5), Softmax, Reshape(10)", "CrossEntropy")]
    [InlineData("Use<Head>(4)", "CrossEntropy")]
    [InlineData("Dense(1)", "BinaryCrossEntropy")]
    [InlineData("Dense(5)", "BinaryCrossEntropy")]
    [InlineData("Dense(1), LeakyRelu", "BinaryCrossEntropy")]
    [InlineData("Dense(1), Elu(3f)", "BinaryCrossEntropy")]
    [InlineData("Dense(10), LeakyRelu", "SoftmaxCrossEntropy")]
    [InlineData("Dense(10), Maxout(2)", "SoftmaxCrossEntropy")]
    [InlineData("Dense(10), Elu", "SoftmaxCrossEntropy")]
    [InlineData("Dense(10), Softplus", "SoftmaxCrossEntropy")]
    [InlineData("Dense(3), Tanh", "Hinge")]
    [InlineData("Dense(3), Softmax", "Hinge(0.5f)")]
    [InlineData("Dense(1), Softplus", "MeanSquaredError")]
    [InlineData("Dense(1), LeakyRelu", "MeanSquaredError")]
    [InlineData("Dense(8), Sigmoid", "MeanSquaredError")]
    [InlineData("Dense(8), Tanh", "Huber")]
    [InlineData("Dense(4), Relu, Maxout(2)", "MeanAbsoluteError")]
    public void Of_outputs(string layers, string loss) => Nothing($"[Input(8), {layers}] [{loss}, Adam(1e-3f)]");

    [Theory]
    [InlineData("Dense(4), Softmax, As(\"p\"), Dense(4), Tanh, Add(\"p\")")] // What a sum holds is unknown.
    [InlineData("Dense(4), Relu, As(\"x\"), Dense(4), Multiply(\"x\")")]
    [InlineData("Dense(4), As(\"p\"), Residual<Branch>(4), Add(\"p\")")]
    public void Of_cross_entropies_on_what_is_unknown(string layers) => Nothing($"[Input(8), {layers}] [CrossEntropy, Adam(1e-3f)]");

    [Theory]
    [InlineData("Dense(16), Relu")]
    [InlineData("Dense(16), PRelu")]
    [InlineData("Dense(4, UseBias = false), Dense(16), Relu")] // Saves weights: 8 to 4 to 16.
    [InlineData("Dense(4, UseBias = false), Dropout(0.1f), Dense(16), Relu")]
    [InlineData("Dense(16), Reshape(4, 4), Dense(3), Flatten, Relu")] // Along another axis.
    [InlineData("Dense(16), As(\"skip\"), Dense(16), Relu, Add(\"skip\")")] // The first has another use.
    [InlineData("Dense(8), Residual<Branch>(8), Relu")]
    [InlineData("Dense(8), Residual<Branch>(16), Relu")]
    [InlineData("Dense(8), Add(\"input\"), Dense(4), Relu")]
    [InlineData("Dense(8), Use<Product>(8), Dense(4), Relu")]
    // Half of it may be negative or not: joined values are not looked into.
    [InlineData("Dense(8), Parallel<Active, Gate>(4), Relu, Dense(4), Tanh")]
    [InlineData("Dense(8), Parallel<Lone, Active>(4), Tanh")]
    [InlineData("Residual<Active>(8)")]
    [InlineData("Residual<Before>(8)")]
    [InlineData("Residual<Product>(8)")]
    [InlineData("Repeat<Active>(3, 8)")]
    [InlineData("Use<Lone>(4), Relu")]
    public void Of_dense_layers(string layers) => Nothing($"[Input(8), {layers}, Dense(2)] [MeanSquaredError, Adam(1e-3f)]");

    [Theory]
    [InlineData("Concat(\"w\")")]
    [InlineData("Add(\"w\")")]
    [InlineData("Relu, Add(\"w\")")]
    [InlineData("Relu, Dense(6), Add(\"w\")")]
    public void Of_names_that_branches_come_back_to(string layers) => Nothing(
        "[Input(4, Name = \"a\"), Input(5, Name = \"b\"), From(\"a\"), Dense(6), As(\"v\"), From(\"b\"), Dense(6), As(\"w\"), From(\"v\")] "
            + $"[{layers}, Relu, Dense(3)] [MeanSquaredError, Adam(1e-3f)]");

    [Theory]
    // How ResNet begins: what is left over is padding.
    [InlineData("Conv2D(8, 7, Stride = 2, Padding = 3), Relu, MaxPool2D(3, Stride = 2, Padding = 1)")]
    [InlineData("Conv2D(8, 1, Stride = 2)")] // Steps over what it leaves out.
    [InlineData("Conv2D(8, 3, Stride = 2, Padding = Padding.Same), Relu")]
    [InlineData("Conv2D(8, 3), MaxPool2D(2), Relu, MaxPool2D(3, Stride = 2, CeilMode = true)")]
    [InlineData("Conv2D(8, 3), MaxPool2D(2), Relu, AvgPool2D(3, Stride = 2, CeilMode = true)")]
    [InlineData("Conv2D(8, 3), Conv2D(8, 3)")] // Two small windows in place of a large one save weights.
    [InlineData("Residual<Pooled>(8)")] // A maximum is not linear.
    public void Of_windows(string layers) => Nothing($"[Input(3, 28, 28), {layers}, Flatten, Dense(2)] [MeanSquaredError, Adam(1e-3f)]");

    [Theory]
    [InlineData("Input(28, 28), Dense(16), Relu, Flatten, Dense(2)")] // A sequence of 28 steps.
    [InlineData("Input(784), Reshape(1, 28, 28), Dense(16), Relu, Flatten, Dense(2)")] // The author chose these axes.
    [InlineData("Input(1, 28, 28), Flatten, Dense(16), Relu, Dense(2)")]
    [InlineData("Input(1, 28, 28), Reshape(28, 28), Dense(16), Relu, Flatten, Dense(2)")]
    public void Of_images(string layers) => Nothing($"[{layers}] [MeanSquaredError, Adam(1e-3f)]");

    [Theory]
    [InlineData("Relu, Tanh")]
    [InlineData("Tanh, Relu")]
    [InlineData("Relu, Gelu")]
    [InlineData("Relu, Softplus")]
    [InlineData("Elu, Relu")]
    [InlineData("LeakyRelu, Relu")]
    [InlineData("LeakyRelu, Sigmoid")]
    [InlineData("Relu, As(\"x\"), Sigmoid, Multiply(\"x\")")] // A gate of its own: the first is needed.
    [InlineData("Tanh, As(\"x\"), Softmax, Multiply(\"x\")")] // Attention to itself.
    [InlineData("As(\"x\"), Relu, Add(\"x\"), Relu")]
    [InlineData("Relu, Dense(4), Relu")]
    [InlineData("Maxout(2), Relu")]
    public void Of_activations(string activations) =>
        Nothing($"[Input(8), Dense(8), {activations}, Dense(2)] [MeanSquaredError, Adam(1e-3f)]");

    [Theory]
    [InlineData("Dense(2, Init = Init.Zeros)")] // The last layer: every first guess is 0.
    [InlineData("Dense(4), Relu, Dense(2, Init = Init.Zeros), Softmax")]
    [InlineData("Dense(4), Relu, Residual<ZeroBranch>(4), Relu, Dense(2)")] // A branch that begins as nothing.
    [InlineData("Dense(4), Relu, As(\"x\"), Dense(4, Init = Init.Zeros), Sigmoid, Multiply(\"x\"), Dense(2)")] // A gate half open.
    [InlineData("Dense(4, Init = Init.Normal, InitScale = 0.5f), Relu, Dense(2)")]
    [InlineData("Dense(4, Init = Init.Normal), Relu, Dense(2, Init = Init.Kaiming)")]
    public void Of_initial_weights(string layers) => Nothing($"[Input(8), {layers}, Tanh] [MeanSquaredError, Adam(1e-3f)]");

    [Theory]
    [InlineData("Dropout(0.2f), Dense(4), Relu, Dropout(0.5f), Dense(2)")]
    [InlineData("Dense(4), Relu, Dropout(0.89f), Dense(2)")]
    [InlineData("Dropout(0f), Dense(4), Relu, Dropout(0f), Dropout(0f), Dense(2), Dropout(0f)")] // Switched off.
    [InlineData("Dense(4), Relu, Residual<Dropping>(4)")] // Only the branch is dropped.
    [InlineData("Dense(4), Dropout(0.1f), Relu, Dropout(0.1f), Dense(2)")]
    [InlineData("Dense(4), Relu, Dropout(0.1f), As(\"x\"), Dropout(0.1f), Concat(\"x\"), Dense(2)")]
    public void Of_dropout(string layers) => Nothing($"[Input(8), {layers}] [MeanSquaredError, Adam(1e-3f)]");

    [Theory]
    [InlineData("Dense(4), As(\"a\"), Tanh, Add(\"a\"), Dense(2)")]
    [InlineData("Dense(4), Relu, As(\"embedding\"), Dense(2), Output(\"embedding\")")]
    [InlineData("Dense(4), As(\"scores\"), Softmax, As(\"shares\"), From(\"scores\"), Output(\"shares\")")] // Nothing to train on the way.
    [InlineData("As(\"a\"), Dense(4), Relu, As(\"b\"), From(\"a\"), Dense(3), Tanh, Concat(\"b\"), Dense(2)")]
    [InlineData("As(\"a\"), From(\"a\"), Dense(2)")]
    [InlineData("Use<Product>(8), Dense(2)")]
    [InlineData("Dense(4), Input(4, Name = \"b\"), Add(\"b\"), Concat(\"in\"), Dense(2)", "MG2031 at 1")]
    [InlineData("Dense(4), Relu, As(\"c\"), Input(4, Name = \"b\"), Add(\"c\"), Concat(\"in\"), Dense(2)")]
    public void Of_names(string layers, params string[] except) =>
        Assert.Equal(except, Finding.In($"[Input(8, Name = \"in\"), {layers}] [MeanSquaredError, Adam(1e-3f)]"));

    [Theory]
    [InlineData("Sgd(10f)")]
    [InlineData("Sgd(3f)")]
    [InlineData("Sgd(1f, Momentum = 0.9f)")]
    [InlineData("Sgd(1e-6f)")]
    [InlineData("Sgd(0.1f, Momentum = 0.9f, Nesterov = true, WeightDecay = 5e-4f)")]
    [InlineData("Adam(0.1f)")]
    [InlineData("Adam(1e-7f)")]
    [InlineData("Adam(1e-3f, Beta1 = 0f, Beta2 = 0.9f)")]
    [InlineData("Adam(1e-3f, Beta1 = 0.95f, Beta2 = 0.9f)")]
    [InlineData("AdamW(1e-3f, WeightDecay = 0.3f)")]
    public void Of_optimizers(string optimizer) => Nothing($"[Input(8), Dense(2)] [MeanSquaredError, {optimizer}]");

    private static void Nothing(string model) => Assert.Empty(Finding.In(model));
}
