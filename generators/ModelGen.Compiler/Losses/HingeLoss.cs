using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Losses;

/// <summary><c>[Hinge]</c>: Σ over j ≠ label of max(0, margin − x[label] + x[j]), divided by the number of classes.</summary>
internal sealed class HingeLoss : LossDefinition<HingeAttribute>
{
    public override TargetKind TargetKind => TargetKind.Classes;

    public override OutputKind OutputKind => OutputKind.Scores;

    public override IEnumerable<ArgumentProblem?> Validate(LossAttribute attribute) =>
        [Require.Positive("margin", ((HingeAttribute)attribute).Margin, 1)];

    protected override Value PerSample(HingeAttribute attribute, Value output, Value target)
    {
        var (builder, axis) = (output.Builder, BoundLoss.ClassAxis(output.Shape));
        var excess = (output - Formulas.AtLabel(output, target, axis) + attribute.Margin).Relu();
        var others = builder.Position(output.Shape, axis).IfEqual(target, builder.Constant(0), excess);
        return Formulas.MeanOfSample(others.Mean(axis));
    }
}
