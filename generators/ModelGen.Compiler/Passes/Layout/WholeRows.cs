using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Matrices that lie in panels are copied for elementwise operations and sums with samples in the lanes: those walk over all axes, and a
/// panel can be walked across only along the lanes. So they are for ranges of columns that begin within a panel. It is little beside what
/// is computed for every sample.
/// </summary>
internal static class WholeRows
{
    public static readonly Pass Pass = Pass.Rewriting(
        "whole-rows",
        (context, node, inputs) =>
        {
            if (node.Op is SliceOp slice)
                return IsCut(inputs[0].Node) && Cuts(slice, inputs[0].Shape)
                    ? context.Builder.Add(slice, context.Builder.Add(new CompactOp(), inputs[0].Node).Node)
                    : null;
            if (node.Lanes != Lanes.Samples || !node.Shape.IsBatched || !(node.Op.Role == OpRole.Elementwise || node.Op is ReduceOp))
                return null;
            for (var i = 0; i < inputs.Length; i++)
                if (IsCut(inputs[i].Node)) inputs[i] = context.Builder.Add(new CompactOp(), inputs[i].Node);
            return context.Builder.Add(node.Op, inputs.Select(input => input.Node).ToArray());
        });

    private static bool Cuts(SliceOp slice, Shape shape) =>
        slice.Axis == Layout.Padded(shape).LaneAxis && (slice.Start % Layout.Lanes != 0 || slice.Step != 1);

    private static bool IsCut(Node node) => !node.Shape.IsBatched && node.Op.Role != OpRole.Inline && Memory.IsInPanels(Memory.Root(node));
}
