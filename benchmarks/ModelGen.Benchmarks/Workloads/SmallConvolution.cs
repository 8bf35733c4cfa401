using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>The classifier of T4: one convolution.</summary>
[Model, Input(1, 28, 28)]
[Conv2D(8, 3), Relu, MaxPool2D(2)]
[Flatten, Dense(64), Relu, Dense(10)]
[SoftmaxCrossEntropy, AdamW(1e-3f)]
internal sealed partial class SmallConvolution
{
    private static readonly Chain Network = new(
        new Convolution(1, 8, 3, 26), Weightless.Relu, Weightless.MaxPool(2, 2),
        Weightless.Flatten, new Linear(1352, 64), Weightless.Relu, new Linear(64, 10));

    public static readonly Workload
        T4 = new Training<int>("T4", "step, conv 8-3×3, pool, 1352-64-10, AdamW, batch 128", 128, Network, () => new SmallConvolution(1))
        {
            InputShape = [1, 28, 28],
            Loss = "F.cross_entropy(y, t)",
            Optimizer = "AdamW",
        };
}
