namespace ModelGen.Reporting;

/// <summary>An axis: where a number lies on it, from 0 to 1, and the round numbers that are written beside it.</summary>
internal sealed record ChartAxis(double From, double To, bool IsLogarithmic, IReadOnlyList<double> Ticks)
{
    private const int WantedTicks = 5;

    public double Place(double value) => IsLogarithmic ? Math.Log(value / From) / Math.Log(To / From) : (value - From) / (To - From);

    /// <summary>With some room around, from a round number to a round number.</summary>
    public static ChartAxis Linear(double least, double most)
    {
        if (least == most)
            (least, most) = least == 0 ? (0, 1) : (least - (Math.Abs(least) / 2), most + (Math.Abs(most) / 2));
        double step = Step((most - least) / WantedTicks), from = Math.Floor(least / step) * step, to = Math.Ceiling(most / step) * step;
        int count = (int)Math.Round((to - from) / step) + 1;
        return new ChartAxis(from, to, false, [.. Enumerable.Range(0, count).Select(i => Clean(from + (i * step), step))]);
    }

    /// <summary>Powers of ten, or every second, third, … of them.</summary>
    public static ChartAxis Logarithmic(double least, double most)
    {
        int from = (int)Math.Floor(Math.Log10(least)), to = (int)Math.Ceiling(Math.Log10(most));
        int step = Math.Max(1, (to - from + WantedTicks - 1) / WantedTicks);
        double[] ticks = [.. Enumerable.Range(0, ((to - from) / step) + 1).Select(i => Math.Pow(10, from + (i * step)))];
        return new ChartAxis(Math.Pow(10, from), Math.Pow(10, to), true, ticks);
    }

    /// <summary>From one whole number to another, marked at whole numbers.</summary>
    public static ChartAxis Whole(int from, int to)
    {
        int step = Math.Max(1, (int)Step((to - from) / 8.0));
        IEnumerable<double> round = Enumerable.Range(1, to / step).Select(i => (double)i * step);
        return new ChartAxis(from, to, false, [from, .. round.Where(tick => tick > from + (step * 0.4) && tick <= to)]);
    }

    // 1, 2 or 5 times a power of ten, at least the given size.
    private static double Step(double size)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(size)));
        return size <= power ? power : size <= 2 * power ? 2 * power : size <= 5 * power ? 5 * power : 10 * power;
    }

    // 0.30000000000000004 would be written with all its digits.
    private static double Clean(double value, double step) => Math.Abs(value) < step / 2 ? 0 : value;
}
