using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[GlobalAvgPool3D]</c>: the mean of each channel of a volume.</summary>
internal sealed class GlobalAvgPool3DLayer : LayerDefinition<GlobalAvgPool3DAttribute>
{
    protected override Value? Build(GlobalAvgPool3DAttribute attribute, LayerContext context) => Image.Arrives(context, axes: 3)
        ? context.Current.Mean(2, 3, 4).Reshape(Shape.Batched([context.Current.Shape[1]]))
        : null;
}
