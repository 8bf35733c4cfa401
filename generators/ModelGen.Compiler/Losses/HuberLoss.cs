using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Losses;

/// <summary><c>[Huber]</c>: the mean of d² / 2 for |d| up to δ, of δ · (|d| − δ / 2) beyond, d being y − t.</summary>
internal sealed class HuberLoss : LossDefinition<HuberAttribute>
{
    public override TargetKind TargetKind => TargetKind.Values;

    public override OutputKind OutputKind => OutputKind.Numbers;

    public override IEnumerable<ArgumentProblem?> Validate(LossAttribute attribute) =>
        [Require.Positive("delta", ((HuberAttribute)attribute).Delta, 1)];

    protected override Value PerSample(HuberAttribute attribute, Value output, Value target)
    {
        double delta = attribute.Delta;
        var distance = (output - target).Abs();
        var quadratic = distance * distance * 0.5;
        var linear = (distance - (delta / 2)) * delta;
        return Formulas.MeanOfSample(distance.IfLess(output.Builder.Constant(delta), quadratic, linear));
    }
}
