using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Decides the order of each sum and maximum of a model, from shapes alone: whatever lies in the lanes later must keep it.
/// </summary>
/// <remarks>
/// In a model of images, sums over tensors with spatial axes run in order, since channels or samples will lie in the lanes. Those over
/// vectors are sixteen
/// partial results and a tree, as are all sums of other models: that is fast for one sample, whose features lie in the lanes.
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
