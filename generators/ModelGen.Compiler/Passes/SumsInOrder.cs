using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>Sums run over the last axis in order, too: where it does not lie in the lanes, or does so only in some programs.</summary>
internal static class SumsInOrder
{
    public static readonly Pass Everywhere = Of(_ => true);

    /// <summary>Of tensors with spatial axes. Those of vectors stay trees, which are fast for one sample.</summary>
    public static readonly Pass OfImages = Of(rank => rank > 2);

    private static Pass Of(Func<int, bool> rank) => Pass.Rewriting("sums-in-order", (context, node, inputs) =>
        node.Op is ReduceOp op && inputs[0].Shape.IsBatched && rank(node.Shape.Rank)
            ? context.Builder.Add(op with { InOrder = true }, inputs[0].Node)
            : null);
}
