using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[GlobalMaxPool3D]</c>: the maximum of each channel of a volume.</summary>
internal sealed class GlobalMaxPool3DLayer : LayerDefinition<GlobalMaxPool3DAttribute>
{
    // An activation behind it gives the same result as before it.
    public override InitRole InitRole => InitRole.Transparent;

    protected override Value? Build(GlobalMaxPool3DAttribute attribute, LayerContext context) => Image.Arrives(context, axes: 3)
        ? context.Current.Max([2, 3, 4]).Reshape(Shape.Batched([context.Current.Shape[1]]))
        : null;
}
