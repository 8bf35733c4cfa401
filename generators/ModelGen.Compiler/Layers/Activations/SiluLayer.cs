using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Silu]</c>: x · σ(x).</summary>
internal sealed class SiluLayer : LayerDefinition<SiluAttribute>
{
    public override InitRole InitRole => InitRole.ReluLike;

    // Smallest near x = -1.2785.
    protected override Interval Range(SiluAttribute attribute) => new(-0.27847, double.PositiveInfinity);

    protected override Value? Build(SiluAttribute attribute, LayerContext context) => context.Current * context.Current.Sigmoid();
}
