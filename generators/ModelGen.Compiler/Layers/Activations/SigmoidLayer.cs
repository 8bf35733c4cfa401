using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Sigmoid]</c>: σ(x).</summary>
internal sealed class SigmoidLayer : LayerDefinition<SigmoidAttribute>
{
    public override ProbabilityKind Probabilities => ProbabilityKind.OfEach;

    public override Interval RangeFor(PipelineAttribute attribute, Interval inputs) => Squash.Sigmoid(inputs);

    protected override Interval Range(SigmoidAttribute attribute) => Interval.ZeroToOne;

    protected override Value? Build(SigmoidAttribute attribute, LayerContext context) => context.Current.Sigmoid();
}
