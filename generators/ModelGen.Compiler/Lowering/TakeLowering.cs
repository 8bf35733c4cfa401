using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Rows of a table, read, added to or written where indices say. Features lie in the lanes.</summary>
internal static class TakeLowering
{
    /// <summary>Takes rows, with the elementwise nodes behind.</summary>
    public static void Take(GroupLowering lowering, Node anchor)
    {
        var (builder, domain, table) = (lowering.Builder, anchor.Shape, BufferView.To(lowering, anchor.Inputs[0]));
        var index = IndexOf(lowering, anchor.Inputs[1]);
        // Vectors of one number lie side by side in memory, but their rows do not: then one by one.
        var (columns, laneAxis) = (domain.Rank - 1, domain[domain.Rank - 1] > 1 ? domain.Rank - 1 : -1);
        var stored = lowering.Stored([anchor, .. lowering.Epilogue]).ToArray();
        var space = new IterationSpace([.. domain.Dimensions], laneAxis);
        space.Touch([.. index.Strides, 0]);
        foreach (var node in lowering.ExternalInputs(lowering.Epilogue).Concat(stored))
            space.Touch(lowering.Plan.StorageOf(node), node.Shape);
        var cost = Math.Max(1, Instructions.Of(lowering.Group.Members) * lowering.Target.Parts);
        var tokens = space.Loops(Enumerable.Range(0, columns), mergeLane: false, !lowering.NeedsPositions(lowering.Epilogue));
        LoopNest.Write(
            builder,
            tokens,
            place =>
            {
                var at = place.Aggregate(Affine.Of(index.Start), (sum, loop) => sum + (loop.Position * index.Strides[loop.Axis.Innermost]));
                var row = builder.ReadIndex("row", index.Buffer, at, anchor.Inputs[0].Shape[0]);
                LoopNest.Write(builder, space.Loops([columns], mergeLane: false), place, inner => At(row, inner), cost);
            },
            JitBudget.UnrolledOperations);

        void At(Affine row, IReadOnlyList<LoopPosition> place)
        {
            var at = Affine.Of(table.Start) + (row * table.Strides[0]);
            if (laneAxis >= 0) at += place[place.Count - 1].Position * table.Strides[1];
            var evaluation = new Evaluation(lowering, domain, place, laneAxis)
            {
                [anchor] = builder.Let(
                    "taken",
                    laneAxis < 0 ? new VectorExpression.Broadcast(table.Buffer, at) : new VectorExpression.Load(table.Buffer, at)),
            };
            foreach (var node in stored) evaluation.Store(node);
        }
    }

    /// <summary>Clears a table and adds vectors to its rows. Threads divide the columns; each walks all indices in order.</summary>
    public static void ScatterAdd(GroupLowering lowering, Node anchor)
    {
        var (builder, table, vectors) = (lowering.Builder, BufferView.To(lowering, anchor), BufferView.To(lowering, anchor.Inputs[1]));
        var (index, shape) = (IndexOf(lowering, anchor.Inputs[0]), anchor.Inputs[1].Shape);
        var (rows, width) = (anchor.Shape[0], anchor.Shape[1]);
        var space = new IterationSpace([.. shape.Dimensions], -1);
        space.Touch([.. index.Strides, 0]);
        space.Touch(vectors.Strides);
        var tokens = space.Loops(Enumerable.Range(0, shape.Rank - 1), mergeLane: false);
        var isSingle = width == 1;
        if (isSingle) Column(Affine.Zero);
        else builder.Loop("column", Extent.Of(Layout.RoundUp(width)), (Layout.Lanes, false, Column));

        void Column(Affine column)
        {
            var (inTable, inVectors) = (Affine.Of(table.Start) + (column * table.Strides[1]), Affine.Of(vectors.Start) + column);
            builder.Loop(
                "i",
                Extent.Of(rows),
                (1, false, row => Store(inTable + (row * table.Strides[0]), new VectorExpression.Constant(0))));
            LoopNest.Write(
                builder,
                tokens,
                place =>
                {
                    var (at, from) = (Affine.Of(index.Start), inVectors);
                    foreach (var loop in place)
                    {
                        at += loop.Position * index.Strides[loop.Axis.Innermost];
                        from += loop.Position * vectors.Strides[loop.Axis.Innermost];
                    }

                    var to = inTable + (builder.ReadIndex("row", index.Buffer, at, rows) * table.Strides[0]);
                    var sum = builder.Let(
                        "sum",
                        KernelBuilder.Call(ScalarFunction.Add, Read(table.Buffer, to), Read(vectors.Buffer, from)));
                    // What lies between the rows of a gradient stays zero.
                    if (width % Layout.Lanes != 0 && !isSingle)
                        sum = builder.Let("masked", new VectorExpression.Mask(sum, 0, column, Extent.Of(width)));
                    Store(to, sum);
                },
                JitBudget.UnrolledOperations);
        }

        VectorExpression Read(BufferArgument buffer, Affine at) =>
            isSingle ? new VectorExpression.Broadcast(buffer, at) : new VectorExpression.Load(buffer, at);

        void Store(Affine at, VectorExpression value)
        {
            if (isSingle) builder.StoreFirst(table.Buffer, at, value);
            else builder.Store(table.Buffer, at, value);
        }
    }

    /// <summary>Writes one position of an axis, in the memory of all positions.</summary>
    public static void Put(GroupLowering lowering, Node anchor, PutOp op)
    {
        var (builder, value, rank) = (lowering.Builder, anchor.Inputs[1], anchor.Shape.Rank);
        var (target, source) = (BufferView.To(lowering, anchor), BufferView.To(lowering, value));
        var index = IndexOf(lowering, anchor.Inputs[2]);
        var lane = lowering.Plan.StorageOf(anchor).Layout.LaneAxis;
        var isVector = lane != op.Axis && value.Shape[lane] > 1 && lowering.Plan.StorageOf(value).Layout.LaneAxis == lane;
        var space = new IterationSpace([.. value.Shape.Dimensions], isVector ? lane : -1);
        space.Touch(lowering.Plan.StorageOf(value), value.Shape);
        space.Touch(target.Strides);
        LoopNest.Write(
            builder,
            space.Loops([0], mergeLane: false),
            sample =>
            {
                var at = sample.Aggregate(Affine.Of(index.Start), (sum, loop) => sum + (loop.Position * index.Strides[0]));
                var position = builder.ReadIndex("position", index.Buffer, at, anchor.Shape[op.Axis]) * target.Strides[op.Axis];
                LoopNest.Write(builder, space.Loops(Enumerable.Range(1, rank - 1), mergeLane: false), sample, place =>
                {
                    var (to, from) = (position + target.Start, Affine.Of(source.Start));
                    foreach (var loop in place)
                    {
                        to += loop.Position * target.Strides[loop.Axis.Innermost];
                        from += loop.Position * source.Strides[loop.Axis.Innermost];
                    }

                    if (isVector) builder.Store(target.Buffer, to, new VectorExpression.Load(source.Buffer, from));
                    else builder.StoreFirst(target.Buffer, to, new VectorExpression.Broadcast(source.Buffer, from));
                });
            },
            JitBudget.UnrolledOperations);
    }

    /// <summary>Where the indices are, whose axes of size one have no distance.</summary>
    private static BufferView IndexOf(GroupLowering lowering, Node index)
    {
        var access = BufferView.To(lowering, index);
        return access with { Strides = access.Strides.Select((stride, axis) => index.Shape[axis] == 1 ? 0 : stride).ToArray() };
    }
}
