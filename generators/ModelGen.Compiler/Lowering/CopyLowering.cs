using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Moves boxes of elements: the views that are not the same memory.</summary>
internal static class CopyLowering
{
    /// <summary>Copies a box of <paramref name="sizes"/>. Writes exactly the box and reads nothing outside of it.</summary>
    public static void Copy(GroupLowering lowering, int[] sizes, Access source, Access target)
    {
        var axis = target.PanelAxis >= 0 ? target.PanelAxis : source.PanelAxis;
        if (axis < 0)
        {
            Nest(lowering, sizes, target, source, (index, isVector) =>
                isVector ? new VectorExpression.Load(source.Buffer, index) : new VectorExpression.Broadcast(source.Buffer, index));
            return;
        }

        // An axis in panels is two: whole panels outside of everything, and sixteen places. What is left of a panel is a box of its own.
        var (panels, rest) = (sizes[axis] / Layout.Lanes, sizes[axis] % Layout.Lanes);
        if (panels > 0) Part(panels, Layout.Lanes, 0);
        if (rest > 0) Part(1, rest, panels);

        void Part(int vectors, int within, int first) =>
            Copy(lowering, [vectors, .. sizes.Take(axis), within, .. sizes.Skip(axis + 1)], source.Split(axis, first), target.Split(axis, first));
    }

    /// <summary>Fills a box with a number.</summary>
    public static void Fill(GroupLowering lowering, int[] sizes, Access target, double value) =>
        Nest(lowering, sizes, target, target, (_, _) => new VectorExpression.Constant(value));

    /// <summary>Copies a whole tensor into a box of the anchor's memory.</summary>
    public static void Into(GroupLowering lowering, Node source, Access target) =>
        Copy(lowering, [.. source.Shape.Dimensions], Access.To(lowering, source), target);

    private static void Nest(GroupLowering lowering, int[] sizes, Access target, Access source, Func<Affine, bool, VectorExpression> value)
    {
        var lane = Array.FindLastIndex(sizes, s => s != 1);
        var contiguous = lane >= 0 && sizes[lane] != Shape.Batch && target.Strides[lane] == 1 && source.Strides[lane] == 1;
        var space = new IterationSpace(sizes, contiguous ? lane : -1);
        space.Touch(source.Strides);
        space.Touch(target.Strides);
        var builder = lowering.Builder;
        var axes = Enumerable.Range(0, sizes.Length).Where(a => !contiguous || a != lane);
        LoopNest.Write(builder, space.Loops(axes, mergeLane: false), positions =>
        {
            Affine from = Affine.Of(source.Start), to = Affine.Of(target.Start);
            foreach (var (axis, position) in positions)
            {
                from += position * source.Strides[axis.Innermost];
                to += position * target.Strides[axis.Innermost];
            }

            if (!contiguous)
            {
                builder.StoreFirst(target.Buffer, to, value(from, false));
                return;
            }

            builder.Loop(
                "f",
                Extent.Of(sizes[lane]),
                (Layout.Lanes, sizes[lane] <= LoopNest.UnrolledVectors * Layout.Lanes, f => builder.Store(target.Buffer, to + f, value(from + f, true))),
                (1, false, f => builder.StoreFirst(target.Buffer, to + f, value(from + f, false))));
        });
    }
}
