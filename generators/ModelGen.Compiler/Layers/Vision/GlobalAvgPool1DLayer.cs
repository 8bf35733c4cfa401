using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[GlobalAvgPool1D]</c>: the mean of each channel of a sequence.</summary>
internal sealed class GlobalAvgPool1DLayer : LayerDefinition<GlobalAvgPool1DAttribute>
{
    protected override Value? Build(GlobalAvgPool1DAttribute attribute, LayerContext context) => Image.Arrives(context, axes: 1)
        ? context.Current.Mean(2).Reshape(Shape.Batched([context.Current.Shape[1]]))
        : null;
}
