namespace ModelGen.Metrics;

/// <summary>The share of samples whose class is among those with the k largest scores.</summary>
public static class TopKAccuracy
{
    /// <summary>Compares scores with labels.</summary>
    /// <param name="scores">n · classes scores, sample after sample.</param>
    /// <param name="labels">n labels, at least one.</param>
    /// <param name="k">How many classes may be named; at least 1. With as many as there are, all are right.</param>
    /// <returns>From 0 to 1.</returns>
    /// <remarks>Of equal scores the first counts as larger, so that with k = 1 this is <see cref="Accuracy"/>. A score that is NaN counts
    /// as larger than all numbers, as in <see cref="Classification.ArgMax"/>.</remarks>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label has no score.</exception>
    public static double OfScores(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        int classes = ScoreTable.Columns(scores, labels), right = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (Contains(scores.Slice(i * classes, classes), labels[i], k))
                right++;
        }

        return (double)right / labels.Length;
    }

    /// <summary>Whether a class is among the k largest.</summary>
    internal static bool Contains(ReadOnlySpan<float> scores, int label, int k)
    {
        int above = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (IsLarger(scores[i], scores[label]) || (i < label && !IsLarger(scores[label], scores[i])))
                above++;
        }

        return above < k;
    }

    private static bool IsLarger(float score, float other) => float.IsNaN(score) ? !float.IsNaN(other) : score > other;
}
