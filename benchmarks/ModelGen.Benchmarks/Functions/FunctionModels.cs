using ModelGen.Benchmarks.Variants;
using static ModelGen.Tensor;

namespace ModelGen.Benchmarks.Functions;

// Layers and losses of the library, and what a user would write for them.

[Model, Input(784), Dense(512), Gelu, Dense(256), Gelu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class LibraryGelu;

[Model, Input(784), Dense(512), Apply(nameof(ExactGelu)), Dense(256), Apply(nameof(ExactGelu)), Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class OwnGelu
{
    private static Tensor ExactGelu(Tensor x) => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)));
}

[Model, Input(784), Dense(512), LayerNorm, Relu, Dense(256), LayerNorm, Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class LibraryLayerNorm;

[Model, Input(784), Dense(512), Apply(nameof(Normalized)), Relu, Dense(256), Apply(nameof(Normalized)), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class OwnLayerNorm
{
    private static Tensor Normalized(Tensor x)
    {
        Tensor centered = x - x.Mean(-1), deviation = Sqrt(Square(centered).Mean(-1) + 1e-5);
        return centered / deviation * Parameter("weight", x.Shape, start: 1) + Parameter("bias", x.Shape, start: 0);
    }
}

[Model, Input(784), Dense(512), Relu, Dense(256), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class LibraryDense;

[Model, Input(784), Apply(nameof(First)), Relu, Apply(nameof(Second)), Relu, Apply(nameof(Last))]
[SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class OwnDense
{
    private static Tensor First(Tensor x) => Linear(x, 512);

    private static Tensor Second(Tensor x) => Linear(x, 256);

    private static Tensor Last(Tensor x) => Linear(x, 10);

    private static Tensor Linear(Tensor x, int units) =>
        x.MatMul(Parameter("weight", [x.Shape[^1], units], Init.Kaiming)) + Parameter("bias", [units], start: 0);
}

[Model, Input(784), Dense(512), Relu, Dense(256), Relu, Dense(10), Loss(nameof(CrossEntropy)), Adam(1e-3)]
internal sealed partial class OwnLoss
{
    private static Tensor CrossEntropy(Tensor logits, Labels labels) => -LogSoftmax(logits).Pick(labels);
}

[Model, Input(784), Reshape(1, 28, 28), Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(16, 5), Relu, MaxPool2D(2)]
[Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class LibraryConvolution;

[Model, Input(784), Reshape(1, 28, 28), Apply(nameof(First)), Relu, MaxPool2D(2), Apply(nameof(Second)), Relu, MaxPool2D(2)]
[Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class OwnConvolution
{
    private static Tensor First(Tensor x) => Filtered(x, 6, 2);

    private static Tensor Second(Tensor x) => Filtered(x, 16, 0);

    private static Tensor Filtered(Tensor x, int filters, int padding) =>
        x.Conv2D(Parameter("weight", [filters, x.Shape[0], 5, 5], Init.Kaiming), padding: padding)
            + Parameter("bias", [filters, 1, 1], start: 0);
}

/// <summary>Functions of the user beside the layers that they are.</summary>
internal static class FunctionSeries
{
    private const string Library = "the library's", Own = "a function";

    public static readonly IReadOnlyList<VariantSeries> All =
    [
        new("Gelu", 128, [new(Library, () => new LibraryGelu(1)), new(Own, () => new OwnGelu(1))]),
        new("LayerNorm", 128, [new(Library, () => new LibraryLayerNorm(1)), new(Own, () => new OwnLayerNorm(1))]),
        new("Dense", 128, [new(Library, () => new LibraryDense(1)), new(Own, () => new OwnDense(1))]),
        new("SoftmaxCrossEntropy", 128, [new(Library, () => new LibraryDense(1)), new(Own, () => new OwnLoss(1))]),
        new("Conv2D", 64, [new(Library, () => new LibraryConvolution(1)), new(Own, () => new OwnConvolution(1))]),
    ];
}
