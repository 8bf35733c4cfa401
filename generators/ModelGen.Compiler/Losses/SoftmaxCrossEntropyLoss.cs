using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Losses;

/// <summary><c>[SoftmaxCrossEntropy]</c>: the mean of log Σ exp(x − m) − (x[label] − m), m the maximum.</summary>
internal sealed class SoftmaxCrossEntropyLoss : LossDefinition<SoftmaxCrossEntropyAttribute>
{
    public override TargetKind TargetKind => TargetKind.Classes;

    public override OutputKind OutputKind => OutputKind.ClassLogits;

    public override int? IgnoredLabel(LossAttribute attribute) =>
        ((SoftmaxCrossEntropyAttribute)attribute).IgnoreLabel is var label && label == int.MinValue ? null : label;

    protected override Value PerSample(SoftmaxCrossEntropyAttribute attribute, Value output, Value target)
    {
        var axis = BoundLoss.ClassAxis(output.Shape);
        var logits = Formulas.FromMaximum(output, axis);
        var losses = logits.Exp().Sum(axis).Log() - Formulas.AtLabel(logits, target, axis);
        var builder = output.Builder;
        return Formulas.MeanOfSample(
            IgnoredLabel(attribute) is { } ignored ? target.IfEqual(builder.Constant(ignored), builder.Constant(0), losses) : losses);
    }
}
