using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Losses;

/// <summary><c>[BinaryCrossEntropy]</c>: the mean of max(x, 0) − x · t + log(1 + e^(−|x|)), x being logits.</summary>
internal sealed class BinaryCrossEntropyLoss : LossDefinition<BinaryCrossEntropyAttribute>
{
    public override TargetKind TargetKind => TargetKind.Values;

    public override OutputKind OutputKind => OutputKind.Logits;

    protected override Value PerSample(BinaryCrossEntropyAttribute attribute, Value output, Value target)
    {
        return Formulas.MeanOfSample(Formulas.Softplus(output) - (output * target));
    }
}
