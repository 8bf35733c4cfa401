using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Sums of products: a tile of accumulators in registers, one chain of fused multiply-adds for each result.</summary>
/// <remarks>
/// With features in the lanes, the columns of a tile are vectors along them. With samples in the lanes, rows and columns are two
/// axes of the result, one for each operand; where the samples themselves are summed over, every lane adds up its own
/// samples, and the lanes are added at the end.
/// </remarks>
internal sealed class ContractLowering
{
    /// <summary>Sums of this many fused multiply-adds of virtual vectors, or twice as many of machine vectors, are written out.</summary>
    private const int UnrolledProducts = 32;

    /// <summary>A sum this long hides a trip of its result through memory.</summary>
    private const int LongSum = 32;

    /// <summary>Operations for one vector from which on an epilogue is long.</summary>
    private const int LongEpilogue = 100;

    /// <summary>Tiles that reach over an edge are written out once more.</summary>
    private const double EdgeCost = 1.03;

    /// <summary>Rows that divide the sixteen of a panel.</summary>
    private const int RowsInPanel = 8;

    private readonly GroupLowering _lowering;
    private readonly Node _anchor;
    private readonly ContractOp _op;
    private readonly ContractPlan _plan;
    private readonly string _letters;
    private readonly int _laneAxis;
    private readonly int _laneSize;
    private readonly Operand _left;
    private readonly Operand _right;
    private readonly HashSet<int> _cut = [];
    private readonly Overhang[] _overhangs;
    private readonly bool _inSamples;
    private readonly IReadOnlyList<LoopAxis> _outer;
    private readonly LoopAxis? _rows;
    private readonly LoopAxis? _columns;
    private readonly IReadOnlyList<LoopAxis> _summed;

    private ContractLowering(GroupLowering lowering, Node anchor)
    {
        _lowering = lowering;
        _anchor = anchor;
        _op = (ContractOp)anchor.Op;
        var inputs = anchor.Inputs.Select(i => i.Shape).ToArray();
        _plan = ContractPlan.Choose(anchor) ?? throw new CompilerException($"{anchor} has an operand no vector can read.");
        _letters = _op.Result + _op.Summed;
        var sizes = _op.Sizes(inputs);
        _laneAxis = _letters.IndexOf(_plan.Lane);
        _laneSize = _laneAxis < 0 ? 1 : sizes[_plan.Lane];
        _inSamples = anchor.Lanes == Lanes.Samples && _laneSize == Shape.Batch;

        var space = new IterationSpace(_letters.Select(l => sizes[l]).ToArray(), _laneAxis);
        _left = OperandOf(_op.Left, anchor.Inputs[0], _plan.LeftIsVector);
        _right = OperandOf(_op.Right, anchor.Inputs[1], _plan.RightIsVector);
        space.Touch(_left.Strides);
        space.Touch(_right.Strides);
        foreach (var node in lowering.ExternalInputs(lowering.Epilogue).Concat(lowering.Stored([anchor, .. lowering.Epilogue])))
        {
            var storage = lowering.Plan.StorageOf(node);
            space.Touch(OnLetters(storage, node.Shape));
            if (storage.Layout.InPanels) Cut(storage.Layout.LaneAxis + _op.Result.Length - node.Shape.Rank);
        }

        Cut(_left.PanelAxis);
        Cut(_right.PanelAxis);
        _overhangs = [.. Overhang.Of(_op, _op.Left, inputs[0], sizes), .. Overhang.Of(_op, _op.Right, inputs[1], sizes)];
        var mayMerge = !lowering.NeedsPositions(lowering.Epilogue);
        var results = Enumerable.Range(0, _op.Result.Length).Where(a => a != _laneAxis).ToArray();
        var loops = Loops(results, mayMerge);
        _summed = Loops(Enumerable.Range(_op.Result.Length, _letters.Length - _op.Result.Length).ToArray(), mayMerge: true);
        (_rows, _columns) = _inSamples ? BestTile(loops) : (loops.LastOrDefault(IsRow), null);
        _outer = loops.Where(l => l != _rows && l != _columns).ToArray();

        // An axis in panels is walked panel by panel, and merges with no other.
        IReadOnlyList<LoopAxis> Loops(int[] axes, bool mayMerge)
        {
            var found = new List<LoopAxis>();
            foreach (var run in Runs(axes)) found.AddRange(space.Loops(run, mergeLane: false, mayMerge));
            return found;
        }
    }

