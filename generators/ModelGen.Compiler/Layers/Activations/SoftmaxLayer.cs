using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Softmax]</c>: exp(x − m) / Σ exp(x − m) along the last axis, m the maximum.</summary>
internal sealed class SoftmaxLayer : LayerDefinition<SoftmaxAttribute>
{
    public override ProbabilityKind Probabilities => ProbabilityKind.OfClasses;

    protected override Interval Range(SoftmaxAttribute attribute) => Interval.ZeroToOne;

    protected override Value? Build(SoftmaxAttribute attribute, LayerContext context) =>
        Formulas.Softmax(context.Current, context.Current.LastAxis);
}
