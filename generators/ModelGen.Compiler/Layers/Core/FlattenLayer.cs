using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Flatten]</c>: each sample as a vector.</summary>
internal sealed class FlattenLayer : LayerDefinition<FlattenAttribute>
{
    public override InitRole InitRole => InitRole.Transparent;

    protected override Value? Build(FlattenAttribute attribute, LayerContext context) =>
        context.Current.Reshape(Shape.Batched([context.Current.Shape.SampleElements]));
}
