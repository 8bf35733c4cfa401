using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;

namespace ModelGen.Compiler.Losses;

/// <summary>
/// <c>[Distillation]</c>: the divergence of the softened output from the teacher's, and the cross-entropy with the labels.
/// </summary>
internal sealed class DistillationLoss : LossDefinition<DistillationAttribute>
{
    public override TargetKind TargetKind => TargetKind.Values;

    public override OutputKind OutputKind => OutputKind.ClassLogits;

    public override int TargetsPerOutput => 2;

    public override IEnumerable<ArgumentProblem?> Validate(LossAttribute attribute)
    {
        var distillation = (DistillationAttribute)attribute;
        return
        [
            Require.Positive("temperature", distillation.Temperature, 4),
            Require.ZeroToOne("LabelShare", (float)distillation.LabelShare, 0.1f),
        ];
    }

    protected override Value PerSample(DistillationAttribute attribute, Value output, Value target)
    {
        var axis = BoundLoss.ClassAxis(output.Shape);
        var classes = output.Shape[axis];
        double temperature = Written.Number(attribute.Temperature), share = Written.Number((float)attribute.LabelShare);
        var teacher = LogSoftmax(target.Slice(axis, 0, classes) / temperature);
        var divergence = (teacher.Exp() * (teacher - LogSoftmax(output / temperature))).Sum(axis);
        var labels = -(target.Slice(axis, classes, classes) * LogSoftmax(output)).Sum(axis);
        return Formulas.MeanOfSample(
            share == 0 ? Soft() : share == 1 ? labels : Soft() + (labels * share));

        Value Soft() => divergence * ((1 - share) * temperature * temperature);

        Value LogSoftmax(Value scores)
        {
            var logits = Formulas.FromMaximum(scores, axis);
            return logits - logits.Exp().Sum(axis).Log();
        }
    }
}