    private KernelBuilder Builder => _lowering.Builder;

    /// <summary>Whether a tile is so little code that short loops around it may be written out.</summary>
    private bool MayRepeat => !_inSamples && !_op.HasWindows;

    private bool IsWide => _laneSize != 1;

    private bool SumsOverLanes => ContractPlan.SumsOverSamples(_anchor);

    public static void Lower(GroupLowering lowering, Node anchor)
    {
        var contract = new ContractLowering(lowering, anchor);
        if (!contract._inSamples) contract.Nest(contract._outer, [], contract.Rows);
        else if (contract.SumsOverLanes) contract.Nest(contract._outer, [], outer => contract.Tiles(outer, null));
        else contract.Builder.Loop("f", Extent.Of(Shape.Batch), (Layout.Lanes, false, contract.Samples));
    }

    private void Samples(Affine position)
    {
        var lane = new LoopPosition(new LoopAxis([_laneAxis], Extent.Of(_laneSize), IsLane: true), position);
        Nest(_outer, [], outer => Tiles(outer, lane));
    }

    private void Cut(int axis)
    {
        if (axis >= 0 && axis != _laneAxis) _cut.Add(axis);
    }

    private IEnumerable<int[]> Runs(int[] axes)
    {
        var run = new List<int>();
        foreach (var axis in axes)
        {
            if (!_cut.Contains(axis) && !_overhangs.Any(o => o.Free == _letters[axis] || o.Summed == _letters[axis]))
            {
                run.Add(axis);
                continue;
            }

            if (run.Count > 0) yield return run.ToArray();
            run.Clear();
            yield return [axis];
        }

        if (run.Count > 0) yield return run.ToArray();
    }

    private bool IsCut(LoopAxis? loop) => loop is not null && _cut.Contains(loop.Innermost);

    /// <summary>The axes of rows and columns, one for each operand, that make the cheapest tile.</summary>
    private (LoopAxis?, LoopAxis?) BestTile(IReadOnlyList<LoopAxis> loops)
    {
        var constant = loops.Where(l => !l.Extent.PerSample).ToArray();
        var ofLeft = constant.Where(l => _right.Strides[l.Innermost] == 0).ToArray();
        var ofRight = constant.Where(l => _left.Strides[l.Innermost] == 0).ToArray();
        var pairs =
            from row in ofRight.Cast<LoopAxis?>().Append(null)
            from column in ofLeft.Cast<LoopAxis?>().Append(null)
            let work = constant.Where(l => l != row && l != column).Aggregate(1.0, (product, l) => product * l.Extent.Count)
            let edges = new[] { row, column }.Count(l => l is not null && OverhangOf(l) is not null)
            select (row, column, Cost: work * Math.Pow(EdgeCost, edges) * TileChoice.Best(_lowering.Target, AxisOf(row, _right), AxisOf(column, _left)).Cost);
        var best = pairs.OrderBy(p => p.Cost).First();
        return (best.row, best.column);
    }

    private TileAxis? AxisOf(LoopAxis? loop, Operand operand) => loop is null ? null : new TileAxis(loop.Extent.Count, IsCut(loop), operand.IsVector);

    /// <summary>A row meets one operand only where that is broadcast: its accumulators share the vectors of the other.</summary>
    private bool IsRow(LoopAxis loop) =>
        (_left.Strides[loop.Innermost] == 0 || !_plan.LeftIsVector) && (_right.Strides[loop.Innermost] == 0 || !_plan.RightIsVector);

    /// <summary>Nested loops in steps of one.</summary>
    private void Nest(IReadOnlyList<LoopAxis> loops, IReadOnlyList<LoopPosition> outer, Action<IReadOnlyList<LoopPosition>> body)
    {
        if (!loops.Any(IsCut)) LoopNest.Write(Builder, loops, outer, body, MayRepeat ? 1 : JitBudget.UnrolledOperations);
        else Steps(loops[0], "i", [1], false, (position, _) => Nest(loops.Skip(1).ToArray(), [.. outer, position], body));
    }

