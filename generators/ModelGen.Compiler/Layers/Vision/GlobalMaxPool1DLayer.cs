using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[GlobalMaxPool1D]</c>: the maximum of each channel of a sequence.</summary>
internal sealed class GlobalMaxPool1DLayer : LayerDefinition<GlobalMaxPool1DAttribute>
{
    // An activation behind it gives the same result as before it.
    public override InitRole InitRole => InitRole.Transparent;

    protected override Value? Build(GlobalMaxPool1DAttribute attribute, LayerContext context) => Image.Arrives(context, axes: 1)
        ? context.Current.Max([2]).Reshape(Shape.Batched([context.Current.Shape[1]]))
        : null;
}
