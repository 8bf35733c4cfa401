namespace ModelGen.Metrics;

/// <summary>Samples of two classes in the order of their scores, the highest first; equal scores together.</summary>
internal static class Ranking
{
    /// <summary>For each different score, how many samples of the class 1 and of the class 0 have it. Null if a score is NaN.</summary>
    public static List<(long Positives, long Negatives)>? Groups(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        ScoreTable.CheckBinary(scores, labels);
        float[] keys = scores.ToArray();
        int[] values = labels.ToArray();
        Array.Sort(keys, values); // NaN sorts first.
        if (keys.Length > 0 && float.IsNaN(keys[0]))
            return null;
        List<(long Positives, long Negatives)> groups = [];
        for (int i = keys.Length - 1; i >= 0; i--)
        {
            if (i == keys.Length - 1 || keys[i] != keys[i + 1])
                groups.Add(default);
            (long positives, long negatives) = groups[^1];
            groups[^1] = values[i] == 1 ? (positives + 1, negatives) : (positives, negatives + 1);
        }

        return groups;
    }

    /// <summary>The mean over classes, each against all others; classes for which it is not defined are left out.</summary>
    public static double OneVersusRest(
        ReadOnlySpan<float> scores,
        ReadOnlySpan<int> labels,
        Averaging averaging,
        Func<float[], int[], double> number)
    {
        if (averaging == Averaging.Micro)
            throw new ArgumentException("Macro and weighted means over classes are possible.", nameof(averaging));
        int classes = ScoreTable.Columns(scores, labels);
        double sum = 0, weights = 0;
        for (int classIndex = 0; classIndex < classes; classIndex++)
        {
            int[] own = ScoreTable.IsClass(labels, classIndex);
            double value = number(ScoreTable.Column(scores, classes, classIndex), own);
            double weight = averaging == Averaging.Weighted ? own.Sum() : 1;
            if (own.Sum() == 0 || own.Sum() == own.Length)
                continue;
            sum += weight * value;
            weights += weight;
        }

        return weights == 0 ? double.NaN : sum / weights;
    }
}
