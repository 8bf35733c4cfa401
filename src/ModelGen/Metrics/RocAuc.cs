namespace ModelGen.Metrics;

/// <summary>
/// The area under the receiver operating characteristic: how likely a sample of the class 1 has a higher score than one of the class 0,
/// equal scores counting one half. J. A. Hanley, B. J. McNeil, "The meaning and use of the area under a ROC curve", Radiology 143, 1982.
/// </summary>
public static class RocAuc
{
    /// <summary>For two classes.</summary>
    /// <param name="scores">One score per sample, higher for the class 1: logits or probabilities.</param>
    /// <param name="labels">As many labels, 0 or 1.</param>
    /// <returns>From 0 to 1, ½ for scores that say nothing; NaN if one of the classes is missing or a score is NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a label is neither 0 nor 1.</exception>
    public static double OfScores(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        long positives = 0, negatives = 0;
        double area = 0;
        foreach ((long some, long others) in Ranking.Groups(scores, labels) ?? [])
        {
            area += others * (positives + (0.5 * some));
            positives += some;
            negatives += others;
        }

        return positives == 0 || negatives == 0 ? double.NaN : area / positives / negatives;
    }

    /// <summary>For several classes: the mean over the areas of each class against all others.</summary>
    /// <param name="probabilities">n · classes probabilities. Logits rank the samples of a class differently: turn them into probabilities
    /// first.</param>
    /// <param name="labels">n labels.</param>
    /// <param name="averaging">Macro, or weighted with the samples of each class.</param>
    /// <returns>From 0 to 1. Classes without samples, or with all of them, are left out; NaN if none is left.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label has no score.</exception>
    public static double OneVersusRest(
        ReadOnlySpan<float> probabilities,
        ReadOnlySpan<int> labels,
        Averaging averaging = Averaging.Macro
    ) => Ranking.OneVersusRest(probabilities, labels, averaging, (scores, own) => OfScores(scores, own));
}
