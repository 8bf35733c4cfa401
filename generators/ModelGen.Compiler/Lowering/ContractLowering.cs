using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Sums of products: a tile of accumulators in registers, one chain of multiply-adds for each result.</summary>
/// <remarks>
/// With features in the lanes, the columns of a tile are vectors along them. With samples in the lanes, rows and columns are two
/// axes of the result, one for each operand; where the samples themselves are summed over, every lane adds up its own
/// samples, and the lanes are added at the end.
/// </remarks>
internal sealed class ContractLowering
{
    /// <summary>Operations for one vector from which on an epilogue is long.</summary>
    private const int LongEpilogue = 100;

    /// <summary>
    /// Multiply-adds that a core has under way at once: two units, four cycles. A tile of fewer accumulators takes as long as one of these.
    /// </summary>
    private const int ChainsAtOnce = 8;

    /// <summary>Rows that divide the sixteen of a panel.</summary>
    private const int RowsInPanel = 8;

    private readonly ContractSpace _space;
    private readonly IReadOnlyList<LoopAxis> _outer;
    private readonly LoopAxis? _rows;
    private readonly LoopAxis? _columns;
    private readonly LoopAxis? _taps;

    private ContractLowering(ContractSpace space)
    {
        _space = space;
        (_rows, _columns, _taps) = space.InSamples
            ? BestTile()
            : (space.Results.LastOrDefault(l => IsRow(l) && !HasLongEdges(l)), null, null);
        _outer = space.Results.Where(l => l != _rows && l != _columns && l != _taps).ToArray();
    }

    private KernelBuilder Builder => _space.Lowering.Builder;

    private Target Target => _space.Lowering.Target;

    /// <summary>The code of a tile up to which short loops around it are written out.</summary>
    private bool MayRepeat => !_space.InSamples && !_space.Op.HasWindows;

    public static void Lower(GroupLowering lowering, Node anchor)
    {
        var contract = new ContractLowering(new ContractSpace(lowering, anchor));
        if (!contract._space.InSamples) contract.Features();
        else if (contract._space.SumsOverLanes) contract.SumsOfSamples();
        else contract.Builder.Loop("f", Extent.Of(Shape.Batch), (Layout.Lanes, false, contract.Samples));
    }

    private void Samples(Affine position)
    {
        var lane = new LoopPosition(new LoopAxis([_space.LaneAxis], Extent.Of(_space.LaneSize), IsLane: true), position);
        Nest(_outer, [], outer => Tiles(outer, lane));
    }

    /// <summary>The axes of the cheapest tile: rows and columns, one for each operand, and taps.</summary>
    private (LoopAxis? Rows, LoopAxis? Columns, LoopAxis? Taps) BestTile()
    {
        var constant = _space.Results.Where(l => !l.Extent.PerSample).ToArray();
        var ofLeft = constant.Where(l => _space.Right.Strides[l.Innermost] == 0 && !HasLongEdges(l)).ToArray();
        var ofRight = constant.Where(l => _space.Left.Strides[l.Innermost] == 0 && !HasLongEdges(l)).ToArray();
        var tiles =
            from row in ofRight.Cast<LoopAxis?>().Append(null)
            from column in ofLeft.Cast<LoopAxis?>().Append(null)
            from taps in ofLeft.Where(l => l != column && SlidesWithSum(l)).Cast<LoopAxis?>().Append(null)
            let work = constant.Where(l => l != row && l != column && l != taps).Aggregate(1.0, (product, l) => product * l.Extent.Count)
            select (row, column, taps, Cost: work * BestTile(row, column, taps).Cost);

        // Of tiles that cost the same, the one whose next tile is nearest in memory: it reads the same cache lines.
        var best = tiles.OrderBy(t => t.Cost).ThenBy(t => Distance(t.row, _space.Right) + Distance(t.column, _space.Left)).First();
        return (best.row, best.column, best.taps);

        static int Distance(LoopAxis? loop, OperandView operand) => loop is null ? 0 : Math.Abs(operand.Strides[loop.Innermost]);
    }

