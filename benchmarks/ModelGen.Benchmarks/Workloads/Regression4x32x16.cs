using ModelGen.Benchmarks.Architectures;

namespace ModelGen.Benchmarks.Workloads;

/// <summary>The regression of T5: small layers, many samples.</summary>
[Model, Input(4)]
[Dense(32), Tanh, Dense(16), Tanh, Dense(4)]
[MeanSquaredError, Adam(1e-3f)]
internal sealed partial class Regression4x32x16
{
    private static readonly Chain Network = new(new Linear(4, 32), Weightless.Tanh, new Linear(32, 16), Weightless.Tanh, new Linear(16, 4));

    public static readonly Workload
        T5 = new Training<float>("T5", "step, 4-32-16-4, tanh, Adam, 10,000 samples", 10_000, Network, () => new Regression4x32x16(1))
        {
            Batches = 1,
            Loss = "F.mse_loss(y, t)",
        };
}