    /// <summary>A loop in steps of the given sizes, the largest first; an axis in panels panel by panel.</summary>
    private void Steps(LoopAxis loop, string name, int[] sizes, bool unrolled, Action<LoopPosition, int> body)
    {
        if (!IsCut(loop))
        {
            Builder.Loop(name, loop.Extent, sizes.Select(size => (size, unrolled, (Action<Affine>)(p => body(new LoopPosition(loop, p), size)))).ToArray());
            return;
        }

        var rest = loop.Extent.Count % Layout.Lanes;
        var segments = new List<(int, bool, Action<Affine>)>();
        if (loop.Extent.Count >= Layout.Lanes) segments.Add((Layout.Lanes, false, p => Panel(p, Layout.Lanes)));
        if (rest > 0) segments.Add((rest, false, p => Panel(p, rest)));
        Builder.Loop("panel", loop.Extent, [.. segments]);

        void Panel(Affine panel, int count)
        {
            var steps = sizes[0] == 1 ? sizes : Cover(count, sizes[0]);
            Builder.Loop(name, Extent.Of(count), steps.Select(size => (size, unrolled, (Action<Affine>)(w => body(new LoopPosition(loop, panel, w), size)))).ToArray());
        }
    }

    private static int[] Cover(int count, int size) => count % size == 0 ? [size] : count < size ? [count] : [size, count % size];

    /// <summary>With samples in the lanes: tiles of rows and columns.</summary>
    private void Tiles(IReadOnlyList<LoopPosition> outer, LoopPosition? lane)
    {
        var tile = TileChoice.Best(_lowering.Target, AxisOf(_rows, _right), AxisOf(_columns, _left)).Tile;
        Along(_columns, "column", tile.Vectors, [], (columns, width) =>
            Along(_rows, "row", tile.Rows, [.. outer, .. columns], (place, height) => Block(place, height, width, lane)));
    }

    private void Along(LoopAxis? loop, string name, int size, IReadOnlyList<LoopPosition> outer, Action<IReadOnlyList<LoopPosition>, int> body)
    {
        if (loop is null) body(outer, 1);
        else if (OverhangOf(loop) is { } overhang) Pieces(loop, overhang, name, size, (position, count) => body([.. outer, position], count));
        else Steps(loop, name, IsCut(loop) ? [size] : Cover(loop.Extent.Count, size), false, (position, count) => body([.. outer, position], count));
    }

    private Overhang? OverhangOf(LoopAxis loop) => _overhangs.FirstOrDefault(o => o.Free == _letters[loop.Innermost]);

    /// <summary>The pieces of an axis, of which those that reach over an edge are written out, each where it is.</summary>
    private void Pieces(LoopAxis loop, Overhang overhang, string name, int size, Action<LoopPosition, int> body)
    {
        var count = loop.Extent.Count;
        for (var at = 0; at < count;)
        {
            var inside = 0;
            while (at + ((inside + 1) * size) <= count && overhang.IsWhole(at + (inside * size), size)) inside++;
            if (inside > 1)
            {
                var first = at;
                Builder.Loop(name, Extent.Of(inside * size), (size, false, p => body(new LoopPosition(loop, p + first), size)));
                at += inside * size;
                continue;
            }

            var width = Math.Min(size, count - at);
            body(new LoopPosition(loop, Affine.Of(at)), width);
            at += width;
        }
    }

    private void Rows(IReadOnlyList<LoopPosition> outer)
    {
        if (_rows is null)
        {
            Vectors(outer, _lowering.Target.Tiles.Last());
            return;
        }

        if (IsCut(_rows))
        {
            Steps(_rows, "row", [Math.Min(RowsInPanel, _lowering.Target.Tiles[0].Rows)], false, (position, count) => Vectors([.. outer, position], _lowering.Target.TileOf(count)));
            return;
        }

        var tiles = RowTiles(_rows.Extent).ToArray();
        if (OverhangOf(_rows) is { } overhang)
        {
            Pieces(_rows, overhang, "row", tiles[0].Rows, (position, count) => Vectors([.. outer, position], tiles.First(t => t.Rows == count)));
            return;
        }

        var segments = tiles.Select(tile => (tile.Rows, false, (Action<Affine>)(position =>
            Vectors([.. outer, new LoopPosition(_rows, position)], tile)))).ToArray();
        Builder.Loop("row", _rows.Extent, segments);
    }

