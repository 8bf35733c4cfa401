using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Takes out the detachments that only spare first derivatives a sum which is zero: before gradients that are differentiated again.
/// </summary>
internal static class ExactDerivatives
{
    public static readonly Pass Pass = Pass.Rewriting(
        "exact-derivatives",
        (_, node, inputs) => node.Op is DetachOp { IsShortcut: true } ? inputs[0] : null);
}
