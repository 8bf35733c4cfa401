using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Lowering;

/// <summary>The operations that only move elements, where they could not be the same memory.</summary>
internal static class ViewLowering
{
    public static void Compact(GroupLowering lowering, Node node, CompactOp op) =>
        CopyLowering.Into(lowering, node.Inputs[0], Access.To(lowering, node));

    public static void Concat(GroupLowering lowering, Node node, ConcatOp op)
    {
        var target = Access.To(lowering, node);
        var start = 0;
        foreach (var input in node.Inputs)
        {
            CopyLowering.Into(lowering, input, target.From(op.Axis, start));
            start += input.Shape[op.Axis];
        }
    }

    public static void Interleave(GroupLowering lowering, Node node, InterleaveOp op)
    {
        var target = Access.To(lowering, node);
        for (var i = 0; i < node.Inputs.Count; i++)
            CopyLowering.Into(lowering, node.Inputs[i], target.From(op.Axis, i).Every(op.Axis, node.Inputs.Count));
    }

    public static void Slice(GroupLowering lowering, Node node, SliceOp op)
    {
        var source = Access.To(lowering, node.Inputs[0]).From(op.Axis, op.Start).Every(op.Axis, op.Step);
        CopyLowering.Copy(lowering, [.. node.Shape.Dimensions], source, Access.To(lowering, node));
    }

    public static void Permute(GroupLowering lowering, Node node, PermuteOp op)
    {
        var source = Access.To(lowering, node.Inputs[0]).Permuted([.. op.Order]);
        CopyLowering.Copy(lowering, [.. node.Shape.Dimensions], source, Access.To(lowering, node));
    }

    public static void Pad(GroupLowering lowering, Node node, PadOp op)
    {
        var (shape, target) = (node.Shape, Access.To(lowering, node));
        Fill(0, op.Before);
        CopyLowering.Into(lowering, node.Inputs[0], target.From(op.Axis, op.Before));
        Fill(shape[op.Axis] - op.After, op.After);

        void Fill(int start, int count)
        {
            if (count == 0) return;
            var sizes = shape.Dimensions.Select((d, i) => i == op.Axis ? count : d).ToArray();
            CopyLowering.Fill(lowering, sizes, target.From(op.Axis, start), op.Number);
        }
    }
}
