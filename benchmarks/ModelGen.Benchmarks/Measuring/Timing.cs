namespace ModelGen.Benchmarks.Measuring;

/// <summary>The times of one repetition, in seconds, a value for each round.</summary>
internal sealed record Timing(IReadOnlyList<double> Rounds)
{
    /// <summary>The middle value: half of the rounds were faster.</summary>
    public double Median => Percentile(0.5);

    /// <summary>95 of 100 rounds were faster.</summary>
    public double Percentile95 => Percentile(0.95);

    /// <summary>
    /// How much longer the slower rounds took than the middle one: near 1 on an idle machine, for work that is always the same.
    /// </summary>
    public double Unrest => Percentile95 / Median;

    /// <summary>The value below which a share of the rounds lies, interpolated between the nearest two.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double Percentile(double share)
    {
        double[] sorted = [.. Rounds.Order()];
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
