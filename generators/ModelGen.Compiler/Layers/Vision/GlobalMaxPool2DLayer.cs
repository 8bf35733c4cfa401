using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[GlobalMaxPool2D]</c>: the maximum of each channel.</summary>
internal sealed class GlobalMaxPool2DLayer : LayerDefinition<GlobalMaxPool2DAttribute>
{
    public override bool IsForImages => true;

    // An activation behind it gives the same result as before it.
    public override InitRole InitRole => InitRole.Transparent;

    protected override Value? Build(GlobalMaxPool2DAttribute attribute, LayerContext context) => Image.Arrives(context)
        ? context.Current.Max([2, 3]).Reshape(Shape.Batched([context.Current.Shape[1]]))
        : null;
}
