using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>The network of <c>tiny</c>: its time is the overhead of a call.</summary>
[Model, Input(2)]
[Dense(16), Relu, Dense(16), Relu, Dense(1)]
[MeanSquaredError, Adam(1e-3f)]
internal sealed partial class Tiny2x16x16
{
    private static readonly Chain Network = new(new Linear(2, 16), Weightless.Relu, new Linear(16, 16), Weightless.Relu, new Linear(16, 1));

    public static readonly Workload
        Tiny = new Inference("tiny", "predict, 2-16-16-1, 1 sample", 1, Network, () => new Tiny2x16x16(1));
}
