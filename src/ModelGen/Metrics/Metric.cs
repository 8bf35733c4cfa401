namespace ModelGen.Metrics;

/// <summary>Something to measure on a dataset besides the loss, as <c>Fit</c> does after each epoch. It has no state of its own.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
/// <param name="name">The key in the history; measured on validation data it is <c>val_</c> and this.</param>
/// <param name="largerIsBetter">Whether callbacks should wait for larger numbers or for smaller ones.</param>
public abstract class Metric<TTarget>(string name, bool largerIsBetter)
    where TTarget : unmanaged
{
    /// <summary>The key in the history, as Keras writes it: <c>accuracy</c>, <c>f1_score</c>.</summary>
    public string Name { get; } = string.IsNullOrEmpty(name) ? throw new ArgumentException("A metric needs a name.", nameof(name)) : name;

    /// <summary>Whether larger numbers are better.</summary>
    public bool LargerIsBetter { get; } = largerIsBetter;

    /// <summary>Begins to measure.</summary>
    /// <returns>What the samples are given to.</returns>
    public abstract MetricAccumulator<TTarget> Start();
}

/// <summary>Takes samples batch by batch, and gives one number for all of them.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public abstract class MetricAccumulator<TTarget>
    where TTarget : unmanaged
{
    /// <summary>The number for all samples so far; NaN where it is not defined.</summary>
    public abstract double Result { get; }

    /// <summary>Takes some samples.</summary>
    /// <param name="outputs">samples · outputs of a sample, as <see cref="IModel.Predict"/> gives them.</param>
    /// <param name="targets">samples · targets of a sample.</param>
    /// <param name="samples">How many; at least 1.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<TTarget> targets, int samples);
}
