namespace ModelGen.Metrics;

/// <summary>What one class against all others, or one label of several, was taken for.</summary>
/// <param name="TruePositives">Rightly found.</param>
/// <param name="FalsePositives">Found though it was not there.</param>
/// <param name="FalseNegatives">There and not found.</param>
internal readonly record struct ClassCounts(long TruePositives, long FalsePositives, long FalseNegatives)
{
    public long Samples => TruePositives + FalseNegatives;

    public long Found => TruePositives + FalsePositives;

    /// <summary>NaN if nothing was found.</summary>
    public double Precision => Ratio(TruePositives, Found);

    /// <summary>NaN if nothing was there.</summary>
    public double Recall => Ratio(TruePositives, Samples);

    /// <summary>The harmonic mean of both, 2·TP / (2·TP + FP + FN); NaN if nothing was there nor found.</summary>
    public double F1 => Ratio(2 * TruePositives, Found + Samples);

    /// <summary>One number for all classes: an undefined one counts as 0, and without classes or samples it is NaN.</summary>
    public static double Average(IReadOnlyList<ClassCounts> classes, Averaging averaging, Func<ClassCounts, double> number)
    {
        static double Defined(double value) => double.IsNaN(value) ? 0 : value;
        if (classes.Count == 0 || classes.All(counts => counts.Found + counts.Samples == 0))
            return double.NaN;
        return averaging switch
        {
            Averaging.Macro => classes.Average(counts => Defined(number(counts))),
            Averaging.Micro => Defined(
                number(
                    new ClassCounts(
                        classes.Sum(counts => counts.TruePositives),
                        classes.Sum(counts => counts.FalsePositives),
                        classes.Sum(counts => counts.FalseNegatives)))),
            Averaging.Weighted => classes.Sum(counts => counts.Samples) is long samples and > 0
                ? classes.Sum(counts => Defined(number(counts)) * counts.Samples) / samples
                : double.NaN,
            _ => throw new ArgumentOutOfRangeException(nameof(averaging), averaging, "This is no way of averaging."),
        };
    }

    private static double Ratio(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;
}