    /// <summary>Whether tiles along an axis would be too much code at the ends of the axis.</summary>
    private bool HasLongEdges(LoopAxis loop) =>
        _space.PaddingOf(loop) is { } padding && padding.HasLongEdges(Math.Min(loop.Extent.Count, Target.Tiles[0].Rows));

    private (Tile Tile, double Cost) BestTile(LoopAxis? rows, LoopAxis? columns, LoopAxis? taps) =>
        TileChoice.Best(Target, AxisOf(rows, _space.Right), AxisOf(columns, _space.Left), taps?.Extent.Count ?? 1);

    /// <summary>Whether the next position of a window reads what the sum reads next. That is so where the sum runs over samples.</summary>
    private bool SlidesWithSum(LoopAxis loop) => _space.SumsOverLanes && !_space.IsCut(loop) && loop.Axes.Length == 1
        && _space.Summed.LastOrDefault() is { } last && _space.Left.Strides[loop.Innermost] == _space.Left.Strides[last.Innermost];

    private TileAxis? AxisOf(LoopAxis? loop, OperandView operand) =>
        loop is null ? null : new TileAxis(loop.Extent.Count, _space.IsCut(loop), operand.IsVector, _space.PaddingOf(loop) is not null);

    /// <summary>
    /// A row is an axis of the operand that is broadcast. The accumulators of different rows share the vectors of the other operand.
    /// </summary>
    private bool IsRow(LoopAxis loop) =>
        (_space.Left.Strides[loop.Innermost] == 0 || !_space.Left.IsVector)
        && (_space.Right.Strides[loop.Innermost] == 0 || !_space.Right.IsVector);

    /// <summary>Nested loops in steps of one.</summary>
    private void Nest(IReadOnlyList<LoopAxis> loops, IReadOnlyList<LoopPosition> outer, Action<IReadOnlyList<LoopPosition>> body)
    {
        if (!loops.Any(_space.IsCut)) LoopNest.Write(Builder, loops, outer, body, MayRepeat ? 1 : JitBudget.UnrolledOperations);
        else _space.Steps(loops[0], "i", [1], false, (position, _) => Nest(loops.Skip(1).ToArray(), [.. outer, position], body));
    }

    /// <summary>
    /// Sums over the samples in the lanes. Threads divide the outermost loop, so the loop with most iterations comes first. Taps of a
    /// window come last: they read the same elements again, as long as the cache holds those of a tile.
    /// </summary>
    private void SumsOfSamples()
    {
        var size = BestTile(_rows, _columns, _taps).Tile.Vectors;
        var iterations =
            _columns is null || _space.PaddingOf(_columns) is not null
                ? 0
                : _columns.Extent.Count / (_space.IsCut(_columns) ? Layout.Lanes : size);
        var taps = _outer.Where(_space.IsTap).ToArray();
        var others = _outer.Except(taps).ToArray();
        if (_outer.Count > 0 && iterations > _outer[0].Extent.Count)
            Columns([], (columns, width) => Nest(others, columns, outer => Rows(outer, width, null, taps)));
        else if (taps.Length > 0 && others.Length > 0 && others[0].Extent.Count > taps[0].Extent.Count)
            Nest(others, [], outer => Columns(outer, (columns, width) => Rows(columns, width, null, taps)));
        else
            Nest(_outer, [], outer => Tiles(outer, null));
    }

    /// <summary>With samples in the lanes: tiles of rows and columns, and of taps, all of which are in one tile.</summary>
    private void Tiles(IReadOnlyList<LoopPosition> outer, LoopPosition? lane) =>
        Columns(outer, (columns, width) => Rows(columns, width, lane, []));

    private void Columns(IReadOnlyList<LoopPosition> outer, Action<IReadOnlyList<LoopPosition>, int> body) =>
        Along(_columns, "column", BestTile(_rows, _columns, _taps).Tile.Vectors, outer, body);

