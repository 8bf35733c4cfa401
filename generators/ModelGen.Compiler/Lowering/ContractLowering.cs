using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Sums of products: a tile of accumulators in registers, one chain of fused multiply-adds for each result.</summary>
internal sealed class ContractLowering
{
    /// <summary>Sums of this many fused multiply-adds of virtual vectors, or twice as many of machine vectors, are written out.</summary>
    private const int UnrolledProducts = 32;

    /// <summary>A sum this long hides a trip of its result through memory.</summary>
    private const int LongSum = 32;

    /// <summary>Operations for one vector from which on an epilogue is long.</summary>
    private const int LongEpilogue = 100;

    private readonly GroupLowering _lowering;
    private readonly Node _anchor;
    private readonly ContractOp _op;
    private readonly ContractPlan _plan;
    private readonly string _letters;
    private readonly int _laneAxis;
    private readonly int _laneSize;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly IReadOnlyList<LoopAxis> _outer;
    private readonly LoopAxis? _rows;
    private readonly IReadOnlyList<LoopAxis> _summed;

    private ContractLowering(GroupLowering lowering, Node anchor)
    {
        _lowering = lowering;
        _anchor = anchor;
        _op = (ContractOp)anchor.Op;
        var inputs = anchor.Inputs.Select(i => i.Shape).ToArray();
        _plan = ContractPlan.Choose(_op, inputs[0], inputs[1]) ?? throw new CompilerException($"{anchor} has an operand no vector can read.");
        _letters = _op.Result + _op.Summed;
        var sizes = _op.Sizes(inputs);
        _laneAxis = _letters.IndexOf(_plan.Lane);
        _laneSize = sizes[_plan.Lane];

        var space = new IterationSpace(_letters.Select(l => sizes[l]).ToArray(), _laneAxis);
        _left = Strides(_op.Left, anchor.Inputs[0]);
        _right = Strides(_op.Right, anchor.Inputs[1]);
        space.Touch(_left);
        space.Touch(_right);
        foreach (var node in lowering.ExternalInputs(lowering.Epilogue).Concat(lowering.Stored([anchor, .. lowering.Epilogue])))
            space.Touch(OnLetters(lowering.Plan.StorageOf(node), node.Shape));

        var mayMerge = !lowering.NeedsPositions(lowering.Epilogue);
        var results = Enumerable.Range(0, _op.Result.Length).Where(a => a != _laneAxis).ToArray();
        var loops = space.Loops(results, mergeLane: false, mayMerge);
        _rows = loops.LastOrDefault(IsRow);
        _outer = loops.Where(l => l != _rows).ToArray();
        _summed = space.Loops(Enumerable.Range(_op.Result.Length, _letters.Length - _op.Result.Length), mergeLane: false);
    }

    private KernelBuilder Builder => _lowering.Builder;

    private bool IsWide => _laneSize != 1;

    public static void Lower(GroupLowering lowering, Node anchor)
    {
        var contract = new ContractLowering(lowering, anchor);
        LoopNest.Write(contract.Builder, contract._outer, contract.Rows);
    }

    /// <summary>A row meets one operand only where that is broadcast: its accumulators share the vectors of the other.</summary>
    private bool IsRow(LoopAxis loop) =>
        (_left[loop.Innermost] == 0 || !_plan.LeftIsVector) && (_right[loop.Innermost] == 0 || !_plan.RightIsVector);

