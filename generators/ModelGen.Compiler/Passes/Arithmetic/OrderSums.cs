using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Decides the order of each sum and maximum of a model, from shapes alone. The choice of lanes, which comes later, must keep it.
/// </summary>
/// <remarks>
/// In a model of images, sums over tensors with spatial axes run in order, since channels or samples will be in the lanes. Sums over
/// vectors, and all sums of other models, are sixteen partial sums and a tree. That is fast for one sample, with features in the lanes.
/// </remarks>
internal static class OrderSums
{
    private static readonly Pass OfImages = Pass.Rewriting(
        "sums-of-images-in-order",
        (context, node, inputs) =>
            node.Op is ReduceOp op && inputs[0].Shape.IsBatched && node.Shape.Rank > 2
                ? context.Builder.Add(op with { InOrder = true }, inputs[0].Node)
                : null);

    public static readonly Pass Pass = new("order-sums", graph => graph.HasWindows ? OfImages.Apply(graph) : graph);
}
