using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Relu]</c>: max(0, x).</summary>
internal sealed class ReluLayer : LayerDefinition<ReluAttribute>
{
    public override InitRole InitRole => InitRole.ReluLike;

    public override bool KeepsPositive => true;

    public override bool CutsNegative => true;

    protected override Interval Range(ReluAttribute attribute) => Interval.NotNegative;

    protected override Value? Build(ReluAttribute attribute, LayerContext context) => context.Current.Relu();
}
