using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Operations that only move elements, where the result cannot be an alias.</summary>
internal static class ViewLowering
{
    public static void Compact(GroupLowering lowering, Node node, CompactOp op)
    {
        var source = BufferView.To(lowering, node.Inputs[0]);
        if (op.Order is { } order) source = source.Permuted([.. order]);
        CopyLowering.Copy(lowering, [.. node.Shape.Dimensions], source, BufferView.To(lowering, node));
    }

    /// <summary>Copies those parts of a tensor that their own kernels have not written in place.</summary>
    public static void Assemble(GroupLowering lowering, Node node)
    {
        var target = BufferView.To(lowering, node);
        foreach (var part in Part.Of(node)!)
        {
            if (lowering.Group.InPlace.Contains(part.Node)) continue;
            var box = target.From(part.Axis, part.Start).Every(part.Axis, part.Step);
            if (!Part.IsFilled(part.Node))
            {
                CopyLowering.Into(lowering, part.Node, box);
                continue;
            }

            var number = ((ConstantOp)part.Node.Inputs[0].Op).Number;
            CopyLowering.Fill(lowering, [.. part.Node.Shape.Dimensions], box, number);
        }
    }

    public static void Slice(GroupLowering lowering, Node node, SliceOp op)
    {
        var source = BufferView.To(lowering, node.Inputs[0]).From(op.Axis, op.Start).Every(op.Axis, op.Step);
        CopyLowering.Copy(lowering, [.. node.Shape.Dimensions], source, BufferView.To(lowering, node));
    }

    public static void Permute(GroupLowering lowering, Node node, PermuteOp op)
    {
        var source = BufferView.To(lowering, node.Inputs[0]).Permuted([.. op.Order]);
        CopyLowering.Copy(lowering, [.. node.Shape.Dimensions], source, BufferView.To(lowering, node));
    }

    public static void Pad(GroupLowering lowering, Node node, PadOp op)
    {
        var (shape, target) = (node.Shape, BufferView.To(lowering, node));
        Fill(0, op.Before);
        Assemble(lowering, node);
        Fill(shape[op.Axis] - op.After, op.After);

        void Fill(int start, int count)
        {
            if (count == 0) return;
            var sizes = shape.Dimensions.Select((d, i) => i == op.Axis ? count : d).ToArray();
            CopyLowering.Fill(lowering, sizes, target.From(op.Axis, start), op.Number);
        }
    }
}
