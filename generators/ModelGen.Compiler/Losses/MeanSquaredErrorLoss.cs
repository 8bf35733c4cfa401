using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Losses;

/// <summary><c>[MeanSquaredError]</c>: the mean of (y − t)².</summary>
internal sealed class MeanSquaredErrorLoss : LossDefinition<MeanSquaredErrorAttribute>
{
    public override TargetKind TargetKind => TargetKind.Values;

    public override OutputKind OutputKind => OutputKind.Numbers;

    protected override Value PerSample(MeanSquaredErrorAttribute attribute, Value output, Value target)
    {
        var difference = output - target;
        return Formulas.MeanOfSample(difference * difference);
    }
}