    private void Rows(IReadOnlyList<LoopPosition> outer)
    {
        if (_rows is null)
        {
            Lanes(outer, _lowering.Target.Tiles.Last());
            return;
        }

        var segments = RowTiles(_rows.Extent).Select(tile => (tile.Rows, false, (Action<Affine>)(position =>
            Lanes([.. outer, new LoopPosition(_rows, position)], tile)))).ToArray();
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

    private void Lanes(IReadOnlyList<LoopPosition> outer, Tile tile)
    {
        if (!IsWide)
        {
            Block(outer, tile.Rows, null, 1);
            return;
        }

        var lane = new LoopAxis([_laneAxis], Extent.Of(_laneSize), IsLane: true);
        var vectors = Layout.RoundUp(_laneSize) / Layout.Lanes;
        var block = Math.Min(tile.Vectors, vectors);
        var rest = vectors % block;
        var sizes = rest == 0 ? [block] : new[] { block, rest };
        Builder.Loop("f", LoopNest.Rounded(lane), sizes.Select(size => (size * Layout.Lanes, false, (Action<Affine>)(position =>
            Block(outer, tile.Rows, new LoopPosition(lane, position), size)))).ToArray());
    }

    /// <summary>One tile of the result.</summary>
    private void Block(IReadOnlyList<LoopPosition> outer, int rows, LoopPosition? lane, int vectors)
    {
        var accumulators = new VectorLocal[rows, vectors];
        for (var r = 0; r < rows; r++)
            for (var v = 0; v < vectors; v++)
                accumulators[r, v] = Builder.Variable($"acc{r}_{v}", new VectorExpression.Constant(0), uniform: lane is null);

        Sum(_summed, [], rows * vectors);

        var products = rows * vectors * _lowering.Target.Parts;
        var isLong = _summed.Any(s => s.Extent.PerSample) || _summed.Aggregate(1L, (n, s) => n * s.Extent.Count) >= LongSum;
        var budget = isLong ? JitBudget.UnrolledOperations / 4 : JitBudget.UnrolledOperations;
        if (JitBudget.Cost(_lowering.Epilogue) * products > budget && rows * vectors > 1 && lane is not null && SpillTarget() is { } spill)
            FinishFromMemory(spill);
        else
            FinishFromRegisters();

        void FinishFromRegisters()
        {
            var loads = new Dictionary<VectorExpression, VectorExpression>();
            for (var r = 0; r < rows; r++)
                for (var v = 0; v < vectors; v++)
                    Finish(Place(r, v), new VectorExpression.Read(accumulators[r, v]), loads);
        }

        // A long epilogue is not written out for every accumulator: the tile goes to memory and is read back in a loop.
        void FinishFromMemory(Node spill)
        {
            var strides = OnLetters(_lowering.Plan.StorageOf(spill), spill.Shape);
            var buffer = _lowering.BufferOf(spill);
            for (var r = 0; r < rows; r++)
                for (var v = 0; v < vectors; v++)
                    Builder.Store(buffer, IndexAt(Place(r, v), strides), new VectorExpression.Read(accumulators[r, v]));
            Builder.Loop("r", new Extent(rows, false), (1, false, row => Builder.Loop("v", new Extent(vectors * Layout.Lanes, false), (Layout.Lanes, false, vector =>
            {
                var place = outer.Select(p => p.Axis == _rows ? p with { Position = p.Position + row } : p).Append(lane! with { Position = lane.Position + vector }).ToArray();
                var tile = Builder.Let("tile", new VectorExpression.Load(buffer, IndexAt(place, strides)));
                Finish(place, tile, []);
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
            var turns = loop.Extent.PerSample ? int.MaxValue : loop.Extent.Count;
            var unrolled = !loop.Extent.PerSample && (long)turns * cost <= UnrolledProducts
                && (long)turns * cost * _lowering.Target.Parts <= 2 * UnrolledProducts;
            Builder.Loop(loops.Count == 1 ? "k" : "q", loop.Extent, (1, unrolled, position =>
                Sum(loops.Skip(1).ToArray(), [.. inner, new LoopPosition(loop, position)], unrolled ? cost * turns : cost)));
        }

        void Multiply(IReadOnlyList<LoopPosition> inner)
        {
            var named = new Dictionary<VectorExpression, VectorExpression>();
            for (var r = 0; r < rows; r++)
            {
                for (var v = 0; v < vectors; v++)
                {
                    var place = Place(r, v).Concat(inner).ToArray();
                    var left = Operand(isLeft: true, place, named, UsedOnce(_left, _plan.LeftIsVector));
                    var right = Operand(isLeft: false, place, named, UsedOnce(_right, _plan.RightIsVector));
                    var sum = new VectorExpression.Read(accumulators[r, v]);
                    Builder.Assign(accumulators[r, v], KernelBuilder.Call(ScalarFunction.MultiplyAdd, left, right, sum));
                }
            }
        }

        // Whether each product has an operand of its own, which then needs no name.
        bool UsedOnce(int[] strides, bool isVector) =>
            (rows == 1 || (_rows is not null && strides[_rows.Innermost] != 0)) && (vectors == 1 || isVector)
            && (lane is null || _lowering.Target.Parts == 1 || (isVector && _lowering.Target.Parts == 2));

        IReadOnlyList<LoopPosition> Place(int row, int vector)
        {
            var place = outer.Select(p => p.Axis == _rows ? p with { Position = p.Position + row } : p).ToList();
            if (lane is not null) place.Add(lane with { Position = lane.Position + (vector * Layout.Lanes) });
            return place;
        }
    }

    private VectorExpression Operand(bool isLeft, IReadOnlyList<LoopPosition> place, Dictionary<VectorExpression, VectorExpression> named, bool inPlace)
    {
        var strides = isLeft ? _left : _right;
        var index = IndexAt(place, strides);
        var buffer = _lowering.BufferOf(_anchor.Inputs[isLeft ? 0 : 1]);
        var isVector = isLeft ? _plan.LeftIsVector : _plan.RightIsVector;
        VectorExpression value = isVector ? new VectorExpression.Load(buffer, index) : new VectorExpression.Broadcast(buffer, index);
        if (inPlace) return value;
        if (!named.TryGetValue(value, out var name)) named.Add(value, name = Builder.Let(isLeft ? "left" : "right", value));
        return name;
    }

    /// <summary>A result of the kernel in scratch memory, which may hold sums until the result itself is written there.</summary>
    private Node? SpillTarget() => _lowering.Stored([_anchor, .. _lowering.Epilogue])
        .FirstOrDefault(n => _lowering.Plan.StorageOf(n).Place.Region == Region.Arena);

    private static Affine IndexAt(IReadOnlyList<LoopPosition> place, int[] strides) =>
        place.Aggregate(Affine.Zero, (sum, p) => sum + (p.Position * strides[p.Axis.Innermost]));

    private int[] Strides(string operand, Node node)
    {
        var layout = _lowering.Plan.StorageOf(node).Layout;
        if (layout.InPanels && operand.IndexOf(_plan.Lane) != layout.LaneAxis) throw new CompilerException($"{node} lies in panels and is read across them.");
        return _letters.Select(l => operand.IndexOf(l) is >= 0 and var axis && node.Shape[axis] != 1 ? layout.Strides[axis] : 0).ToArray();
    }

    private int[] OnLetters(Storage storage, Shape shape)
    {
        var strides = new int[_letters.Length];
        IterationSpace.Align(storage.Layout, shape, _op.Result.Length).CopyTo(strides, 0);
        return strides;
    }
}
