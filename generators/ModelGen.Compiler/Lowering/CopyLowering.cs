using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Moves boxes of elements: the views that are not the same memory.</summary>
internal static class CopyLowering
{
    /// <summary>Copies a box of <paramref name="sizes"/>: axis by axis, from and to the given strides and starts.</summary>
    /// <remarks>Writes exactly the box and reads nothing outside of it.</remarks>
    public static void Box(
        GroupLowering lowering, int[] sizes, BufferArgument source, int[] sourceStrides, int sourceStart, BufferArgument target, int[] targetStrides, int targetStart) =>
        Nest(lowering, sizes, target, targetStrides, targetStart, sourceStrides, sourceStart, (index, isVector) =>
            isVector ? new VectorExpression.Load(source, index) : new VectorExpression.Broadcast(source, index));

    /// <summary>Fills a box with a number.</summary>
    public static void Fill(GroupLowering lowering, int[] sizes, BufferArgument target, int[] targetStrides, int targetStart, double value) =>
        Nest(lowering, sizes, target, targetStrides, targetStart, targetStrides, 0, (_, _) => new VectorExpression.Constant(value));

    private static void Nest(
        GroupLowering lowering, int[] sizes, BufferArgument target, int[] targetStrides, int targetStart, int[] sourceStrides, int sourceStart, Func<Affine, bool, VectorExpression> value)
    {
        var lane = Array.FindLastIndex(sizes, s => s != 1);
        var contiguous = lane >= 0 && sizes[lane] != Shape.Batch && targetStrides[lane] == 1 && sourceStrides[lane] == 1;
        var space = new IterationSpace(sizes, contiguous ? lane : -1);
        space.Touch(sourceStrides);
        space.Touch(targetStrides);
        var builder = lowering.Builder;
        var axes = Enumerable.Range(0, sizes.Length).Where(a => !contiguous || a != lane);
        LoopNest.Write(builder, space.Loops(axes, mergeLane: false), positions =>
        {
            Affine from = Affine.Of(sourceStart), to = Affine.Of(targetStart);
            foreach (var (axis, position) in positions)
            {
                from += position * sourceStrides[axis.Innermost];
                to += position * targetStrides[axis.Innermost];
            }

            if (!contiguous)
            {
                builder.StoreFirst(target, to, value(from, false));
                return;
            }

            builder.Loop(
                "f",
                Extent.Of(sizes[lane]),
                (Layout.Lanes, sizes[lane] <= LoopNest.UnrolledVectors * Layout.Lanes, f => builder.Store(target, to + f, value(from + f, true))),
                (1, false, f => builder.StoreFirst(target, to + f, value(from + f, false))));
        });
    }

    /// <summary>Copies a whole tensor into a box of the anchor's memory.</summary>
    public static void Into(GroupLowering lowering, Node source, Node target, int targetStart)
    {
        var from = lowering.Plan.StorageOf(source).Layout;
        var to = lowering.Plan.StorageOf(target).Layout;
        Box(lowering, [.. source.Shape.Dimensions], lowering.BufferOf(source), [.. from.Strides], 0, lowering.BufferOf(target), [.. to.Strides], targetStart);
    }
}
