using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Lowering;

/// <summary>A window that reaches beyond an axis, where there are zeros: only products with 0 ≤ place &lt; <c>Length</c> count, where place = <c>FreeFactor · free + SummedFactor · summed + Offset</c>.</summary>
/// <param name="Free">The letter that the result has.</param>
/// <param name="FreeFactor">What it is multiplied by.</param>
/// <param name="FreeCount">Its size.</param>
/// <param name="Summed">The letter summed over.</param>
/// <param name="SummedFactor">What it is multiplied by: 1 or −1.</param>
/// <param name="SummedCount">Its size.</param>
/// <param name="Offset">Where the window starts.</param>
/// <param name="Length">The length of the axis.</param>
internal sealed record Overhang(char Free, int FreeFactor, int FreeCount, char Summed, int SummedFactor, int SummedCount, int Offset, int Length)
{
    /// <summary>The windows of an operand that reach beyond it.</summary>
    /// <exception cref="CompilerException">One is of a kind that no loop can leave out: it should have been padded.</exception>
    public static IEnumerable<Overhang> Of(ContractOp op, Subscripts operand, Graph.Shape shape, IReadOnlyDictionary<char, int> sizes)
    {
        for (var axis = 0; axis < operand.Rank; axis++)
            if (operand.Reaches(axis, shape, sizes))
                yield return Of(op, operand.Axes[axis], shape[axis], sizes) ?? throw new CompilerException($"{op} reaches beyond {shape} and is not padded.");
    }

    /// <summary>The window along one axis, or null if it is of a kind that no loop can leave out.</summary>
    public static Overhang? Of(ContractOp op, Subscript subscript, int length, IReadOnlyDictionary<char, int> sizes)
    {
        if (subscript.Terms.Count != 2) return null;
        var summed = subscript.Terms.FirstOrDefault(t => op.Summed.Contains(t.Letter));
        var free = subscript.Terms.FirstOrDefault(t => op.Result.Contains(t.Letter));
        return summed is null || free is null || Math.Abs(summed.Factor) != 1
            ? null
            : new Overhang(free.Letter, free.Factor, sizes[free.Letter], summed.Letter, summed.Factor, sizes[summed.Letter], subscript.Offset, length);
    }

    /// <summary>Whether a product counts.</summary>
    public bool Counts(int free, int summed) => (FreeFactor * free) + (SummedFactor * summed) + Offset is var place && place >= 0 && place < Length;

    /// <summary>The summed positions that count, for every free one from one to another.</summary>
    public (int First, int End) Common(int free, int count)
    {
        bool Count(int summed) => Enumerable.Range(free, count).All(f => Counts(f, summed));
        var counted = Enumerable.Range(0, SummedCount).Where(Count).ToArray();
        return counted.Length == 0 ? (SummedCount, SummedCount) : (counted[0], counted[counted.Length - 1] + 1);
    }

    /// <summary>Whether everything counts, for every free position from one to another.</summary>
    public bool IsWhole(int free, int count) => Common(free, count) == (0, SummedCount);

    /// <summary>Whether of the whole tiles along the free letter, only the first and the last are not whole, and have something in common.</summary>
    public bool HasSimpleEdges(int size)
    {
        var tiles = FreeCount / size;
        return tiles > 1
            && Common(0, size) is var first && first.First < first.End
            && Common((tiles - 1) * size, size) is var last && last.First < last.End
            && Enumerable.Range(1, tiles - 2).All(tile => IsWhole(tile * size, size));
    }

    /// <summary>Where the summed positions begin and end that count at a free one and those behind it; null where that is the whole range's begin or end.</summary>
    /// <param name="free">The first free position.</param>
    /// <param name="count">How many there are.</param>
    public (Affine? First, Affine? End) Bounds(Affine free, int count)
    {
        var (low, high) = (free * FreeFactor + Offset, ((free + (count - 1)) * FreeFactor) + Offset);
        var (first, end) = SummedFactor > 0 ? (low * -1, (high * -1) + Length) : (high + (1 - Length), low + 1);
        var all = Enumerable.Range(0, FreeCount).ToArray();
        return (all.All(f => Counts(f, 0)) ? null : first, all.All(f => Counts(f, SummedCount - 1)) ? null : end);
    }
}
