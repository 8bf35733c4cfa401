using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Copies boxes of elements, for views that cannot be an alias of their operand.</summary>
internal static class CopyLowering
{
    /// <summary>The operations of gathering a vector, one for each float.</summary>
    private const int GatherCost = Layout.Lanes;

    /// <summary>Copies a box of <paramref name="sizes"/>. Writes exactly the box and reads nothing outside of it.</summary>
    public static void Copy(GroupLowering lowering, int[] sizes, BufferView source, BufferView target)
    {
        var axis = target.PanelAxis >= 0 ? target.PanelAxis : source.PanelAxis;
        if (axis < 0 || sizes[axis] == Shape.Batch)
        {
            Nest(lowering, sizes, target, source, (index, stride) => stride switch
            {
                null => new VectorExpression.Broadcast(source.Buffer, index),
                1 => new VectorExpression.Load(source.Buffer, index),
                { } apart => new VectorExpression.Gather(source.Buffer, index, apart),
            });
            return;
        }

        // An axis in panels becomes two axes: the panels, outermost, and sixteen positions. A last, shorter panel is a box of its own.
        var (panels, rest) = (sizes[axis] / Layout.Lanes, sizes[axis] % Layout.Lanes);
        if (panels > 0) Part(panels, Layout.Lanes, 0);
        if (rest > 0) Part(1, rest, panels);

        void Part(int vectors, int within, int first) =>
            Copy(
                lowering,
                [vectors, .. sizes.Take(axis), within, .. sizes.Skip(axis + 1)],
                source.Split(axis, first),
                target.Split(axis, first));
    }

    /// <summary>Fills a box with a number.</summary>
    public static void Fill(GroupLowering lowering, int[] sizes, BufferView target, double value) =>
        Nest(lowering, sizes, target, target, (_, _) => new VectorExpression.Constant(value));

    /// <summary>Copies a whole tensor into a box of the anchor's memory.</summary>
    public static void Into(GroupLowering lowering, Node source, BufferView target) =>
        Copy(lowering, [.. source.Shape.Dimensions], BufferView.To(lowering, source), target);

    /// <summary>Copies samples of which features lie in the lanes to blocks of sixteen side by side.</summary>
    public static void PackSamples(GroupLowering lowering, Node source, Node target)
    {
        var (from, to, shape) = (BufferView.To(lowering, source), BufferView.To(lowering, target), target.Shape);
        var builder = lowering.Builder;
        var space = new IterationSpace([.. shape.Dimensions], -1);
        space.Touch(from.Strides);
        space.Touch(to.Strides);
        var features = space.Loops(Enumerable.Range(1, shape.Rank - 1), mergeLane: false);
        var apart = from.Strides[0];
        builder.Loop(
            "f",
            Extent.Of(Shape.Batch),
            (
                Layout.Lanes,
                false,
                block =>
                    LoopNest.Write(
                        builder,
                        features,
                        place =>
                        {
                            var (read, written) = (block * apart, block * to.Strides[0]);
                            foreach (var loop in place)
                            {
                                read += loop.Position * from.Strides[loop.Axis.Innermost];
                                written += loop.Position * to.Strides[loop.Axis.Innermost];
                            }

                            VectorExpression samples =
                                apart == 1
                                    ? new VectorExpression.Load(from.Buffer, read)
                                    : new VectorExpression.Gather(from.Buffer, read, apart);
                            builder.Store(to.Buffer, written, samples);
                        },
                        GatherCost)));
    }