    /// <summary>The tiles that cover the rows: for a constant number, the largest and one for exactly what is left.</summary>
    private IEnumerable<Tile> RowTiles(Extent rows)
    {
        var tiles = _lowering.Target.Tiles;
        // A long epilogue is written out for every tile: then two must do.
        if (rows.PerSample && rows.Count % tiles[0].Rows != 0) return JitBudget.Cost(_lowering.Epilogue) <= LongEpilogue ? tiles : [tiles[0], tiles.Last()];
        if (rows.PerSample) return [tiles[0]];
        var rest = rows.Count % tiles[0].Rows;
        var result = new List<Tile>();
        if (rows.Count >= tiles[0].Rows) result.Add(tiles[0]);
        if (rest > 0) result.Add(_lowering.Target.TileOf(rest));
        return result;
    }

    /// <summary>With features in the lanes: tiles of several vectors.</summary>
    private void Vectors(IReadOnlyList<LoopPosition> outer, Tile tile)
    {
        if (!IsWide)
        {
            Block(outer, tile.Rows, 1, null);
            return;
        }

        var lane = new LoopAxis([_laneAxis], Extent.Of(_laneSize), IsLane: true);
        var vectors = Layout.RoundUp(_laneSize) / Layout.Lanes;
        var sizes = Cover(vectors, Math.Min(tile.Vectors, vectors));
        Builder.Loop("f", LoopNest.Rounded(lane), sizes.Select(size => (size * Layout.Lanes, false, (Action<Affine>)(position =>
            Block(outer, tile.Rows, size, new LoopPosition(lane, position))))).ToArray());
    }

    /// <summary>One tile of the result.</summary>
    private void Block(IReadOnlyList<LoopPosition> outer, int rows, int columns, LoopPosition? lane)
    {
        var isUniform = lane is null && !SumsOverLanes;
        var accumulators = new VectorLocal[rows, columns];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++)
                accumulators[r, c] = Builder.Variable($"acc{r}_{c}", new VectorExpression.Constant(0), isUniform);

        Sum(_summed, [], rows * columns);

        var products = rows * columns * _lowering.Target.Parts;
        var isLong = _summed.Any(s => s.Extent.PerSample) || _summed.Aggregate(1L, (n, s) => n * s.Extent.Count) >= LongSum;
        var budget = isLong ? JitBudget.UnrolledOperations / 4 : JitBudget.UnrolledOperations;
        if (JitBudget.Cost(_lowering.Epilogue) * products > budget && rows * columns > 1 && lane is not null && SpillTarget() is { } spill)
            FinishFromMemory(spill);
        else
            FinishFromRegisters();

        void FinishFromRegisters()
        {
            var loads = new Dictionary<VectorExpression, VectorExpression>();
            for (var r = 0; r < rows; r++)
            {
                for (var c = 0; c < columns; c++)
                {
                    VectorExpression sum = new VectorExpression.Read(accumulators[r, c]);
                    if (SumsOverLanes) sum = Builder.Let("total", new VectorExpression.CombineLanes(ReduceKind.Sum, sum));
                    Finish(Place(Affine.Of(r), Affine.Of(c)), sum, loads);
                }
            }
        }

        // A long epilogue is not written out for every accumulator: the tile goes to memory and is read back in a loop.
        void FinishFromMemory(Node spill)
        {
            var storage = _lowering.Plan.StorageOf(spill);
            var (strides, panels) = (OnLetters(storage, spill.Shape), storage.Layout.InPanels ? storage.Layout.LaneAxis + _op.Result.Length - spill.Shape.Rank : -1);
            var buffer = _lowering.BufferOf(spill);
            for (var r = 0; r < rows; r++)
                for (var c = 0; c < columns; c++)
                    Builder.Store(buffer, IndexAt(Place(Affine.Of(r), Affine.Of(c)), strides, panels), new VectorExpression.Read(accumulators[r, c]));
            Builder.Loop("r", Extent.Of(rows), (1, false, r => Builder.Loop("v", Extent.Of(columns), (1, false, c =>
            {
                var place = Place(r, c);
                Finish(place, Builder.Let("tile", new VectorExpression.Load(buffer, IndexAt(place, strides, panels))), []);
            }
            ))));
        }

