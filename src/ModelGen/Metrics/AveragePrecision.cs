namespace ModelGen.Metrics;

/// <summary>
/// The area under the precision-recall curve as a sum without interpolation: Σ (Rₙ − Rₙ₋₁) · Pₙ over the different scores, the highest
/// first. scikit-learn's <c>average_precision_score</c>.
/// </summary>
public static class AveragePrecision
{
    /// <summary>For two classes.</summary>
    /// <param name="scores">One score per sample, higher for the class 1: logits or probabilities.</param>
    /// <param name="labels">As many labels, 0 or 1.</param>
    /// <returns>From 0 to 1; NaN if no sample is of the class 1 or a score is NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a label is neither 0 nor 1.</exception>
    public static double OfScores(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        long positives = 0, all = 0;
        double sum = 0;
        foreach ((long some, long others) in Ranking.Groups(scores, labels) ?? [])
        {
            positives += some;
            all += some + others;
            sum += some * ((double)positives / all);
        }

        return positives == 0 ? double.NaN : sum / positives;
    }

    /// <summary>For several classes: the mean over the areas of each class against all others.</summary>
    /// <param name="probabilities">n · classes probabilities.</param>
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
