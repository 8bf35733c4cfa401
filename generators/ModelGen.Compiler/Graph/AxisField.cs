using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>
/// The index map of an operation along one axis: element j reads, for each tap t, (step · j + dilation · t + offset) / divisor.
/// </summary>
/// <remarks>
/// If that is no integer, nothing is read. A window has the divisor 1. Operations that enlarge images have a larger one: in a
/// transposed convolution of stride 2, every other element reads every other tap.
/// </remarks>
public readonly record struct AxisMap(int Step, int Taps = 1, int Dilation = 1, int Offset = 0, int Divisor = 1);

/// <summary>A range of positions from the first to the last; empty if the last is before the first.</summary>
public readonly record struct PositionRange(long First, long Last)
{
    public static PositionRange None => new(0, -1);

    public long Count => Last - First + 1;

    public PositionRange And(PositionRange other) =>
        Count == 0 ? other
        : other.Count == 0 ? this
        : new PositionRange(Math.Min(First, other.First), Math.Max(Last, other.Last));

    public PositionRange Moved(long distance) => Count == 0 ? this : new PositionRange(First + distance, Last + distance);
}

/// <summary>The receptive field along one axis: the range of the image that each element of a value depends on.</summary>
/// <param name="Axis">The axis of the value.</param>
/// <param name="Period">The ranges of the first elements. They repeat with a shift for the following ones.</param>
/// <param name="Jump">The shift from period to period. The distance of neighbours is the jump divided by the length of the period.</param>
public sealed record AxisField(int Axis, EquatableArray<PositionRange> Period, long Jump)
{
    // Images that are enlarged again and again have long periods; their fields are of no use.
    private const int LongestPeriod = 256;

    // Larger than every image.
    private const long Largest = int.MaxValue;

    /// <summary>The field of an element of the image: itself.</summary>
    public static AxisField OfImage(int axis) => new(axis, EquatableArray.Of(new PositionRange(0, 0)), 1);

    /// <summary>The size of the field, padding included; the largest one, if elements differ.</summary>
    public long Size => Period.Max(range => range.Count);

    /// <summary>
    /// The field of an operation that reads this value; null if it is larger than every image, or its period is too long.
    /// </summary>
    public AxisField? Through(AxisMap map)
    {
        var cycle = (long)Period.Count * map.Divisor;
        var common = Integers.GreatestCommonDivisor(map.Step, cycle);
        var length = cycle / common;
        if (length > LongestPeriod) return null;
        var reach = ((double)map.Step * length) + Math.Abs((double)map.Dilation * map.Taps) + Math.Abs((double)map.Offset);
        if (reach / cycle * Jump > Largest) return null;

        var period = Enumerable
            .Range(0, (int)length)
            .Select(j => Outermost(map.Taps, cycle).Aggregate(PositionRange.None, (all, tap) => all.And(Read(j, tap))))
            .ToArray();
        return period.All(range => range.First > -Largest && range.Last < Largest)
            ? new AxisField(Axis, period.ToEquatableArray(), Jump * (map.Step / common))
            : null;

        PositionRange Read(int j, long tap)
        {
            var place = ((long)map.Step * j) + (map.Dilation * tap) + map.Offset;
            return place % map.Divisor == 0 ? At(place / map.Divisor) : PositionRange.None;
        }
    }

    /// <summary>
    /// The field of elements that are computed from two elements at the same position; null if the two have different jumps.
    /// </summary>
    public AxisField? And(AxisField other)
    {
        if (Axis != other.Axis || Jump * other.Period.Count != other.Jump * Period.Count) return null;
        var length = Period.Count / Integers.GreatestCommonDivisor(Period.Count, other.Period.Count) * other.Period.Count;
        if (length > LongestPeriod)
            return null;
        return new AxisField(
            Axis,
            Enumerable.Range(0, (int)length).Select(i => At(i).And(other.At(i))).ToEquatableArray(),
            Jump * (length / Period.Count));
    }

    private PositionRange At(long element)
    {
        var place = ((element % Period.Count) + Period.Count) % Period.Count;
        return Period[(int)place].Moved((element - place) / Period.Count * Jump);
    }

    /// <summary>
    /// Taps whose ranges contain the first and the last position of all taps: with every cycle the ranges repeat with a shift.
    /// </summary>
    private static IEnumerable<long> Outermost(int taps, long cycle)
    {
        for (var tap = 0L; tap < Math.Min(taps, cycle); tap++) yield return tap;
        for (var tap = Math.Max(cycle, taps - cycle); tap < taps; tap++) yield return tap;
    }
}
