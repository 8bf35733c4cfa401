using ModelGen.Data;

namespace ModelGen.Metrics;

/// <summary>The share of samples whose largest score is that of the right class.</summary>
public static class Accuracy
{
    /// <summary>Measures a model on a dataset.</summary>
    /// <param name="model">A model with one score per class, so at least 2 outputs.</param>
    /// <param name="data">Samples with their labels.</param>
    /// <returns>From 0 to 1; NaN if there are no samples.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, or it has a single output.</exception>
    public static double Of(IModel model, Dataset<int> data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        return OfClasses(Classification.Classify(model, data), data.Labels("The accuracy"));
    }

    /// <summary>Compares scores with labels.</summary>
    /// <param name="scores">n · classes scores, sample after sample.</param>
    /// <param name="labels">n labels, at least one.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static double OfScores(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty || scores.IsEmpty || scores.Length % labels.Length != 0)
        {
            throw new ArgumentException(
                $"{scores.Length} scores for {labels.Length} labels were given; the same number of scores is needed for each label.",
                nameof(scores));
        }

        int size = scores.Length / labels.Length;
        int[] classes = new int[labels.Length];
        for (int i = 0; i < classes.Length; i++)
            classes[i] = Classification.ArgMax(scores.Slice(i * size, size));
        return OfClasses(classes, labels);
    }

    /// <summary>Compares chosen classes with labels.</summary>
    /// <param name="classes">The chosen classes.</param>
    /// <param name="labels">As many labels.</param>
    /// <returns>From 0 to 1; NaN if there are none.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double OfClasses(ReadOnlySpan<int> classes, ReadOnlySpan<int> labels)
    {
        if (classes.Length != labels.Length)
            throw new ArgumentException(
                $"{classes.Length} classes were given for {labels.Length} labels; as many are needed.",
                nameof(classes));
        int correct = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            if (classes[i] == labels[i])
                correct++;
        }

        return classes.IsEmpty ? double.NaN : (double)correct / classes.Length;
    }
}
