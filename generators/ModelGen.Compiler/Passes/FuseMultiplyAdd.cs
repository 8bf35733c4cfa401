using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>A product used only by a sum becomes one fused multiply-add, rounded once.</summary>
/// <remarks>Decided here, on the graph, so that it is the same on every target.</remarks>
internal static class FuseMultiplyAdd
{
    public static readonly Pass Pass = Pass.Rewriting("fuse-multiply-add", (context, node, inputs) =>
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
            if (input.Op is not MapOp { Function: var inner } || inner != ScalarFunction.Multiply || context.UseCount(input) != 1) return null;
            return (context.New[input.Inputs[0]], context.New[input.Inputs[1]]);
        }
    });
}
