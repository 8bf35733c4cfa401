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
    /// <summary>Operations for one vector from which on an epilogue is long.</summary>
    private const int LongEpilogue = 100;

    /// <summary>Rows that divide the sixteen of a panel.</summary>
    private const int RowsInPanel = 8;

    private readonly ContractSpace _space;
    private readonly IReadOnlyList<LoopAxis> _outer;
    private readonly LoopAxis? _rows;
    private readonly LoopAxis? _columns;

    private ContractLowering(ContractSpace space)
    {
        _space = space;
        (_rows, _columns) = space.InSamples ? BestTile() : (space.Results.LastOrDefault(IsRow), null);
        _outer = space.Results.Where(l => l != _rows && l != _columns).ToArray();
    }

    private KernelBuilder Builder => _space.Lowering.Builder;

    private Target Target => _space.Lowering.Target;

    /// <summary>Whether a tile is so little code that short loops around it may be written out.</summary>
    private bool MayRepeat => !_space.InSamples && !_space.Op.HasWindows;

    public static void Lower(GroupLowering lowering, Node anchor)
    {
        var contract = new ContractLowering(new ContractSpace(lowering, anchor));
        if (!contract._space.InSamples) contract.Features();
        else if (contract._space.SumsOverLanes) contract.Nest(contract._outer, [], outer => contract.Tiles(outer, null));
        else contract.Builder.Loop("f", Extent.Of(Shape.Batch), (Layout.Lanes, false, contract.Samples));
    }

    private void Samples(Affine position)
    {
        var lane = new LoopPosition(new LoopAxis([_space.LaneAxis], Extent.Of(_space.LaneSize), IsLane: true), position);
        Nest(_outer, [], outer => Tiles(outer, lane));
    }

    /// <summary>The axes of rows and columns, one for each operand, that make the cheapest tile.</summary>
    private (LoopAxis?, LoopAxis?) BestTile()
    {
        var constant = _space.Results.Where(l => !l.Extent.PerSample).ToArray();
        var ofLeft = constant.Where(l => _space.Right.Strides[l.Innermost] == 0).ToArray();
        var ofRight = constant.Where(l => _space.Left.Strides[l.Innermost] == 0).ToArray();
        var pairs =
            from row in ofRight.Cast<LoopAxis?>().Append(null)
            from column in ofLeft.Cast<LoopAxis?>().Append(null)
            let work = constant.Where(l => l != row && l != column).Aggregate(1.0, (product, l) => product * l.Extent.Count)
            select (row, column, Cost: work * TileChoice.Best(Target, AxisOf(row, _space.Right), AxisOf(column, _space.Left)).Cost);
        // Of tiles that cost the same, that whose neighbours are nearest: the next tile goes on in the same lines of memory.
        var best = pairs.OrderBy(p => p.Cost).ThenBy(p => Distance(p.row, _space.Right) + Distance(p.column, _space.Left)).First();
        return (best.row, best.column);

        static int Distance(LoopAxis? loop, OperandAccess operand) => loop is null ? 0 : Math.Abs(operand.Strides[loop.Innermost]);
    }

    private TileAxis? AxisOf(LoopAxis? loop, OperandAccess operand) => loop is null ? null : new TileAxis(loop.Extent.Count, _space.IsCut(loop), operand.IsVector, _space.OverhangOf(loop) is not null);

    /// <summary>A row meets one operand only where that is broadcast: its accumulators share the vectors of the other.</summary>
    private bool IsRow(LoopAxis loop) =>
        (_space.Left.Strides[loop.Innermost] == 0 || !_space.Left.IsVector) && (_space.Right.Strides[loop.Innermost] == 0 || !_space.Right.IsVector);

    /// <summary>Nested loops in steps of one.</summary>
    private void Nest(IReadOnlyList<LoopAxis> loops, IReadOnlyList<LoopPosition> outer, Action<IReadOnlyList<LoopPosition>> body)
    {
        if (!loops.Any(_space.IsCut)) LoopNest.Write(Builder, loops, outer, body, MayRepeat ? 1 : JitBudget.UnrolledOperations);
        else _space.Steps(loops[0], "i", [1], false, (position, _) => Nest(loops.Skip(1).ToArray(), [.. outer, position], body));
    }

    /// <summary>With samples in the lanes: tiles of rows and columns.</summary>
    private void Tiles(IReadOnlyList<LoopPosition> outer, LoopPosition? lane)
    {
        var tile = TileChoice.Best(Target, AxisOf(_rows, _space.Right), AxisOf(_columns, _space.Left)).Tile;
        Along(_columns, "column", tile.Vectors, [], (columns, width) =>
            Along(_rows, "row", tile.Rows, [.. outer, .. columns], (place, height) => Tile(place, height, width, lane)));
    }

    private void Along(LoopAxis? loop, string name, int size, IReadOnlyList<LoopPosition> outer, Action<IReadOnlyList<LoopPosition>, int> body)
    {
        if (loop is null) body(outer, 1);
        else if (_space.OverhangOf(loop) is { } overhang) Pieces(loop, overhang, name, size, (position, count) => body([.. outer, position], count));
        else _space.Steps(loop, name, _space.IsCut(loop) ? [size] : ContractSpace.Cover(loop.Extent.Count, size), false, (position, count) => body([.. outer, position], count));
    }

    /// <summary>The pieces of an axis: in one loop if only its first and its last turn reach over an edge, otherwise those that do are written out, each where it is.</summary>
    private void Pieces(LoopAxis loop, Overhang overhang, string name, int size, Action<LoopPosition, int> body)
    {
        var count = loop.Extent.Count;
        for (var at = 0; at < count;)
        {
            var alike = 0;
            if (at == 0 && overhang.HasSimpleEdges(size)) alike = count / size;
            else while (at + ((alike + 1) * size) <= count && overhang.IsWhole(at + (alike * size), size)) alike++;
            if (alike > 1)
            {
                var first = at;
                Builder.Loop(name, Extent.Of(alike * size), (size, false, p => body(new LoopPosition(loop, p + first), size)));
                at += alike * size;
                continue;
            }

            var width = Math.Min(size, count - at);
            body(new LoopPosition(loop, Affine.Of(at)), width);
            at += width;
        }
    }

    private void Tile(IReadOnlyList<LoopPosition> place, int rows, int columns, LoopPosition? lane) =>
        new ContractTile(_space, (_rows, rows), (_columns, columns), place, lane).Write();

    /// <summary>With features in the lanes: vectors within rows, or rows within vectors where so many weights would leave the cache between two tiles of rows.</summary>
    private void Features()
    {
        var isWide = _space.LaneSize != 1;
        if (isWide && _outer.Count == 0 && _rows is { Extent.PerSample: true } && !_space.IsCut(_rows) && VectorBytes > CacheLevel.L2.Bytes / 2)
            Vectors(Target.Tiles[0].Vectors, (lane, vectors) => Rows([], (place, tile) => Tile(place, tile.Rows, vectors, lane)));
        else if (isWide)
            Nest(_outer, [], outer => Rows(outer, (place, tile) => Vectors(tile.Vectors, (lane, vectors) => Tile(place, tile.Rows, vectors, lane))));
        else
            Nest(_outer, [], outer => Rows(outer, (place, tile) => Tile(place, tile.Rows, 1, null)));
    }

    private void Rows(IReadOnlyList<LoopPosition> outer, Action<IReadOnlyList<LoopPosition>, Tile> body)
    {
        if (_rows is null)
        {
            body(outer, Target.Tiles.Last());
            return;
        }

        if (_space.IsCut(_rows))
        {
            _space.Steps(_rows, "row", [Math.Min(RowsInPanel, Target.Tiles[0].Rows)], false, (position, count) => body([.. outer, position], Target.TileOf(count)));
            return;
        }

        var tiles = RowTiles(_rows.Extent).ToArray();
        if (_space.OverhangOf(_rows) is { } overhang)
        {
            Pieces(_rows, overhang, "row", tiles[0].Rows, (position, count) => body([.. outer, position], tiles.First(t => t.Rows == count)));
            return;
        }

        var segments = tiles.Select(tile => (tile.Rows, false, (Action<Affine>)(position => body([.. outer, new LoopPosition(_rows, position)], tile)))).ToArray();
        Builder.Loop("row", _rows.Extent, segments);
    }

    /// <summary>The tiles that cover the rows: for a constant number, the largest and one for exactly what is left.</summary>
    private IEnumerable<Tile> RowTiles(Extent rows)
    {
        var tiles = Target.Tiles;
        // A long epilogue is written out for every tile: then two must do.
        if (rows.PerSample && rows.Count % tiles[0].Rows != 0) return JitBudget.Cost(_space.Lowering.Epilogue) <= LongEpilogue ? tiles : [tiles[0], tiles.Last()];
        if (rows.PerSample) return [tiles[0]];
        var rest = rows.Count % tiles[0].Rows;
        var result = new List<Tile>();
        if (rows.Count >= tiles[0].Rows) result.Add(tiles[0]);
        if (rest > 0) result.Add(Target.TileOf(rest));
        return result;
    }

    /// <summary>Tiles of several vectors along the lanes.</summary>
    private void Vectors(int most, Action<LoopPosition, int> body)
    {
        var lane = new LoopAxis([_space.LaneAxis], Extent.Of(_space.LaneSize), IsLane: true);
        var vectors = Layout.RoundUp(_space.LaneSize) / Layout.Lanes;
        var segments = ContractSpace.Cover(vectors, Math.Min(most, vectors)).Select(size => (size * Layout.Lanes, false, (Action<Affine>)(position => body(new LoopPosition(lane, position), size)))).ToArray();
        Builder.Loop("f", LoopNest.Rounded(lane), segments);
    }

    /// <summary>The bytes of the operand that is read as vectors, which every tile of rows needs anew.</summary>
    private long VectorBytes => 4L * _space.Anchor.Inputs.Where((_, i) => i == 0 ? _space.Left.IsVector : _space.Right.IsVector).Sum(n => n.Shape.IsBatched ? 0 : n.Shape.SampleElements);
}
