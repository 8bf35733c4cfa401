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

    public override IReadOnlyList<double> ClassWeights(LossAttribute attribute) =>
        ((SoftmaxCrossEntropyAttribute)attribute).ClassWeights ?? [];

    public override IEnumerable<ArgumentProblem?> Validate(LossAttribute attribute)
    {
        var softmax = (SoftmaxCrossEntropyAttribute)attribute;
        return
        [
            Require.ZeroToOne("LabelSmoothing", (float)softmax.LabelSmoothing, 0.1f),
            .. Losses.ClassWeights.Validate(softmax.ClassWeights),
        ];
    }

    protected override Value PerSample(SoftmaxCrossEntropyAttribute attribute, Value output, Value target)
    {
        var axis = BoundLoss.ClassAxis(output.Shape);
        var logits = Formulas.FromMaximum(output, axis);
        var smoothing = Written.Number((float)attribute.LabelSmoothing);
        var weights = ClassWeights(attribute);
        Value losses;
        if (weights.Count == 0)
        {
            var expected = Expected(logits);
            losses = LogOfSum() - expected;
        }
        else
        {
            losses = Expected(Losses.ClassWeights.Times(LogOfSum() - logits, weights));
        }

        var builder = output.Builder;
        return Formulas.MeanOfSample(
            IgnoredLabel(attribute) is { } ignored ? target.IfEqual(builder.Constant(ignored), builder.Constant(0), losses) : losses);

        Value LogOfSum() => logits.Exp().Sum(axis).Log();

        Value Expected(Value ofClasses)
        {
            var atLabel = Formulas.AtLabel(ofClasses, target, axis);
            return smoothing > 0 ? (atLabel * (1 - smoothing)) + (ofClasses.Mean(axis) * smoothing) : atLabel;
        }
    }
}
