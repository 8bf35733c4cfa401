namespace ModelGen.Metrics;

/// <summary>
/// The expected calibration error: how far the confidence of a classifier is from how often it is right. Samples are put into bins of equal
/// width by the probability of the class they are taken for; the error is Σ (size of bin / n) · |accuracy − mean confidence|. C. Guo et
/// al., "On calibration of modern neural networks", 2017.
/// </summary>
public static class CalibrationError
{
    /// <summary>One bin.</summary>
    /// <param name="Samples">How many samples.</param>
    /// <param name="Confidence">Their mean probability; NaN without samples.</param>
    /// <param name="Accuracy">The share of them that is right; NaN without samples.</param>
    public sealed record Bin(int Samples, double Confidence, double Accuracy);

    /// <summary>The error.</summary>
    /// <param name="probabilities">n · classes probabilities, each from 0 to 1.</param>
    /// <param name="labels">n labels, at least one.</param>
    /// <param name="bins">How many bins; at least 1.</param>
    /// <returns>From 0 to 1; NaN if a probability is NaN.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label has no score.</exception>
    public static double OfProbabilities(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> labels, int bins = 15)
    {
        double sum = 0;
        foreach (Bin bin in Bins(probabilities, labels, bins))
        {
            if (bin.Samples > 0)
                sum += bin.Samples * Math.Abs(bin.Accuracy - bin.Confidence);
        }

        return sum / labels.Length;
    }

    /// <summary>The bins, for a calibration plot: bin i has the probabilities above i / bins, up to (i + 1) / bins.</summary>
    /// <param name="probabilities">n · classes probabilities, each from 0 to 1; NaN is put into the last bin.</param>
    /// <param name="labels">n labels, at least one.</param>
    /// <param name="bins">How many bins; at least 1.</param>
    /// <returns>The bins in order, empty ones too.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label has no score.</exception>
    public static IReadOnlyList<Bin> Bins(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> labels, int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        int classes = ScoreTable.Columns(probabilities, labels);
        int[] samples = new int[bins], right = new int[bins];
        double[] confidence = new double[bins];
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> own = probabilities.Slice(i * classes, classes);
            int chosen = Classification.ArgMax(own);
            double probability = own[chosen];
            int bin = double.IsNaN(probability) ? bins - 1 : (int)Math.Clamp(Math.Ceiling(probability * bins), 1, bins) - 1;
            samples[bin]++;
            confidence[bin] += probability;
            right[bin] += chosen == labels[i] ? 1 : 0;
        }

        return
        [
            .. Enumerable
                .Range(0, bins)
                .Select(bin => new Bin(samples[bin], confidence[bin] / samples[bin], (double)right[bin] / samples[bin])),
        ];
    }
}
