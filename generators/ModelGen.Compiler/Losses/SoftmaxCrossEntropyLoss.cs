using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;

namespace ModelGen.Compiler.Losses;

/// <summary>
/// <c>[SoftmaxCrossEntropy]</c>: the mean of log Σ exp(x − m) − (x[label] − m), m the maximum; with smoothing, the label is a mixture of
/// classes.
/// </summary>
internal sealed class SoftmaxCrossEntropyLoss : LossDefinition<SoftmaxCrossEntropyAttribute>
{
    public override TargetKind TargetKind => TargetKind.Classes;

    public override OutputKind OutputKind => OutputKind.ClassLogits;

    public override int? IgnoredLabel(LossAttribute attribute) =>
        ((SoftmaxCrossEntropyAttribute)attribute).IgnoreLabel is var label && label == int.MinValue ? null : label;

    public override IEnumerable<ArgumentProblem?> Validate(LossAttribute attribute) =>
        [Require.ZeroToOne("LabelSmoothing", (float)((SoftmaxCrossEntropyAttribute)attribute).LabelSmoothing, 0.1f)];

    protected override Value PerSample(SoftmaxCrossEntropyAttribute attribute, Value output, Value target)
    {
        var axis = BoundLoss.ClassAxis(output.Shape);
        var logits = Formulas.FromMaximum(output, axis);
        var expected = Formulas.AtLabel(logits, target, axis);
        var smoothing = Written.Number((float)attribute.LabelSmoothing);
        if (smoothing > 0) expected = (expected * (1 - smoothing)) + (logits.Mean(axis) * smoothing);
        var losses = logits.Exp().Sum(axis).Log() - expected;
        var builder = output.Builder;
        return Formulas.MeanOfSample(
            IgnoredLabel(attribute) is { } ignored ? target.IfEqual(builder.Constant(ignored), builder.Constant(0), losses) : losses);
    }
}
