using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>The classifier of I2.</summary>
[Model, Input(784)]
[Dense(256), Relu, Dense(128), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
internal sealed partial class Digits784x256x128
{
    private static readonly Chain Network = new(
        new Linear(784, 256),
        Weightless.Relu,
        new Linear(256, 128),
        Weightless.Relu,
        new Linear(128, 10));

    public static readonly Workload I2 = new Inference(
        "I2",
        "predict, 784-256-128-10, 1 sample",
        1,
        Network,
        () => new Digits784x256x128(1))
    {
        ReadsWeightsOnce = true,
    };
}
