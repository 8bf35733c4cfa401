using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>The classifier of I4 and T3, with two pixels of padding: 61,706 parameters.</summary>
[Model, Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2)]
[Conv2D(16, 5), Relu, MaxPool2D(2)]
[Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
internal sealed partial class LeNet5
{
    private static readonly IReadOnlyList<int> Image = [1, 28, 28];

    private static readonly Chain Network = new(
        new Convolution(1, 6, 5, 28) { Padding = 2 }, Weightless.Relu, Weightless.MaxPool(2, 2),
        new Convolution(6, 16, 5, 10), Weightless.Relu, Weightless.MaxPool(2, 2),
        Weightless.Flatten, new Linear(400, 120), Weightless.Relu, new Linear(120, 84), Weightless.Relu, new Linear(84, 10));

    public static readonly Workload
        I4 = new Inference("I4", "predict, LeNet-5, 1 sample", 1, Network, () => new LeNet5(1)) { InputShape = Image },
        I4x64 = new Inference("I4x64", "predict, LeNet-5, 64 samples", 64, Network, () => new LeNet5(1)) { InputShape = Image },
        T3 = new Training<int>("T3", "step, LeNet-5, Adam, batch 128", 128, Network, () => new LeNet5(1))
        {
            InputShape = Image,
            Loss = "F.cross_entropy(y, t)",
        };
}
