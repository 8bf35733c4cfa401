using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[SpatialTransformer&lt;T&gt;]</c>: the image sampled through an affine map that a block computes.</summary>
internal sealed class SpatialTransformerBlock : BlockDefinition
{
    /// <summary>The name of the layer behind the block, which no layer of the block can have.</summary>
    public const string ThetaName = "theta";

    public override string AttributeName => nameof(SpatialTransformerAttribute<object>);

    public override bool EntersDirectly => false;

    public override IEnumerable<LayerOutline> Outline(Step step, string path) =>
        base.Outline(step, path).Append(new LayerOutline($"{path}.{ThetaName}", "Theta", ["weight", "bias"]));

    public override Flow? Build(BlockContext context)
    {
        var image = context.Input;
        if (image.Value.Shape.Rank != 4)
        {
            return context.Fail(
                DiagnosticCatalogue.NotAnImage, [], "an image, [channels, height, width]", image.Value.Shape.Display, image.Origin,
                "Place it before [Flatten] and [Dense], or give the value a shape with [Reshape].");
        }

        if (!context.Fits(AffineSampling.Products(image.Value.Shape), "the products of each pixel of the image with each of the result"))
            return null;
        if (context.Run(context.Branches[0], image, null) is not { } found)
            return null;
        var features =
            found.Value.Shape.Rank == 2
                ? found
                : context.Combine([found], values => values[0].Reshape(Shape.Batched([values[0].Shape.SampleElements])));

        // All zeros at first: the identity.
        var change = context.RunImplied(ThetaName, "Theta", features, layer =>
            DenseLayer.Apply(layer, AffineSampling.MapSize, useBias: true, Init.Zeros, 0));
        if (change is not { } theta) return null;
        var alignCorners = ((SpatialTransformerAttribute<object>)context.Attribute).AlignCorners;
        return context.Combine([image, theta], values => AffineSampling.Sample(values[0], values[1], alignCorners));
    }
}
