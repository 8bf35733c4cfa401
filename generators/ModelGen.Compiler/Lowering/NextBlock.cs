using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Asks for the weights of the next block of vectors while those of one block are multiplied again and again.</summary>
/// <remarks>
/// Weights that the second-level cache does not hold come from memory, and what the processor fetches ahead by itself is too late for
/// them: a convolution over 7 × 7 positions waits a third of its time. Requests that are spread evenly over all products of a block take
/// next to nothing; in a burst, they wait for memory, too.
/// </remarks>
internal sealed class NextBlock
{
    /// <summary>
    /// Where rows are samples, the tiles of rows that ask for a block: as fast as memory brings it. Further tiles ask for nothing new.
    /// </summary>
    private const int TilesOfSamples = 2;

    private readonly ContractSpace _space;
    private readonly OperandView _weights;
    private readonly LoopAxis _innermost;
    private readonly Affine _start;
    private readonly Dictionary<LoopAxis, int> _strides = [];
    private int _strideOfVectors;
    private int _limit;
    private Affine _tile = Affine.Zero;

    private NextBlock(ContractSpace space, OperandView weights, Affine start)
    {
        _space = space;
        _weights = weights;
        _innermost = space.Summed[space.Summed.Count - 1];
        _start = start;
    }

    /// <summary>The requests in one block; null if its weights are used only once, or do not lie side by side.</summary>
    /// <param name="space">The loops.</param>
    /// <param name="block">Where it begins along the lanes.</param>
    /// <param name="vectors">How many vectors it has.</param>
    /// <param name="rows">The rows that are computed with the block's weights.</param>
    /// <param name="tile">Most of the tiles within the block.</param>
    /// <param name="around">Loops around the tiles of rows, within the block.</param>
    public static NextBlock? Of(
        ContractSpace space, LoopPosition block, int vectors, LoopAxis rows, Tile tile, IReadOnlyList<LoopAxis> around)
    {
        var weights = space.Left.IsVector ? space.Left : space.Right;
        var length = space.Summed.Aggregate(1L, (product, loop) => product * loop.Extent.Count);
        // With other axes, such as that of groups, what a block uses is not all that lies there.
        if (
            space.Summed.Count == 0
            || weights.PanelAxis != space.LaneAxis
            || space.Lowering.Plan.StorageOf(weights.Node).Address.Element != Element.F32
            || space.Summed.Concat(around).Append(rows).Any(loop => loop.IsCut)
            || space.Summed.Concat(around).Any(loop => loop.Extent.PerSample)
            || (rows.Extent.PerSample && around.Count > 0)
            || length != weights.Strides[space.LaneAxis])
            return null;

        var width = Math.Min(tile.Vectors, vectors);
        var turns = (Vectors: Pieces(vectors, width), Rows: rows.Extent.PerSample ? TilesOfSamples : Pieces(rows.Extent.Count, tile.Rows));
        var floats = length * vectors * Layout.Lanes;
        var steps = around.Aggregate(length * turns.Vectors * turns.Rows, (product, loop) => product * loop.Extent.Count);
        var share = Pieces(floats, steps);
        if (share > Layout.Lanes || floats > int.MaxValue / 4) return null;

        // From the innermost loop outwards: what all turns of one ask for is the stride of the next.
        var start = space.IndexOf(weights, [block.Plus(Affine.Of(vectors * Layout.Lanes))]);
        var next = new NextBlock(space, weights, start);
        next._limit = (int)(floats - (share * next._innermost.Extent.Count));
        foreach (var loop in space.Summed.Reverse()) next._strides[loop] = Stride(1, loop.Extent.Count);
        next._strideOfVectors = Stride(width * Layout.Lanes, turns.Vectors);
        next._strides[rows] = Stride(tile.Rows, turns.Rows);
        foreach (var loop in around.Reverse()) next._strides[loop] = Stride(1, loop.Extent.Count);
        return next;

        int Stride(int step, long times)
        {
            var stride = (int)Pieces(share, step);
            share = stride * step * times;
            return stride;
        }

        static long Pieces(long count, long size) => (count + size - 1) / size;
    }

    /// <summary>The requests of a tile of the block.</summary>
    /// <param name="position">Where the tile begins, in floats behind the beginning of the block.</param>
    public NextBlock At(Affine position)
    {
        var other = (NextBlock)MemberwiseClone();
        other._tile = position * _strideOfVectors;
        return other;
    }

    /// <summary>Asks for the share of one step of the sum.</summary>
    /// <param name="point">Where the loops are.</param>
    public void Request(IEnumerable<LoopPosition> point)
    {
        var (index, further) = (_start, _tile);
        foreach (var position in point)
        {
            if (!_strides.TryGetValue(position.Axis, out var stride)) continue;
            if (position.Axis == _innermost) index += position.Index * stride;
            else further += position.Index * stride;
        }

        // Strides are rounded up: without a limit, they would reach into the block behind the next.
        _space.Lowering.Builder.Prefetch(_space.Lowering.BufferOf(_weights.Node), index, further, _limit);
    }
}
