using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>log(exp(u) / s) becomes u − log(s): the logarithm of a softmax never under- or overflows.</summary>
/// <remarks>This is what fuses <c>[Softmax, CrossEntropy]</c> into the stable form; gradients taken afterwards are stable, too.</remarks>
internal static class StableLogSoftmax
{
    public static readonly Pass Pass = Pass.Rewriting("stable-log-softmax", (_, node, inputs) =>
        node.Op is MapOp { Function: var log } && log == ScalarFunction.Log ? LogOf(inputs[0]) : null);

    private static Value? LogOf(Value value)
    {
        var (builder, node) = (value.Builder, value.Node);
        if (node.Op is ReshapeOp) return LogOf(builder.Wrap(node.Inputs[0]))?.Reshape(node.Shape);
        return node.Op is MapOp { Function: var divide } && divide == ScalarFunction.Divide
            && node.Inputs[0] is { Op: MapOp { Function: var exp } } numerator && exp == ScalarFunction.Exp
            ? builder.Wrap(numerator.Inputs[0]) - builder.Wrap(node.Inputs[1]).Log()
            : null;
    }
}
