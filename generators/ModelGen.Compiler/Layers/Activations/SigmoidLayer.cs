using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Sigmoid]</c>: σ(x).</summary>
internal sealed class SigmoidLayer : LayerDefinition<SigmoidAttribute>
{
    protected override Interval Range(SigmoidAttribute attribute) => Interval.ZeroToOne;

    protected override Value? Build(SigmoidAttribute attribute, LayerContext context) => context.Current.Sigmoid();
}
