using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>The classifier of I1 and T1.</summary>
[Model, Input(784)]
[Dense(128), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
internal sealed partial class Digits784x128
{
    private static readonly Chain Network = new(new Linear(784, 128), Weightless.Relu, new Linear(128, 10));

    public static readonly Workload I1 = new Inference("I1", "predict, 784-128-10, 1 sample", 1, Network, () => new Digits784x128(1))
    {
        ReadsWeightsOnce = true,
    },
        T1 = new Training<int>("T1", "step, 784-128-10, Adam, batch 64", 64, Network, () => new Digits784x128(1))
        {
            Loss = "F.cross_entropy(y, t)",
        };
}
