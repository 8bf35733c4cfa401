using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Softplus]</c>: log(1 + eˣ), which never overflows.</summary>
internal sealed class SoftplusLayer : LayerDefinition<SoftplusAttribute>
{
    protected override Interval Range(SoftplusAttribute attribute) => Interval.NotNegative;

    protected override Value? Build(SoftplusAttribute attribute, LayerContext context) => Formulas.Softplus(context.Current);
}