    private void Rows(IReadOnlyList<LoopPosition> outer, int columns, LoopPosition? lane, IReadOnlyList<LoopAxis> within)
    {
        IReadOnlyList<LoopPosition> around = _taps is null ? outer : [.. outer, new LoopPosition(_taps, Affine.Zero)];
        Along(
            _rows,
            "row",
            BestTile(_rows, _columns, _taps).Tile.Rows,
            around,
            (point, rows) => Nest(within, point, inside => Tile(inside, rows, columns, lane)));
    }

    private void Along(
        LoopAxis? loop,
        string name,
        int size,
        IReadOnlyList<LoopPosition> outer,
        Action<IReadOnlyList<LoopPosition>, int> body)
    {
        if (loop is null)
            body(outer, 1);
        else if (_space.PaddingOf(loop) is { } padding)
            Pieces(loop, padding, name, size, (position, count) => body([.. outer, position], count));
        else
            _space.Steps(
                loop,
                name,
                _space.IsCut(loop) ? [size] : ContractSpace.Cover(loop.Extent.Count, size),
                false,
                (position, count) => body([.. outer, position], count));
    }

    /// <summary>
    /// The tiles along an axis with implicit padding. If only the first and the last tile have taps outside of the operand, all are one
    /// loop; otherwise each tile with such taps is written out.
    /// </summary>
    private void Pieces(LoopAxis loop, ImplicitPadding padding, string name, int size, Action<LoopPosition, int> body)
    {
        var count = loop.Extent.Count;
        for (var at = 0; at < count;)
        {
            var alike = at == 0 && padding.HasSimpleEdges(size) ? count / size : padding.WholeTiles(at, size);
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

    private void Tile(IReadOnlyList<LoopPosition> point, int rows, int columns, LoopPosition? lane, NextBlock? next = null) =>
        new ContractTile(_space, (_rows, rows), (_columns, columns), (_taps, _taps?.Extent.Count ?? 1), point, lane, next).Write();

    /// <summary>With features in the lanes: tiles of rows and vectors. Either may be the inner loop.</summary>
    private void Features()
    {
        if (_space.LaneSize == 1)
            Nest(_outer, [], outer => Rows(outer, (point, tile) => Tile(point, tile.Rows, 1, null)));
        else if (BlockVectors() is { } block)
        {
            // Positions of a window stand inside, since they read the same weights.
            var within = _space.Op.HasWindows ? _outer.Where(IsWindowPosition).ToArray() : [];
            Nest(
                _outer.Except(within).ToArray(),
                [],
                outer => Vectors(
                    block,
                    (lane, vectors) =>
                    {
                        var next = NextBlockOf(lane, vectors, within);
                        Nest(
                            within,
                            outer,
                            around => Rows(around, (point, tile) => WithinBlock(lane, vectors, tile, point, next)));
                    }));
        }
        else
            Nest(
                _outer,
                [],
                outer => Rows(outer, (point, tile) => Vectors(tile.Vectors, (lane, vectors) => Tile(point, tile.Rows, vectors, lane))));
    }

    /// <summary>
    /// The width of a block of vectors that stay in the second-level cache while all rows are computed; null if rows are the outer loop.
    /// Rows are samples, or steps of one: then each tile of them would stream weights that no cache keeps. Or the sum is over samples:
    /// then the inner loop reads one operand again and again, and that should be the smaller one.
    /// </summary>
    private int? BlockVectors()
    {
        if (_rows is null || _space.IsCut(_rows)) return null;
        if (SumsOverSamples)
            return VectorElements > RowElements && HasSeveralTiles(_rows) ? RowTiles(_rows.Extent).Max(t => t.Vectors) : null;
        if (ReadsWeightsOfWindowAgain()) return VectorBlock(RowTiles(_rows.Extent));
        if (VectorBytes <= CacheLevel.L2.Bytes / 2) return null;
        if (_rows.Extent.PerSample ? _outer.Count > 0 : !RowsReadWeightsAgain(_rows)) return null;
        return VectorBlock(_rows.Extent.PerSample ? Target.Tiles : RowTiles(_rows.Extent));
    }

    /// <summary>What asks for the next block of weights; null if the cache holds all of them.</summary>
    private NextBlock? NextBlockOf(LoopPosition block, int vectors, IReadOnlyList<LoopAxis> around) =>
        _rows is null || SumsOverSamples || VectorBytes <= CacheLevel.L2.Bytes
            ? null
            : NextBlock.Of(_space, block, vectors, _rows, RowTiles(_rows.Extent).First(), around);

    /// <summary>The width of a block: that of the widest tile, if so many vectors of the weights stay in the cache.</summary>
    private int VectorBlock(IEnumerable<Tile> tiles)
    {
        var most = tiles.Max(t => t.Vectors);
        return VectorBytes / LaneVectors * most <= CacheLevel.L2.Bytes / 2 ? most : Target.Tiles[0].Vectors;
    }

    /// <summary>Whether the lines of an image read weights again that the cache does not hold, and it holds the image.</summary>
    private bool ReadsWeightsOfWindowAgain() =>
        _outer.Any(IsWindowPosition) && VectorBytes > CacheLevel.L2.Bytes && RowBytes <= CacheLevel.L2.Bytes / 2;

    /// <summary>Whether a loop moves a window along the operand that is broadcast.</summary>
    private bool IsWindowPosition(LoopAxis loop) =>
        !loop.Extent.PerSample && !_space.IsCut(loop) && IsRow(loop) && _space.Op.HasWindows;

    /// <summary>Whether the result is a sum over all samples, as the gradient of a weight is, and features lie in the lanes.</summary>
    private bool SumsOverSamples => _space.Summed.Any(l => l.Extent.PerSample) && _outer.Count == 0;

    private bool HasSeveralTiles(LoopAxis rows) => rows.Extent.Count > Target.Tiles[0].Rows;

    /// <summary>Whether a sample has several tiles of rows that read the same weights, and all its rows fit in the cache.</summary>
    private bool RowsReadWeightsAgain(LoopAxis rows) => !_space.Op.HasWindows && _space.PaddingOf(rows) is null
        && HasSeveralTiles(rows) && _outer.All(l => l.Extent.PerSample) && RowBytes <= CacheLevel.L2.Bytes / 2;

    private int LaneVectors => Layout.RoundUp(_space.LaneSize) / Layout.Lanes;

    /// <summary>The tiles along the lanes of one block of vectors.</summary>
    private void WithinBlock(LoopPosition block, int vectors, Tile tile, IReadOnlyList<LoopPosition> point, NextBlock? next)
    {
        if (tile.Vectors >= vectors)
            Tile(point, tile.Rows, vectors, block, next);
        else
            Steps(
                "v",
                Extent.Of(vectors * Layout.Lanes),
                vectors,
                tile.Vectors,
                (v, count) => Tile(point, tile.Rows, count, block.Plus(v), next?.At(v)));
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
            _space.Steps(
                _rows,
                "row",
                [Math.Min(RowsInPanel, Target.Tiles[0].Rows)],
                false,
                (position, count) => body([.. outer, position], Target.TileOf(count)));
            return;
        }

        var tiles = RowTiles(_rows.Extent).ToArray();
        if (_space.PaddingOf(_rows) is { } padding)
        {
            Pieces(
                _rows,
                padding,
                "row",
                tiles[0].Rows,
                (position, count) => body([.. outer, position], tiles.First(t => t.Rows == count)));
            return;
        }

        var segments = tiles
            .Select(tile => (tile.Rows, false, (Action<Affine>)(position => body([.. outer, new LoopPosition(_rows, position)], tile))))
            .ToArray();
        Builder.Loop("row", _rows.Extent, segments);
    }

    /// <summary>
    /// The tiles that cover the rows: for a constant number, the largest and one for exactly what is left, or as many of about the same
    /// size where what is left is so little that its chains of multiply-adds wait for themselves.
    /// </summary>
    private IEnumerable<Tile> RowTiles(Extent rows)
    {
        var tiles = Target.Tiles;
        // A long epilogue is written out for every tile, so there may be at most two sizes of tiles.
        if (rows.PerSample && rows.Count % tiles[0].Rows != 0)
            return Instructions.Of(_space.Lowering.Epilogue) <= LongEpilogue ? tiles : [tiles[0], tiles.Last()];
        if (rows.PerSample)
            return [tiles[0]];
        var (largest, even) = (InTiles(rows.Count, tiles[0].Rows), InTiles(rows.Count, Evenly(rows.Count, tiles[0].Rows)));
        return (Turns(even) < Turns(largest) ? even : largest).Select(part => part.Tile);

        long Turns(IEnumerable<(Tile Tile, int Count)> parts) => parts.Sum(part => part.Count * Math.Max(Chains(part.Tile), ChainsAtOnce));

        int Chains(Tile tile) => tile.Rows * Math.Min(tile.Vectors, LaneVectors) * Target.Parts;
    }

    /// <summary>Tiles of a number of rows, and one for what is left: each with how many there are.</summary>
    private IReadOnlyList<(Tile Tile, int Count)> InTiles(int count, int rows)
    {
        var result = new List<(Tile, int)>();
        if (count >= rows) result.Add((Target.TileOf(rows), count / rows));
        if (count % rows > 0) result.Add((Target.TileOf(count % rows), 1));
        return result;
    }

    /// <summary>Tiles of several vectors along the lanes.</summary>
    private void Vectors(int most, Action<LoopPosition, int> body)
    {
        var lane = new LoopAxis([_space.LaneAxis], Extent.Of(_space.LaneSize), IsLane: true);
        Steps(
            "f",
            LoopNest.Rounded(lane),
            LaneVectors,
            Target.IsForOneSample ? Evenly(LaneVectors, most) : Math.Min(most, LaneVectors),
            (position, count) => body(new LoopPosition(lane, position), count));
    }

    /// <summary>As few pieces as hold all, of about the same size.</summary>
    private static int Evenly(int count, int most)
    {
        var pieces = (count + most - 1) / most;
        return (count + pieces - 1) / pieces;
    }

    /// <summary>A loop over vectors in steps of <paramref name="size"/>, and the remainder behind it.</summary>
    private void Steps(string name, Extent extent, int vectors, int size, Action<Affine, int> body) =>
        Builder.Loop(
            name,
            extent,
            ContractSpace
                .Cover(vectors, size)
                .Select(count => (count * Layout.Lanes, false, (Action<Affine>)(position => body(position, count))))
                .ToArray());

    /// <summary>The bytes of the operand that is read as vectors. Every tile of rows reads all of it.</summary>
    private long VectorBytes =>
        _space.Anchor.Inputs.Where((_, i) => i == 0 ? _space.Left.IsVector : _space.Right.IsVector)
            .Sum(n => n.Shape.IsBatched
                ? 0
                : (long)_space.Lowering.Plan.StorageOf(n).Address.Element.Bytes() * n.Shape.SampleElements);

    /// <summary>The bytes of a sample's rows.</summary>
    private long RowBytes => sizeof(float) * RowElements;

    /// <summary>The elements of a sample in the operand that is broadcast.</summary>
    private long RowElements => Elements(isVector: false);

    /// <summary>The elements of a sample in the operand that is read as vectors.</summary>
    private long VectorElements => Elements(isVector: true);

    private long Elements(bool isVector) => _space.Anchor.Inputs
        .Where((_, i) => (i == 0 ? _space.Left.IsVector : _space.Right.IsVector) == isVector)
        .Sum(n => (long)n.Shape.SampleElements);
}
