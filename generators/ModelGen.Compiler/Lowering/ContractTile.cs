using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>One tile of a contraction's results: accumulators in registers, one chain of multiply-adds for each.</summary>
/// <param name="space">The loops.</param>
/// <param name="rows">The axis that rows are of, and how many there are.</param>
/// <param name="columns">The axis that columns are of, and how many; without an axis they are vectors along the lanes.</param>
/// <param name="taps">The axis of a window that slides with the sum, and how many taps there are; each column has accumulators for all of
/// them.</param>
/// <param name="outer">Where the tile is.</param>
/// <param name="lane">Where it is along the lanes; null if single elements are computed, or the lanes are added up.</param>
internal sealed class ContractTile(
    ContractSpace space,
    (LoopAxis? Axis, int Count) rows,
    (LoopAxis? Axis, int Count) columns,
    (LoopAxis? Axis, int Count) taps,
    IReadOnlyList<LoopPosition> outer,
    LoopPosition? lane)
{
    /// <summary>Sums of this many fused multiply-adds of virtual vectors, or twice as many of machine vectors, are written out.</summary>
    private const int UnrolledProducts = 32;

    /// <summary>A sum this long hides a trip of its result through memory.</summary>
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

    /// <param name="loops">What is still to be summed over.</param>
    /// <param name="inner">Where in the sum the kernel is.</param>
    /// <param name="cost">Multiply-adds of one turn, as they are written out so far.</param>
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
            // The last block is whole, too: what is beyond the samples has been cleared.
            var samples = loop with { IsLane = true };
            Builder.Loop("s", loop.Extent, (Layout.Lanes, false, s => Sum(rest, [.. inner, new LoopPosition(samples, s)], cost)));
        }
        else if (space.OverhangOver(loop) is { } overhang)
        {
            SumWithin(overhang, loop, rest, inner);
        }
        else
        {
            var turns =
                loop.Extent.PerSample ? int.MaxValue
                : space.IsCut(loop) ? Math.Min(loop.Extent.Count, Layout.Lanes)
                : loop.Extent.Count;
            var unrolled =
                !loop.Extent.PerSample && (long)turns * cost <= UnrolledProducts && (long)turns * cost * Parts <= 2 * UnrolledProducts;
            space.Steps(
                loop,
                NameOf(rest),
                [1],
                unrolled,
                (position, _) => Sum(rest, [.. inner, position], unrolled ? cost * turns : cost));
        }
    }

    /// <summary>Only what lies within the operand is added up.</summary>
    private void SumWithin(Overhang overhang, LoopAxis loop, IReadOnlyList<LoopAxis> rest, IReadOnlyList<LoopPosition> inner)
    {
        var free = space.PositionOf(overhang.Free, _outer);
        var size = new[] { rows, columns, taps }.Where(a => IsAlong(a.Axis, overhang.Free)).Select(a => a.Count).DefaultIfEmpty(1).First();
        if (!free.IsConstant)
        {
            // With the edges in the same loop; otherwise a tile of several is inside, where all counts.
            var hasEdges = size > 1 && overhang.HasSimpleEdges(size);
            var (first, end) = size == 1 || hasEdges ? overhang.Bounds(free, size) : (null, null);
            if (hasEdges) Edges(before: true);
            Builder.Between(NameOf(rest), loop.Extent, first, end, At);
            if (hasEdges) Edges(before: false);
            return;
        }

        // The tile is at an edge: the taps that only some of it has are written out.
        Edge(free.Constant, before: true);
        var common = overhang.Common(free.Constant, size);
        if (common.End > common.First)
            Builder.Between(NameOf(rest), Extent.Of(common.End - common.First), null, null, p => At(p + common.First));
        Edge(free.Constant, before: false);

        // What only some of the first tile has, or of the last one, it has alone.
        void Edges(bool before)
        {
            foreach (var place in new[] { 0, ((overhang.FreeCount / size) - 1) * size })
            {
                var (first, end) = overhang.Common(place, size);
                if (before ? first > 0 : end < overhang.SummedCount)
                    Builder.When(free, place, () => AtPlace(overhang.Free, place, () => Edge(place, before)));
            }
        }

        void Edge(int place, bool before)
        {
            var (first, last) = overhang.Partly(place, size);
            foreach (var tap in before ? first : last) At(Affine.Of(tap));
        }

        void At(Affine tap) => Sum(rest, [.. inner, new LoopPosition(loop, tap)], UnrolledProducts);
    }

    /// <summary>Writes what is done at one place of a letter only.</summary>
    private void AtPlace(char letter, int place, Action body)
    {
        var anywhere = _outer;
        _outer = anywhere.Select(p => IsAlong(p.Axis, letter) ? p with { Position = Affine.Of(place) } : p).ToArray();
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
            IReadOnlyList<LoopPosition> place = [.. Place(Affine.Of(r), Affine.Of(c)), .. inner];
            if (!space.Counts(place)) return;
            var left = Named("left", space.Left, place, named);
            var right = Named("right", space.Right, place, named);
            var sum = new VectorExpression.Read(_accumulators[r, c]);
            Builder.Assign(
                _accumulators[r, c],
                space.Op.IsUnfused
                    ? KernelBuilder.Call(ScalarFunction.Add, KernelBuilder.Call(ScalarFunction.Multiply, left, right), sum)
                    : KernelBuilder.Call(ScalarFunction.MultiplyAdd, left, right, sum));
        });
    }

    private VectorExpression Named(
        string name,
        OperandAccess operand,
        IReadOnlyList<LoopPosition> place,
        Dictionary<VectorExpression, VectorExpression> named)
    {
        var value = space.Read(operand, place);
        if (IsUsedOnce(operand)) return value;
        if (!named.TryGetValue(value, out var local)) named.Add(value, local = Builder.Let(name, value));
        return local;
    }

    /// <summary>Whether each product has an operand of its own, which then needs no name.</summary>
    private bool IsUsedOnce(OperandAccess operand) =>
        (rows.Count == 1 || (rows.Axis is not null && operand.Strides[rows.Axis.Innermost] != 0))
        && (columns.Count == 1 || (columns.Axis is null ? operand.IsVector : operand.Strides[columns.Axis.Innermost] != 0))
        && (taps.Axis is null || operand.Strides[taps.Axis.Innermost] != 0)
        && (IsUniform || Parts == 1 || (operand.IsVector && Parts == 2));

    private void FinishFromRegisters()
    {
        var loads = new Dictionary<VectorExpression, VectorExpression>();
        ForEach((r, c) =>
        {
            VectorExpression sum = new VectorExpression.Read(_accumulators[r, c]);
            if (space.SumsOverLanes) sum = Builder.Let("total", new VectorExpression.CombineLanes(ReduceKind.Sum, sum));
            Finish(Place(Affine.Of(r), Affine.Of(c)), sum, loads);
        });
    }

    /// <summary>A long epilogue is not written out for every accumulator: the tile goes to memory and is read back in a loop.</summary>
    private void FinishFromMemory(Node spill)
    {
        var buffer = space.Lowering.BufferOf(spill);
        ForEach(
            (r, c) =>
                Builder.Store(
                    buffer,
                    space.IndexOf(spill, Place(Affine.Of(r), Affine.Of(c))),
                    new VectorExpression.Read(_accumulators[r, c])));
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
                                var place = Place(r, c);
                                Finish(place, Builder.Let("tile", new VectorExpression.Load(buffer, space.IndexOf(spill, place))), []);
                            }
                ))));
    }

    private void Finish(IReadOnlyList<LoopPosition> place, VectorExpression sum, Dictionary<VectorExpression, VectorExpression> loads)
    {
        var evaluation = new Evaluation(space.Lowering, space.Anchor.Shape, place, lane is null ? -1 : space.LaneAxis)
        {
            Loads = loads,
            [space.Anchor] = sum,
        };
        foreach (var output in space.Stored)
            evaluation.Store(output);
    }

    /// <summary>
    /// A result of the kernel in scratch memory, which may hold sums until the result itself is written there; null if the epilogue is
    /// short.
    /// </summary>
    private Node? SpillTarget()
    {
        var isLong = space.Summed.Any(s => s.Extent.PerSample) || space.Summed.Aggregate(1L, (n, s) => n * s.Extent.Count) >= LongSum;
        var budget = isLong ? JitBudget.UnrolledOperations / 4 : JitBudget.UnrolledOperations;
        return Products > 1 && lane is not null && Instructions.Of(space.Lowering.Epilogue) * Products * Parts > budget
            ? space.Stored.FirstOrDefault(n => space.Lowering.Plan.StorageOf(n).Place.Region == Region.Arena)
            : null;
    }

    /// <param name="row">Which row.</param>
    /// <param name="column">Which column, or which tap of one: those of a column come behind each other.</param>
    private IReadOnlyList<LoopPosition> Place(Affine row, Affine column)
    {
        var tap = Affine.Zero;
        if (taps.Axis is not null)
            (column, tap) = (Affine.Of(column.Constant / taps.Count), Affine.Of(column.Constant % taps.Count));
        var place = _outer
            .Select(p =>
                p.Axis == rows.Axis ? p.Plus(row)
                : p.Axis == columns.Axis ? p.Plus(column)
                : p.Axis == taps.Axis ? p.Plus(tap)
                : p)
            .ToList();
        if (lane is not null)
            place.Add(columns.Axis is null && !space.InSamples ? lane.Plus(column * Layout.Lanes) : lane);
        return place;
    }
}
