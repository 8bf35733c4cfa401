using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>
/// How an operation reads its operand along one axis: element j, for each tap t, at (step · j + dilation · t + offset) / divisor.
/// </summary>
/// <remarks>
/// Where that is no whole number, nothing is read. So a window has no divisor, and what makes images larger has one: of a transposed
/// convolution of stride 2, every other element meets every other tap.
/// </remarks>
public readonly record struct AxisMap(int Step, int Taps = 1, int Dilation = 1, int Offset = 0, int Divisor = 1);

/// <summary>The range of an image from the first to the last; none if the last is before the first.</summary>
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

/// <summary>Which range along one axis of an image the elements along an axis of a value depend on.</summary>
/// <param name="Axis">The axis of the value.</param>
/// <param name="Period">What the first few elements see; the same is seen by the next few, further on, and so forth.</param>
/// <param name="Jump">How much further. Neighbours are that far apart, divided by the length of the period.</param>
public sealed record AxisField(int Axis, EquatableArray<PositionRange> Period, long Jump)
{
    // Images that are made larger again and again have long periods; nobody looks at their fields.
    private const int LongestPeriod = 256;

    // Far beyond every image.
    private const long Largest = int.MaxValue;

    /// <summary>What an element of an image sees: itself.</summary>
    public static AxisField OfImage(int axis) => new(axis, EquatableArray.Of(new PositionRange(0, 0)), 1);

    /// <summary>How many neighbours an element spans, the padding included: the most, where elements differ.</summary>
    public long Size => Period.Max(range => range.Count);

    /// <summary>What an operation sees that reads this value; null if that is beyond every image, or hardly ever the same.</summary>
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

    /// <summary>What elements depend on that are made of two of the same place; null if neighbours are not as far apart in both.</summary>
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

    /// <summary>Taps that between them see the first and the last of all: with every cycle the same is seen, further on.</summary>
    private static IEnumerable<long> Outermost(int taps, long cycle)
    {
        for (var tap = 0L; tap < Math.Min(taps, cycle); tap++) yield return tap;
        for (var tap = Math.Max(cycle, taps - cycle); tap < taps; tap++) yield return tap;
    }
}
