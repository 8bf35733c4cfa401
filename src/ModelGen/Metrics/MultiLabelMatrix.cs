namespace ModelGen.Metrics;

/// <summary>
/// Counts for samples that may have several labels at once, or none: one output for each label, and a target that is 1 where the label
/// holds and 0 where it does not. A single output is binary classification.
/// </summary>
public sealed class MultiLabelMatrix
{
    private readonly long[] _truePositives, _falsePositives, _falseNegatives;
    private long _wrong;

    /// <summary>An empty matrix.</summary>
    /// <param name="labelCount">How many labels; at least 1.</param>
    /// <param name="threshold">A label is chosen if its score is above this: 0 for logits, 0.5 for probabilities.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelCount"/> is less than 1.</exception>
    public MultiLabelMatrix(int labelCount, float threshold)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labelCount);
        LabelCount = labelCount;
        Threshold = threshold;
        _truePositives = new long[labelCount];
        _falsePositives = new long[labelCount];
        _falseNegatives = new long[labelCount];
    }

    /// <summary>How many labels.</summary>
    public int LabelCount { get; }

    /// <summary>Above what score a label is chosen.</summary>
    public float Threshold { get; }

    /// <summary>How many samples have been added.</summary>
    public long Total { get; private set; }

    /// <summary>How many of them have all labels right.</summary>
    public long Correct { get; private set; }

    /// <summary>The share of samples with all labels right; NaN without samples.</summary>
    public double SubsetAccuracy => Total == 0 ? double.NaN : (double)Correct / Total;

    /// <summary>The share of single labels that are right: for one label, the accuracy. NaN without samples.</summary>
    public double Accuracy => Total == 0 ? double.NaN : 1 - ((double)_wrong / (Total * LabelCount));

    /// <summary>Counts samples.</summary>
    /// <param name="scores">n · <see cref="LabelCount"/> scores; NaN chooses no label.</param>
    /// <param name="targets">As many targets, each 0 or 1; more precisely, above ½ or not.</param>
    /// <exception cref="ArgumentException">The lengths differ or do not fit.</exception>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets)
    {
        if (scores.Length != targets.Length || scores.Length % LabelCount != 0)
        {
            throw new ArgumentException(
                $"{scores.Length} scores and {targets.Length} targets were given; as many are needed, a multiple of {LabelCount}.",
                nameof(scores));
        }

        for (int start = 0; start < scores.Length; start += LabelCount)
        {
            int wrong = 0;
            for (int label = 0; label < LabelCount; label++)
            {
                bool chosen = scores[start + label] > Threshold, holds = targets[start + label] > 0.5f;
                _truePositives[label] += chosen && holds ? 1 : 0;
                _falsePositives[label] += chosen && !holds ? 1 : 0;
                _falseNegatives[label] += !chosen && holds ? 1 : 0;
                wrong += chosen == holds ? 0 : 1;
            }

            Total++;
            Correct += wrong == 0 ? 1 : 0;
            _wrong += wrong;
        }
    }

    /// <summary>Of the samples with a chosen label, the share that has it.</summary>
    /// <param name="label">The label.</param>
    /// <returns>From 0 to 1; NaN if it was never chosen.</returns>
    public double Precision(int label) => Counts(label).Precision;

    /// <summary>Of the samples that have a label, the share for which it was chosen.</summary>
    /// <param name="label">The label.</param>
    /// <returns>From 0 to 1; NaN if no sample has it.</returns>
    public double Recall(int label) => Counts(label).Recall;

    /// <summary>The harmonic mean of precision and recall of a label.</summary>
    /// <param name="label">The label.</param>
    /// <returns>From 0 to 1; NaN if no sample has it and it was never chosen.</returns>
    public double F1(int label) => Counts(label).F1;

    /// <summary>One precision for all labels; an undefined one counts as 0, as in scikit-learn.</summary>
    /// <param name="averaging">How.</param>
    /// <returns>From 0 to 1; NaN if no label was chosen nor holds.</returns>
    public double Precision(Averaging averaging) => ClassCounts.Average(All(), averaging, counts => counts.Precision);

    /// <summary>One recall for all labels; an undefined one counts as 0, as in scikit-learn.</summary>
    /// <param name="averaging">How.</param>
    /// <returns>From 0 to 1; NaN if no label was chosen nor holds.</returns>
    public double Recall(Averaging averaging) => ClassCounts.Average(All(), averaging, counts => counts.Recall);

    /// <summary>One F1 for all labels; an undefined one counts as 0, as in scikit-learn.</summary>
    /// <param name="averaging">How.</param>
    /// <returns>From 0 to 1; NaN if no label was chosen nor holds.</returns>
    public double F1(Averaging averaging) => ClassCounts.Average(All(), averaging, counts => counts.F1);

    private ClassCounts[] All() => [.. Enumerable.Range(0, LabelCount).Select(Counts)];

    private ClassCounts Counts(int label)
    {
        if ((uint)label >= (uint)LabelCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(label), label, $"The label must be at least 0 and less than {LabelCount}, the number of labels.");
        }

        return new ClassCounts(_truePositives[label], _falsePositives[label], _falseNegatives[label]);
    }
}
