using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>The classifier of I3 and T2.</summary>
[Model, Input(784)]
[Dense(512), Relu, Dense(256), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
internal sealed partial class Digits784x512x256
{
    private static readonly Chain Network = new(
        new Linear(784, 512),
        Weightless.Relu,
        new Linear(512, 256),
        Weightless.Relu,
        new Linear(256, 10));

    public static readonly Workload I3 = new Inference(
            "I3",
            "predict, 784-512-256-10, 64 samples",
            64,
            Network,
            () => new Digits784x512x256(1)),
        T2 = new Training<int>("T2", "step, 784-512-256-10, Adam, batch 128", 128, Network, () => new Digits784x512x256(1))
        {
            Loss = "F.cross_entropy(y, t)",
        };
}
