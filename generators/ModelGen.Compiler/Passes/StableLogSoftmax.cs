using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>log(exp(u) / s) becomes u − log(s): the logarithm of a softmax never under- or overflows.</summary>
/// <remarks>This is what fuses <c>[Softmax, CrossEntropy]</c> into the stable form; gradients taken afterwards are stable, too.</remarks>
internal static class StableLogSoftmax
{
    public static readonly Pass Pass = Pass.Rewriting("stable-log-softmax", (_, node, inputs) =>
        node.Op is MapOp { Function: var log } && log == ScalarFunction.Log
        && inputs[0].Node is { Op: MapOp { Function: var divide } } quotient && divide == ScalarFunction.Divide
        && quotient.Inputs[0] is { Op: MapOp { Function: var exp } } numerator && exp == ScalarFunction.Exp
            ? inputs[0].Builder.Wrap(numerator.Inputs[0]) - inputs[0].Builder.Wrap(quotient.Inputs[1]).Log()
            : null);
}