    /// <summary>
    /// Copies blocks of sixteen samples from a layout with samples in the lanes to one with features there. The last block is copied in
    /// full.
    /// </summary>
    public static void UnpackSamples(GroupLowering lowering, Node source, Node target)
    {
        var (from, to, shape) = (BufferView.To(lowering, source), BufferView.To(lowering, target), target.Shape);
        var lane = lowering.Plan.StorageOf(target).Layout.LaneAxis;
        var builder = lowering.Builder;
        if (lane == 0)
        {
            // One number a sample: the same place in both.
            builder.Loop(
                "f",
                Extent.Of(Shape.Batch),
                (Layout.Lanes, false, block => builder.Store(to.Buffer, block, new VectorExpression.Load(from.Buffer, block))));
            return;
        }

        var space = new IterationSpace([.. shape.Dimensions], lane);
        space.Touch(from.Strides);
        space.Touch(to.Strides);
        var between = space.Loops(Enumerable.Range(1, shape.Rank - 1).Where(axis => axis != lane), mergeLane: false);
        builder.Loop(
            "f",
            Extent.Of(Shape.Batch),
            (
                Layout.Lanes,
                false,
                block =>
                    builder.Loop(
                        "s",
                        Extent.Of(Layout.Lanes),
                        (
                            1,
                            false,
                            sample =>
                                LoopNest.Write(
                                    builder,
                                    between,
                                    positions =>
                                    {
                                        var (read, written) = ((block * from.Strides[0]) + sample, (block + sample) * to.Strides[0]);
                                        foreach (var loop in positions)
                                        {
                                            read += loop.Position * from.Strides[loop.Axis.Innermost];
                                            written += loop.Position * to.Strides[loop.Axis.Innermost];
                                        }

                                        var apart = from.Strides[lane];
                                        builder.Loop(
                                            "v",
                                            Extent.Of(shape[lane]),
                                            (
                                                Layout.Lanes,
                                                false,
                                                v =>
                                                    builder.Store(
                                                        to.Buffer,
                                                        written + v,
                                                        new VectorExpression.Gather(from.Buffer, read + (v * apart), apart))),
                                            (
                                                1,
                                                false,
                                                v =>
                                                    builder.StoreFirst(
                                                        to.Buffer,
                                                        written + v,
                                                        new VectorExpression.Broadcast(from.Buffer, read + (v * apart)))));
                                    },
                                    GatherCost)))));
    }

    /// <param name="lowering">The group.</param>
    /// <param name="sizes">The box.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="value">What is stored, from an index and the stride of the vector's floats; the stride is null for a single
    /// float.</param>
    private static void Nest(
        GroupLowering lowering, int[] sizes, BufferView target, BufferView source, Func<Affine, int?, VectorExpression> value)
    {
        // With samples in the lanes, whole vectors are copied, and their loop is the outermost.
        var inSamples = target.PanelAxis >= 0 && sizes[target.PanelAxis] == Shape.Batch;
        if (inSamples && source.PanelAxis != target.PanelAxis)
            throw new CompilerException("Samples that lie in the lanes are copied from where they do not.");
        var lane = inSamples ? target.PanelAxis : Array.FindLastIndex(sizes, s => s != 1);
        var inRows = !inSamples && lane >= 0 && sizes[lane] != Shape.Batch && target.Strides[lane] == 1;
        var apart = inRows ? source.Strides[lane] : 0;
        var inVectors = inRows && (apart == 1 || sizes[lane] >= Layout.Lanes);
        var space = new IterationSpace(sizes, inSamples || inVectors ? lane : -1);
        space.Touch(source.Strides);
        space.Touch(target.Strides);
        var builder = lowering.Builder;
        var axes = Enumerable.Range(0, sizes.Length).Where(a => !inVectors || a != lane);
        var unrolled = inVectors && sizes[lane] <= LoopNest.UnrolledVectors * Layout.Lanes;
        var cost = !inVectors || apart == 1 ? 1 : unrolled ? GatherCost * (Layout.RoundUp(sizes[lane]) / Layout.Lanes) : GatherCost;
        LoopNest.Write(builder, space.Loops(axes, mergeLane: false), positions =>
        {
            Affine from = Affine.Of(source.Start), to = Affine.Of(target.Start);
            foreach (var loop in positions)
            {
                from += loop.Position * source.Strides[loop.Axis.Innermost];
                to += loop.Position * target.Strides[loop.Axis.Innermost];
            }

            if (inSamples)
            {
                builder.Store(target.Buffer, to, value(from, 1));
                return;
            }

            if (!inVectors)
            {
                builder.StoreFirst(target.Buffer, to, value(from, null));
                return;
            }

            builder.Loop(
                "f",
                Extent.Of(sizes[lane]),
                (Layout.Lanes, unrolled, f => builder.Store(target.Buffer, to + f, value(from + (f * apart), apart))),
                (1, false, f => builder.StoreFirst(target.Buffer, to + f, value(from + (f * apart), null))));
        }, cost);
    }
}
