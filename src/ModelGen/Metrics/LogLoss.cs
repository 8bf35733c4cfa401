namespace ModelGen.Metrics;

/// <summary>The mean of −log p of the right class: the cross-entropy, in nats. Nothing is clipped.</summary>
public static class LogLoss
{
    /// <summary>From probabilities.</summary>
    /// <param name="probabilities">n · classes probabilities; those of a sample add up to 1.</param>
    /// <param name="labels">n labels, at least one.</param>
    /// <returns>At least 0; infinite if a right class has the probability 0.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label has no score.</exception>
    public static double OfProbabilities(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> labels)
    {
        int classes = ScoreTable.Columns(probabilities, labels);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
            sum -= Math.Log(probabilities[(i * classes) + labels[i]]);
        return sum / labels.Length;
    }

    /// <summary>From logits, in double precision and without overflow: log Σ exp(xⱼ − m) + m − x of the right class, m the
    /// largest.</summary>
    /// <param name="logits">n · classes logits.</param>
    /// <param name="labels">n labels, at least one.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label has no score.</exception>
    public static double OfLogits(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        int classes = ScoreTable.Columns(logits, labels);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> own = logits.Slice(i * classes, classes);
            double largest = own[Classification.ArgMax(own)], exponentials = 0;
            foreach (float logit in own)
                exponentials += Math.Exp(logit - largest);
            sum += Math.Log(exponentials) + largest - own[labels[i]];
        }

        return sum / labels.Length;
    }

    /// <summary>From the probabilities of the class 1 of two.</summary>
    /// <param name="probabilities">One for each sample.</param>
    /// <param name="labels">As many labels, 0 or 1.</param>
    /// <returns>At least 0; infinite if a right class has the probability 0; NaN without samples.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a label is neither 0 nor 1.</exception>
    public static double OfBinary(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> labels)
    {
        ScoreTable.CheckBinary(probabilities, labels);
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
            sum -= Math.Log(labels[i] == 1 ? probabilities[i] : 1 - (double)probabilities[i]);
        return sum / labels.Length;
    }
}
