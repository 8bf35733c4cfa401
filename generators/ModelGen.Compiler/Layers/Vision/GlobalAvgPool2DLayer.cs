using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[GlobalAvgPool2D]</c>: the mean of each channel.</summary>
internal sealed class GlobalAvgPool2DLayer : LayerDefinition<GlobalAvgPool2DAttribute>
{
    public override bool IsForImages => true;

    protected override Value? Build(GlobalAvgPool2DAttribute attribute, LayerContext context) => Image.Arrives(context)
        ? context.Current.Mean(2, 3).Reshape(Shape.Batched([context.Current.Shape[1]]))
        : null;
}
