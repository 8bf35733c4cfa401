using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Lowering;

/// <summary>
/// An axis that is read through a window with implicit padding: only products with 0 ≤ position &lt; <c>Length</c> count, where
/// position = <c>FreeFactor · free + SummedFactor · summed + Offset</c>. <em>Free</em> positions are those of the result,
/// <em>summed</em> ones the taps.
/// </summary>
/// <param name="Free">The letter that the result has.</param>
/// <param name="FreeFactor">What it is multiplied by.</param>
/// <param name="FreeCount">Its size.</param>
/// <param name="Summed">The letter summed over.</param>
/// <param name="SummedFactor">What it is multiplied by: 1 or −1.</param>
/// <param name="SummedCount">Its size.</param>
/// <param name="Offset">Where the window starts.</param>
/// <param name="Length">The length of the axis.</param>
internal sealed record ImplicitPadding(
    char Free,
    int FreeFactor,
    int FreeCount,
    char Summed,
    int SummedFactor,
    int SummedCount,
    int Offset,
    int Length)
{
    /// <summary>The axes of an operand with implicit padding.</summary>
    /// <exception cref="CompilerException">One needs explicit padding, which a pass should have added.</exception>
    public static IEnumerable<ImplicitPadding> Of(
        ContractOp op, Subscripts operand, Graph.Shape shape, IReadOnlyDictionary<char, int> sizes)
    {
        for (var axis = 0; axis < operand.Rank; axis++)
            if (operand.Reaches(axis, shape, sizes))
                yield return Of(op, operand.Axes[axis], shape[axis], sizes)
                    ?? throw new CompilerException($"{op} reaches beyond {shape} and is not padded.");
    }

    /// <summary>The implicit padding of one axis, or null if no loop bound can express it.</summary>
    public static ImplicitPadding? Of(ContractOp op, Subscript subscript, int length, IReadOnlyDictionary<char, int> sizes)
    {
        if (subscript.Terms.Count != 2) return null;
        var summed = subscript.Terms.FirstOrDefault(t => op.Summed.Contains(t.Letter));
        var free = subscript.Terms.FirstOrDefault(t => op.Result.Contains(t.Letter));
        return summed is null || free is null || Math.Abs(summed.Factor) != 1
            ? null
            : new ImplicitPadding(
                free.Letter,
                free.Factor,
                sizes[free.Letter],
                summed.Letter,
                summed.Factor,
                sizes[summed.Letter],
                subscript.Offset,
                length);
    }

    /// <summary>How much code written-out tiles may be, in tiles and taps. Beyond it, tiles along the axis have one position.</summary>
    private const int LongestEdges = 64;

    /// <summary>Whether a product is inside the operand.</summary>
    public bool Counts(int free, int summed) => PositionOf(free, summed) is var position && position >= 0 && position < Length;

    /// <summary>The taps that count for every free position of a tile.</summary>
    public (int First, int End) Common(int free, int count)
    {
        var (a, b) = (FreeFactor * (long)free, FreeFactor * (free + count - 1L));
        var (first, end) = Counted(Math.Min(a, b), Math.Max(a, b));
        return first < end ? (first, end) : (SummedCount, SummedCount);
    }

    /// <summary>
    /// The taps that count for some free positions of a tile, but not for all: those before and those behind the common ones.
    /// </summary>
    public (IReadOnlyList<int> Before, IReadOnlyList<int> Behind) Partly(int free, int count)
    {
        var common = Common(free, count);
        var partly = new SortedSet<int>();
        for (var f = free; f < free + count; f++)
        {
            var (first, end) = Common(f, 1);
            for (var summed = first; summed < Math.Min(end, common.First); summed++) partly.Add(summed);
            for (var summed = Math.Max(first, common.End); summed < end; summed++) partly.Add(summed);
        }

        return (partly.Where(summed => summed < common.First).ToArray(), partly.Where(summed => summed >= common.End).ToArray());
    }

    /// <summary>Whether all taps count for every free position of a tile.</summary>
    public bool IsWhole(int free, int count) => Common(free, count) == (0, SummedCount);

    /// <summary>How many consecutive tiles from a free position on are whole: all their taps count.</summary>
    public int WholeTiles(int free, int size)
    {
        var tiles = (FreeCount - free) / size;
        if (tiles == 0 || !IsWhole(free, size)) return 0;
        // Whole positions are consecutive, so it is enough to find the last whole tile.
        var (whole, beyond) = (1, tiles + 1);
        while (beyond - whole > 1)
        {
            var middle = (whole + beyond) / 2;
            if (IsWhole(free, middle * size)) whole = middle;
            else beyond = middle;
        }

        return whole;
    }

    /// <summary>
    /// Whether all tiles but the first and the last are whole, and those two have taps that count for all their positions.
    /// </summary>
    public bool HasSimpleEdges(int size)
    {
        var tiles = FreeCount / size;
        return tiles > 1
            && Common(0, size) is var first && first.First < first.End
            && Common((tiles - 1) * size, size) is var last && last.First < last.End
            && (tiles == 2 || IsWhole(size, (tiles - 2) * size));
    }

    /// <summary>
    /// Whether tiles of several free positions would be too much code. Tiles that are not whole are written out, with the taps that
    /// only some of their positions have.
    /// </summary>
    public bool HasLongEdges(int size)
    {
        var cost = 0L;
        // From either end to the first whole tile; the search stops as soon as the limit is passed.
        for (int at = 0; at < FreeCount && cost <= LongestEdges && !IsWhole(at, Math.Min(size, FreeCount - at)); at += size)
            cost += EdgeCost(at);
        for (
            int at = (FreeCount - 1) / size * size;
            at > 0 && cost <= LongestEdges && !IsWhole(at, Math.Min(size, FreeCount - at));
            at -= size)
            cost += EdgeCost(at);
        return cost > LongestEdges;

        long EdgeCost(int at)
        {
            var count = Math.Min(size, FreeCount - at);
            var (common, taps, first, end) = (Common(at, count), 0L, SummedCount, 0);
            for (var free = at; free < at + count; free++)
            {
                var own = Common(free, 1);
                if (own.First == own.End) continue;
                taps += own.End - own.First - (common.End - common.First);
                (first, end) = (Math.Min(first, own.First), Math.Max(end, own.End));
            }

            return 1 + Math.Min(taps, Math.Max(0, end - first - (common.End - common.First)));
        }
    }

    /// <summary>
    /// The first tap and the end of the taps that count for some free position of a tile; null where it is the first tap or the end of
    /// all.
    /// </summary>
    /// <param name="free">The first free position.</param>
    /// <param name="count">The positions of the tile.</param>
    public (Affine? First, Affine? End) Bounds(Affine free, int count)
    {
        var (low, high) = (free * FreeFactor + Offset, ((free + (count - 1)) * FreeFactor) + Offset);
        if (FreeFactor < 0) (low, high) = (high, low);
        var (first, end) = SummedFactor > 0 ? (low * -1, (high * -1) + Length) : (high + (1 - Length), low + 1);
        return (AlwaysCounts(0) ? null : first, AlwaysCounts(SummedCount - 1) ? null : end);
    }

    /// <summary>Whether a tap counts for every free position. It does if it counts for the first and the last.</summary>
    private bool AlwaysCounts(int summed) => Counts(0, summed) && Counts(FreeCount - 1, summed);

    private long PositionOf(int free, int summed) => ((long)FreeFactor * free) + ((long)SummedFactor * summed) + Offset;

    /// <summary>
    /// The taps inside the axis for every window start between two. There are none if the end is not greater than the first.
    /// </summary>
    private (int First, int End) Counted(long least, long greatest)
    {
        var (low, high) = (-Offset - least, Length - 1L - Offset - greatest);
        var (first, last) = SummedFactor > 0 ? (low, high) : (-high, -low);
        return ((int)Math.Min(SummedCount, Math.Max(0, first)), (int)Math.Max(0, Math.Min(SummedCount, last + 1)));
    }
}
