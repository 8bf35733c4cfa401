using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Shape]</c>: states the shape of the current value, which is checked.</summary>
internal sealed class ShapeWiring : LayerDefinition<ShapeAttribute>
{
    public override bool TakesTokens => true;

    public override InitRole InitRole => InitRole.Transparent;

    protected override IEnumerable<ArgumentProblem?> Validate(ShapeAttribute attribute) =>
        Require.Shape("shape", attribute.Shape, "[Shape(64)]", shape => Fix.Remove(shape.At(null), "Shape"));

    protected override Value? Build(ShapeAttribute attribute, LayerContext context)
    {
        var stated = Shape.Batched(attribute.Shape);
        return stated == context.Current.Shape
            ? context.Current
            : context.Fail(
                DiagnosticCatalogue.NotTheShape,
                "shape",
                [.. context.Change("shape", ShapeFixes.Sizes(context.Current.Shape)), Fix.Remove(context.Location, "Shape")],
                stated.Display, context.CurrentShape, context.CurrentOrigin);
    }
}
