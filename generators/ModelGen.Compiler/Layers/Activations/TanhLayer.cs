using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Tanh]</c>: tanh(x).</summary>
internal sealed class TanhLayer : LayerDefinition<TanhAttribute>
{
    protected override Interval Range(TanhAttribute attribute) => new(-1, 1);

    protected override Value? Build(TanhAttribute attribute, LayerContext context) => context.Current.Tanh();
}
