using ModelGen.Benchmarks.Variants;
using ModelGen.Benchmarks.Workloads;
using ModelGen.Training;

namespace ModelGen.Benchmarks.Updates;

// T1 and T2 with what an update can do besides plain Adam. Numbers are such that every limit is at work in some steps and not in others.

[Model(L1 = 1e-5, L2 = 1e-4, ClipNorm = 1, ClipValue = 0.5), Input(784), Dense(128), Relu, Dense(10)]
[SoftmaxCrossEntropy, AdamW(1e-3, DecayWeightsOnly = true), WarmUp(100), CosineDecay(10_000, End = 0.1)]
internal sealed partial class Clipped784x128;

[Model(L1 = 1e-5, L2 = 1e-4, ClipNorm = 1, ClipValue = 0.5, MaxNorm = 1), Input(784), Dense(128), Relu, Dense(10)]
[SoftmaxCrossEntropy, AdamW(1e-3, DecayWeightsOnly = true), WarmUp(100), CosineDecay(10_000, End = 0.1)]
internal sealed partial class Limited784x128;

[Model(MaxNorm = 1), Input(784), Dense(128), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class MaxNorm784x128;

[Model, Input(784), Dense(128), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3, WeightAverage = 0.999)]
internal sealed partial class Averaged784x128;

[Model, Input(784), Dense(128), Relu, Dense(10), SoftmaxCrossEntropy, Lamb(1e-3)]
internal sealed partial class Lamb784x128;

[Model, Input(784), Dense(128), Relu, Dense(10), SoftmaxCrossEntropy, Muon(1e-3)]
internal sealed partial class Muon784x128;

[Model(L1 = 1e-5, L2 = 1e-4, ClipNorm = 1, ClipValue = 0.5), Input(784), Dense(512), Relu, Dense(256), Relu, Dense(10)]
[SoftmaxCrossEntropy, AdamW(1e-3, DecayWeightsOnly = true), WarmUp(100), CosineDecay(10_000, End = 0.1)]
internal sealed partial class Clipped784x512x256;

[Model(L1 = 1e-5, L2 = 1e-4, ClipNorm = 1, ClipValue = 0.5, MaxNorm = 1), Input(784), Dense(512), Relu, Dense(256), Relu, Dense(10)]
[SoftmaxCrossEntropy, AdamW(1e-3, DecayWeightsOnly = true), WarmUp(100), CosineDecay(10_000, End = 0.1)]
internal sealed partial class Limited784x512x256;

[Model(MaxNorm = 1), Input(784), Dense(512), Relu, Dense(256), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
internal sealed partial class MaxNorm784x512x256;

[Model, Input(784), Dense(512), Relu, Dense(256), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3, WeightAverage = 0.999)]
internal sealed partial class Averaged784x512x256;

[Model, Input(784), Dense(512), Relu, Dense(256), Relu, Dense(10), SoftmaxCrossEntropy, Lamb(1e-3)]
internal sealed partial class Lamb784x512x256;

[Model, Input(784), Dense(512), Relu, Dense(256), Relu, Dense(10), SoftmaxCrossEntropy, Muon(1e-3)]
internal sealed partial class Muon784x512x256;

/// <summary>What an update can do besides plain Adam's.</summary>
internal static class UpdateSeries
{
    private const string Clipping = "penalties, clipping, decay of weights, schedule", Pruning = "mask of pruning, 80 % zeros";

    public static readonly IReadOnlyList<VariantSeries> All =
    [
        new("T1", 64,
        [
            new("Adam", () => new Digits784x128(1)),
            new("MaxNorm", () => new MaxNorm784x128(1)),
            new(Clipping, () => new Clipped784x128(1)),
            new("all of these", () => new Limited784x128(1)),
            new("WeightAverage", () => new Averaged784x128(1)),
            new("Lamb", () => new Lamb784x128(1)),
            new("Muon", () => new Muon784x128(1)),
            new(Pruning, () => new Digits784x128(1), Masked),
        ]),
        new("T2", 128,
        [
            new("Adam", () => new Digits784x512x256(1)),
            new("MaxNorm", () => new MaxNorm784x512x256(1)),
            new(Clipping, () => new Clipped784x512x256(1)),
            new("all of these", () => new Limited784x512x256(1)),
            new("WeightAverage", () => new Averaged784x512x256(1)),
            new("Lamb", () => new Lamb784x512x256(1)),
            new("Muon", () => new Muon784x512x256(1)),
            new(Pruning, () => new Digits784x512x256(1), Masked),
        ]),
    ];

    // What MagnitudePruning does behind a step between two choices of its mask, which are rare.
    private static Action Masked(ITrainable<int> model)
    {
        PruningMask mask = new(model.Parameters);
        mask.Prune(0.8);
        return mask.Apply;
    }
}
