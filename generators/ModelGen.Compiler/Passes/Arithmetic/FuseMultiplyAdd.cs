using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// A product that only one sum reads becomes one fused multiply-add with it, rounded once. Of two products, the left one.
/// </summary>
/// <remarks>
/// Decided on the graph, so that it is the same on every target. A model's graph contains all readers, outputs and the loss included,
/// so it is the same in every program. A value that a caller can see is never fused into its reader.
/// </remarks>
internal static class FuseMultiplyAdd
{
    /// <summary>In the graph of a model.</summary>
    public static readonly Pass OfModel = Pass.Rewriting("fuse-multiply-add", Rule);

    /// <summary>In gradients and updates. The forward pass stays as it is.</summary>
    public static readonly Pass OfGradients = Pass.Rewriting("fuse-multiply-add-of-gradients", (context, node, inputs) =>
        node.Phase == Phase.Forward ? null : Rule(context, node, inputs));

    private static Value? Rule(RewriteContext context, Node node, Value[] inputs)
    {
        if (node.Op is not MapOp { Function: var function }) return null;
        if (function == ScalarFunction.Add)
        {
            for (var i = 0; i < 2; i++)
                if (ProductOf(node.Inputs[i]) is var (a, b)) return context.Builder.Map(ScalarFunction.MultiplyAdd, a, b, inputs[1 - i]);
        }
        else if (function == ScalarFunction.Subtract)
        {
            if (ProductOf(node.Inputs[0]) is var (a, b)) return context.Builder.Map(ScalarFunction.MultiplyAdd, a, b, -inputs[1]);
            if (ProductOf(node.Inputs[1]) is var (c, d)) return context.Builder.Map(ScalarFunction.MultiplyAdd, -c, d, inputs[0]);
        }

        return null;

        (Value, Value)? ProductOf(Node input)
        {
            if (input.Op is not MapOp { Function: var inner } || inner != ScalarFunction.Multiply || context.UseCount(input) != 1)
                return null;
            return (context.New[input.Inputs[0]], context.New[input.Inputs[1]]);
        }
    }
}
