using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;

namespace ModelGen.Compiler.Losses;

/// <summary>
/// <c>[BinaryCrossEntropy]</c>: the mean of max(x, 0) − x · t + log(1 + e^(−|x|)), x being logits; with a weight of what is positive,
/// PyTorch's form of (1 − t) · softplus(x) + p · t · softplus(−x).
/// </summary>
internal sealed class BinaryCrossEntropyLoss : LossDefinition<BinaryCrossEntropyAttribute>
{
    public override TargetKind TargetKind => TargetKind.Values;

    public override OutputKind OutputKind => OutputKind.Logits;

    public override IEnumerable<ArgumentProblem?> Validate(LossAttribute attribute) =>
        [Require.Positive("PositiveWeight", (float)((BinaryCrossEntropyAttribute)attribute).PositiveWeight, 1)];

    protected override Value PerSample(BinaryCrossEntropyAttribute attribute, Value output, Value target)
    {
        var weight = Written.Number((float)attribute.PositiveWeight);
        if (weight == 1) return Formulas.MeanOfSample(Formulas.Softplus(output) - (output * target));
        return Formulas.MeanOfSample(((1 - target) * output) + (((target * (weight - 1)) + 1) * Formulas.Softplus(-output)));
    }
}
