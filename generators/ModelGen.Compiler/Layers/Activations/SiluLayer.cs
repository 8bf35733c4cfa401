using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Silu]</c>: x · σ(x).</summary>
internal sealed class SiluLayer : LayerDefinition<SiluAttribute>
{
    public override InitRole InitRole => InitRole.ReluLike;

    protected override Value? Build(SiluAttribute attribute, LayerContext context) => context.Current * context.Current.Sigmoid();
}
