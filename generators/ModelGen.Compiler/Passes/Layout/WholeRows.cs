using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Matrices that lie in panels are copied for elementwise operations and sums with samples in the lanes: those walk over all axes, and a
/// panel can be
/// walked across only along the lanes. It is little beside what is computed for every sample.
/// </summary>
internal static class WholeRows
{
    public static readonly Pass Pass = Pass.Rewriting(
        "whole-rows",
        (context, node, inputs) =>
        {
            if (node.Lanes != Lanes.Samples || !node.Shape.IsBatched || !(node.Op.Role == OpRole.Elementwise || node.Op is ReduceOp))
                return null;
            for (var i = 0; i < inputs.Length; i++)
                if (IsCut(inputs[i].Node)) inputs[i] = context.Builder.Add(new CompactOp(), inputs[i].Node);
            return context.Builder.Add(node.Op, inputs.Select(input => input.Node).ToArray());
        });

    private static bool IsCut(Node node) => !node.Shape.IsBatched && node.Op.Role != OpRole.Inline && Memory.IsInPanels(Memory.Root(node));
}
