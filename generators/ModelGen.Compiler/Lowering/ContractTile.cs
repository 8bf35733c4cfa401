using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>One tile of a contraction's results: accumulators in registers, one chain of multiply-adds for each.</summary>
/// <param name="space">The loops.</param>
/// <param name="rows">The axis along which the rows are, and their number.</param>
/// <param name="columns">The axis along which the columns are, and their number; without an axis they are vectors along the lanes.</param>
/// <param name="taps">The axis of a window that slides with the sum, and how many taps there are; each column has accumulators for all of
/// them.</param>
/// <param name="outer">Where the tile is.</param>
/// <param name="lane">Where it is along the lanes; null if single elements are computed, or the lanes are added up.</param>
/// <param name="next">Asks for weights that are needed soon.</param>
internal sealed class ContractTile(
    ContractSpace space,
    (LoopAxis? Axis, int Count) rows,
    (LoopAxis? Axis, int Count) columns,
    (LoopAxis? Axis, int Count) taps,
    IReadOnlyList<LoopPosition> outer,
    LoopPosition? lane,
    NextBlock? next)
{
    /// <summary>A sum is written out up to this many multiply-adds of virtual vectors, or twice as many of machine vectors.</summary>
    private const int UnrolledProducts = 32;

    /// <summary>The same for one sample, whose sums wait for each other: a branch that is not foreseen costs more than the sum.</summary>
    private const int UnrolledProductsOfOneSample = 64;

    /// <summary>For a sum of this length, storing the result and loading it again costs next to nothing.</summary>
    private const int LongSum = 32;

    private readonly VectorLocal[,] _accumulators = new VectorLocal[rows.Count, columns.Count * taps.Count];
    private IReadOnlyList<LoopPosition> _outer = outer;

    private KernelBuilder Builder => space.Lowering.Builder;

    private int Parts => space.Lowering.Target.Parts;

    private int Products => _accumulators.Length;

    /// <summary>Whether all lanes hold the same number.</summary>
    private bool IsUniform => lane is null && !space.SumsOverLanes;

    public void Write()
    {
        ForEach((r, c) => _accumulators[r, c] = Builder.Variable($"acc{r}_{c}", new VectorExpression.Constant(0), IsUniform));
        Sum(space.Summed, [], Products);
        if (SpillTarget() is { } spill) FinishFromMemory(spill);
        else FinishFromRegisters();
    }

    private void ForEach(Action<int, int> body)
    {
        for (var r = 0; r < rows.Count; r++)
            for (var c = 0; c < columns.Count * taps.Count; c++)
                body(r, c);
    }

    /// <param name="loops">The loops that remain.</param>
    /// <param name="inner">The positions of the loops around.</param>
    /// <param name="cost">The multiply-adds of one iteration as code, written-out loops included.</param>
    private void Sum(IReadOnlyList<LoopAxis> loops, IReadOnlyList<LoopPosition> inner, int cost)
    {
        if (loops.Count == 0)
        {
            Multiply(inner);
            return;
        }

        var (loop, rest) = (loops[0], loops.Skip(1).ToArray());
        if (loop.Innermost == space.LaneAxis)
        {
            // The last block is computed in full: the lanes behind the last sample hold zeros.
            var samples = loop with { IsLane = true };
            Builder.Loop("s", loop.Extent, (Layout.Lanes, false, s => Sum(rest, [.. inner, new LoopPosition(samples, s)], cost)));
        }
        else if (space.PaddingOver(loop) is { } padding)
        {
            SumWithin(padding, loop, rest, inner);
        }
        else
        {
            var iterations =
                loop.Extent.PerSample ? int.MaxValue
                : space.IsCut(loop) ? Math.Min(loop.Extent.Count, Layout.Lanes)
                : loop.Extent.Count;
            var most = space.Lowering.Target.IsForOneSample ? UnrolledProductsOfOneSample : UnrolledProducts;
            var unrolled =
                !loop.Extent.PerSample
                && (long)iterations * cost <= most
                && (long)iterations * cost * Parts <= 2 * most;
            space.Steps(
                loop,
                NameOf(rest),
                [1],
                unrolled,
                (position, _) => Sum(rest, [.. inner, position], unrolled ? cost * iterations : cost));
        }
    }

    /// <summary>Adds up the products inside the operand only.</summary>
    private void SumWithin(ImplicitPadding padding, LoopAxis loop, IReadOnlyList<LoopAxis> rest, IReadOnlyList<LoopPosition> inner)
    {
        var free = space.PositionOf(padding.Free, _outer);
        var size = new[] { rows, columns, taps }.Where(a => IsAlong(a.Axis, padding.Free)).Select(a => a.Count).DefaultIfEmpty(1).First();
        if (!free.IsConstant)
        {
            // All tiles are one loop, the first and the last included; otherwise a tile of several positions has no tap outside of the
            // operand.
            var hasEdges = size > 1 && padding.HasSimpleEdges(size);
            var (first, end) = size == 1 || hasEdges ? padding.Bounds(free, size) : (null, null);
            if (hasEdges) Edges(before: true);
            Builder.Between(NameOf(rest), loop.Extent, first, end, At);
            if (hasEdges) Edges(before: false);
            return;
        }

        // Some taps of this tile are outside of the operand for some of its positions. Those are written out.
        Edge(free.Constant, before: true);
        var common = padding.Common(free.Constant, size);
        if (common.End > common.First)
            Builder.Between(NameOf(rest), Extent.Of(common.End - common.First), null, null, p => At(p + common.First));
        Edge(free.Constant, before: false);

        // Taps that only some positions of the first or the last tile have are written out, guarded by an if.
        void Edges(bool before)
        {
            foreach (var position in new[] { 0, ((padding.FreeCount / size) - 1) * size })
            {
                var (first, end) = padding.Common(position, size);
                if (before ? first > 0 : end < padding.SummedCount)
                    Builder.When(free, position, () => AtPosition(padding.Free, position, () => Edge(position, before)));
            }
        }

        void Edge(int position, bool before)
        {
            var (first, last) = padding.Partly(position, size);
            foreach (var tap in before ? first : last) At(Affine.Of(tap));
        }

        void At(Affine tap) => Sum(rest, [.. inner, new LoopPosition(loop, tap)], UnrolledProducts);
    }

    /// <summary>Writes what is done for one value of a letter only.</summary>
    private void AtPosition(char letter, int position, Action body)
    {
        var anywhere = _outer;
        _outer = anywhere.Select(p => IsAlong(p.Axis, letter) ? p with { Position = Affine.Of(position) } : p).ToArray();
        body();
        _outer = anywhere;
    }

    private bool IsAlong(LoopAxis? axis, char letter) => axis is not null && space.Letters[axis.Innermost] == letter;

    private static string NameOf(IReadOnlyCollection<LoopAxis> rest) => rest.Count == 0 ? "k" : "q";

    private void Multiply(IReadOnlyList<LoopPosition> inner)
    {
        var named = new Dictionary<VectorExpression, VectorExpression>();
        ForEach((r, c) =>
        {
            IReadOnlyList<LoopPosition> point = [.. PointOf(Affine.Of(r), Affine.Of(c)), .. inner];
            if (!space.Counts(point)) return;
            var left = Named("left", space.Left, point, named);
            var right = Named("right", space.Right, point, named);
            var sum = new VectorExpression.Read(_accumulators[r, c]);
            Builder.Assign(
                _accumulators[r, c],
                space.Op.IsOfPairs ? new VectorExpression.MultiplyAddPairs(left, right, sum)
                : space.Op.IsUnfused
                    ? KernelBuilder.Call(ScalarFunction.Add, KernelBuilder.Call(ScalarFunction.Multiply, left, right), sum)
                    : KernelBuilder.Call(ScalarFunction.MultiplyAdd, left, right, sum));
        });
        next?.Request([.. _outer, .. inner]);
    }

    private VectorExpression Named(
        string name,
        OperandView operand,
        IReadOnlyList<LoopPosition> point,
        Dictionary<VectorExpression, VectorExpression> named)
    {
        var value = space.Read(operand, point);
        if (IsUsedOnce(operand)) return value;
        if (!named.TryGetValue(value, out var local)) named.Add(value, local = Builder.Let(name, value));
        return local;
    }

    /// <summary>Whether no two products share this operand's value. Then it needs no local variable.</summary>
    private bool IsUsedOnce(OperandView operand) =>
        (rows.Count == 1 || (rows.Axis is not null && operand.Strides[rows.Axis.Innermost] != 0))
        && (columns.Count == 1 || (columns.Axis is null ? operand.IsVector : operand.Strides[columns.Axis.Innermost] != 0))
        && (taps.Axis is null || operand.Strides[taps.Axis.Innermost] != 0)
        && (IsUniform || Parts == 1 || (operand.IsVector && Parts == 2));

    private void FinishFromRegisters()
    {
        var loads = new Dictionary<VectorExpression, VectorExpression>();
        ForEach((r, c) =>
        {
            var sum = Result(r, c);
            if (space.SumsOverLanes) sum = Builder.Let("total", new VectorExpression.CombineLanes(ReduceKind.Sum, sum));
            Finish(PointOf(Affine.Of(r), Affine.Of(c)), sum, loads);
        });
    }

    /// <summary>A long epilogue is not written out for every accumulator. The tile is stored, and a loop reads it back.</summary>
    private void FinishFromMemory(Node spill)
    {
        var buffer = space.Lowering.BufferOf(spill);
        ForEach(
            (r, c) =>
                Builder.Store(
                    buffer,
                    space.IndexOf(spill, PointOf(Affine.Of(r), Affine.Of(c))),
                    Result(r, c)));
        Builder.Loop(
            "r",
            Extent.Of(rows.Count),
            (
                1,
                false,
                r =>
                    Builder.Loop(
                        "v",
                        Extent.Of(columns.Count),
                        (
                            1,
                            false,
                            c =>
                            {
                                var point = PointOf(r, c);
                                Finish(point, Builder.Let("tile", new VectorExpression.Load(buffer, space.IndexOf(spill, point))), []);
                            }
                ))));
    }

    /// <summary>A sum as a float.</summary>
    private VectorExpression Result(int row, int column)
    {
        var sum = new VectorExpression.Read(_accumulators[row, column]);
        return space.Op.IsOfPairs ? Builder.Let("whole", new VectorExpression.FromIntegers(sum)) : sum;
    }

    private void Finish(IReadOnlyList<LoopPosition> point, VectorExpression sum, Dictionary<VectorExpression, VectorExpression> loads)
    {
        var evaluation = new Evaluation(space.Lowering, space.Anchor.Shape, point, lane is null ? -1 : space.LaneAxis)
        {
            Loads = loads,
            [space.Anchor] = sum,
        };
        foreach (var output in space.Stored)
            evaluation.Store(output);
    }

    /// <summary>
    /// A result of the kernel in scratch memory, in which sums may be kept until the result is written there; null if the epilogue is
    /// short.
    /// </summary>
    private Node? SpillTarget()
    {
        var isLong = space.Summed.Any(s => s.Extent.PerSample) || space.Summed.Aggregate(1L, (n, s) => n * s.Extent.Count) >= LongSum;
        var budget = isLong ? JitBudget.UnrolledOperations / 4 : JitBudget.UnrolledOperations;
        return Products > 1 && lane is not null && Instructions.Of(space.Lowering.Epilogue) * Products * Parts > budget
            ? space.Stored.FirstOrDefault(n => space.Lowering.Plan.StorageOf(n).Address.Region == Region.Arena)
            : null;
    }

    /// <param name="row">Which row.</param>
    /// <param name="column">Which column; with taps, column · taps + tap.</param>
    private IReadOnlyList<LoopPosition> PointOf(Affine row, Affine column)
    {
        var tap = Affine.Zero;
        if (taps.Axis is not null)
            (column, tap) = (Affine.Of(column.Constant / taps.Count), Affine.Of(column.Constant % taps.Count));
        var point = _outer
            .Select(p =>
                p.Axis == rows.Axis ? p.Plus(row)
                : p.Axis == columns.Axis ? p.Plus(column)
                : p.Axis == taps.Axis ? p.Plus(tap)
                : p)
            .ToList();
        if (lane is not null)
            point.Add(columns.Axis is null && !space.InSamples ? lane.Plus(column * Layout.Lanes) : lane);
        return point;
    }
}
