using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Losses;

/// <summary><c>[MeanAbsoluteError]</c>: the mean of |y − t|.</summary>
internal sealed class MeanAbsoluteErrorLoss : LossDefinition<MeanAbsoluteErrorAttribute>
{
    public override TargetKind TargetKind => TargetKind.Values;

    public override OutputKind OutputKind => OutputKind.Numbers;

    protected override Value PerSample(MeanAbsoluteErrorAttribute attribute, Value output, Value target)
    {
        return Formulas.MeanOfSample((output - target).Abs());
    }
}