        void Finish(IReadOnlyList<LoopPosition> place, VectorExpression sum, Dictionary<VectorExpression, VectorExpression> loads)
        {
            var evaluation = new Evaluation(_lowering, _anchor.Shape, place, lane is null ? -1 : _laneAxis) { Loads = loads, [_anchor] = sum };
            foreach (var output in _lowering.Stored([_anchor, .. _lowering.Epilogue])) evaluation.Store(output);
        }

        void Sum(IReadOnlyList<LoopAxis> loops, IReadOnlyList<LoopPosition> inner, int cost)
        {
            if (loops.Count == 0)
            {
                Multiply(inner);
                return;
            }

            var loop = loops[0];
            var rest = loops.Skip(1).ToArray();
            if (loop.Innermost == _laneAxis)
            {
                // The last block is whole, too: what is beyond the samples has been cleared.
                var samples = loop with { IsLane = true };
                Builder.Loop("s", loop.Extent, (Layout.Lanes, false, s => Sum(rest, [.. inner, new LoopPosition(samples, s)], cost)));
                return;
            }

            if (_overhangs.FirstOrDefault(o => o.Summed == _letters[loop.Innermost]) is { } overhang)
            {
                Within(overhang, loop, rest, inner);
                return;
            }

            var turns = loop.Extent.PerSample ? int.MaxValue : IsCut(loop) ? Math.Min(loop.Extent.Count, Layout.Lanes) : loop.Extent.Count;
            var unrolled = !loop.Extent.PerSample && (long)turns * cost <= UnrolledProducts
                && (long)turns * cost * _lowering.Target.Parts <= 2 * UnrolledProducts;
            Steps(loop, rest.Length == 0 ? "k" : "q", [1], unrolled, (position, _) =>
                Sum(rest, [.. inner, position], unrolled ? cost * turns : cost));
        }

        // Only what lies within the operand is added up.
        void Within(Overhang overhang, LoopAxis loop, IReadOnlyList<LoopAxis> rest, IReadOnlyList<LoopPosition> inner)
        {
            var free = outer.FirstOrDefault(p => _letters[p.Axis.Innermost] == overhang.Free)?.Position ?? Affine.Zero;
            var name = rest.Count == 0 ? "k" : "q";
            var size = TileSizeOf(overhang.Free);
            if (!free.IsConstant)
            {
                var (first, end) = size > 1 ? (null, null) : overhang.Bounds(free);
                Builder.Between(name, loop.Extent, first, end, At);
                return;
            }

            // The tile is at an edge: the taps that only some of it has are written out.
            var common = overhang.Common(free.Constant, size);
            for (var tap = 0; tap < common.First; tap++) At(Affine.Of(tap));
            if (common.End > common.First) Builder.Between(name, Extent.Of(common.End - common.First), null, null, p => At(p + common.First));
            for (var tap = common.End; tap < overhang.SummedCount; tap++) At(Affine.Of(tap));

            void At(Affine tap)
            {
                if (tap.IsConstant && !Enumerable.Range(free.Constant, size).Any(f => overhang.Counts(f, tap.Constant))) return;
                Sum(rest, [.. inner, new LoopPosition(loop, tap)], UnrolledProducts);
            }
        }

        int TileSizeOf(char letter) => _rows is not null && _letters[_rows.Innermost] == letter ? rows
            : _columns is not null && _letters[_columns.Innermost] == letter ? columns : 1;

        // Whether no tap of the product is known to lie beyond its operand.
        bool Counts(IReadOnlyList<LoopPosition> place) => _overhangs.All(overhang =>
        {
            var free = place.FirstOrDefault(p => _letters[p.Axis.Innermost] == overhang.Free)?.Position ?? Affine.Zero;
            var summed = place.FirstOrDefault(p => _letters[p.Axis.Innermost] == overhang.Summed)?.Position ?? Affine.Zero;
            return !free.IsConstant || !summed.IsConstant || overhang.Counts(free.Constant, summed.Constant);
        });

