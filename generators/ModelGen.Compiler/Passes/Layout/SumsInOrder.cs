using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>With samples in the lanes, the sums of a backward pass run in order, which is as fast there as a tree.</summary>
/// <remarks>Those of the forward pass are fixed already, and keep their order.</remarks>
internal static class SumsInOrder
{
    public static readonly Pass Pass = Pass.Rewriting(
        "sums-of-gradients-in-order",
        (context, node, inputs) =>
            node.Phase != Phase.Forward && node.Op is ReduceOp op && inputs[0].Shape.IsBatched
                ? context.Builder.Add(op with { InOrder = true }, inputs[0].Node)
                : null);
}