        void Multiply(IReadOnlyList<LoopPosition> inner)
        {
            var named = new Dictionary<VectorExpression, VectorExpression>();
            for (var r = 0; r < rows; r++)
            {
                for (var c = 0; c < columns; c++)
                {
                    var place = Place(Affine.Of(r), Affine.Of(c)).Concat(inner).ToArray();
                    if (!Counts(place)) continue;
                    var left = Read(_left, 0, place, named, UsedOnce(_left));
                    var right = Read(_right, 1, place, named, UsedOnce(_right));
                    var sum = new VectorExpression.Read(accumulators[r, c]);
                    Builder.Assign(accumulators[r, c], KernelBuilder.Call(ScalarFunction.MultiplyAdd, left, right, sum));
                }
            }
        }

        // Whether each product has an operand of its own, which then needs no name.
        bool UsedOnce(Operand operand) =>
            (rows == 1 || (_rows is not null && operand.Strides[_rows.Innermost] != 0))
            && (columns == 1 || (_columns is null ? operand.IsVector : operand.Strides[_columns.Innermost] != 0))
            && (isUniform || _lowering.Target.Parts == 1 || (operand.IsVector && _lowering.Target.Parts == 2));

        IReadOnlyList<LoopPosition> Place(Affine row, Affine column)
        {
            var place = outer.Select(p => p.Axis == _rows ? p.Plus(row) : p.Axis == _columns ? p.Plus(column) : p).ToList();
            if (lane is not null) place.Add(_columns is null && !_inSamples ? lane.Plus(column * Layout.Lanes) : lane);
            return place;
        }
    }

    private VectorExpression Read(Operand operand, int input, IReadOnlyList<LoopPosition> place, Dictionary<VectorExpression, VectorExpression> named, bool inPlace)
    {
        var index = IndexAt(place, operand.Strides, operand.PanelAxis) + operand.Start;
        var buffer = _lowering.BufferOf(_anchor.Inputs[input]);
        VectorExpression value = operand.IsVector ? new VectorExpression.Load(buffer, index) : new VectorExpression.Broadcast(buffer, index);
        if (inPlace) return value;
        if (!named.TryGetValue(value, out var name)) named.Add(value, name = Builder.Let(input == 0 ? "left" : "right", value));
        return name;
    }

    /// <summary>A result of the kernel in scratch memory, which may hold sums until the result itself is written there.</summary>
    private Node? SpillTarget() => _lowering.Stored([_anchor, .. _lowering.Epilogue])
        .FirstOrDefault(n => _lowering.Plan.StorageOf(n).Place.Region == Region.Arena);

    private static Affine IndexAt(IReadOnlyList<LoopPosition> place, int[] strides, int panelAxis) =>
        place.Aggregate(Affine.Zero, (sum, p) => sum + p.Distance(strides[p.Axis.Innermost], p.Axis.Innermost == panelAxis));

    private Operand OperandOf(Subscripts subscripts, Node node, bool isVector)
    {
        var layout = _lowering.Plan.StorageOf(node).Layout;
        var strides = subscripts.Axes.Select((_, axis) => node.Shape[axis] == 1 ? 0 : layout.Strides[axis]).ToArray();
        var panel = layout.InPanels ? subscripts.Axes[layout.LaneAxis].Plain : null;
        if (layout.InPanels && panel is null) throw new CompilerException($"{node} has a window across its panels.");
        return new Operand(
            _letters.Select(l => subscripts.Axes.Select((a, axis) => a.FactorOf(l) * strides[axis]).Sum()).ToArray(),
            subscripts.Axes.Select((a, axis) => a.Offset * strides[axis]).Sum(),
            isVector,
            panel is { } letter ? _letters.IndexOf(letter) : -1);
    }

    private int[] OnLetters(Storage storage, Shape shape)
    {
        var strides = new int[_letters.Length];
        IterationSpace.Align(storage.Layout, shape, _op.Result.Length).CopyTo(strides, 0);
        return strides;
    }

    /// <summary>How an operand is read.</summary>
    /// <param name="Strides">The distance between neighbours along each letter.</param>
    /// <param name="Start">Where the first element lies.</param>
    /// <param name="IsVector">Whether it is loaded as vectors.</param>
    /// <param name="PanelAxis">The letter along which it lies in panels, or -1.</param>
    private sealed record Operand(int[] Strides, int Start, bool IsVector, int PanelAxis);
}
