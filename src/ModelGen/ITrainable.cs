namespace ModelGen;

/// <summary>A model that learns. The namespace <c>ModelGen.Training</c> gives it <c>Fit</c>.</summary>
/// <typeparam name="TTarget">What its loss compares with: <see cref="int"/> for class labels, <see cref="float"/> for
/// numbers.</typeparam>
public interface ITrainable<TTarget> : IModel
    where TTarget : unmanaged
{
    /// <summary>How many targets belong to one sample: 1 for a class label.</summary>
    int TargetSize { get; }

    /// <summary>How many classes a label can name, from 0 on; 0 if the targets are numbers, or any label will do.</summary>
    int ClassCount => typeof(TTarget) == typeof(int) && TargetSize == 1 && OutputSize > 1 ? OutputSize : 0;

    /// <summary>The label of positions that do not count; null if all do, or the targets are numbers.</summary>
    int? IgnoredLabel => null;

    /// <summary>
    /// The fewest samples that <see cref="TrainStep"/> accepts: 2 for a model that normalizes over the samples of a batch.
    /// </summary>
    int FewestSamples => 1;

    /// <summary>The learning rate that the next <see cref="TrainStep"/> uses.</summary>
    float LearningRate { get; set; }

    /// <summary>One step of the optimizer on a batch of n ≥ <see cref="FewestSamples"/> samples.</summary>
    /// <param name="input">n · <see cref="IModel.InputSize"/> floats, sample after sample.</param>
    /// <param name="targets">n · <see cref="TargetSize"/> targets.</param>
    /// <returns>The mean loss over the batch before the update.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit; the model is unchanged.</exception>
    float TrainStep(ReadOnlySpan<float> input, ReadOnlySpan<TTarget> targets);

    /// <summary>The mean loss over n ≥ 1 samples, as in prediction; nothing is updated.</summary>
    /// <param name="input">n · <see cref="IModel.InputSize"/> floats, sample after sample.</param>
    /// <param name="targets">n · <see cref="TargetSize"/> targets.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    float Evaluate(ReadOnlySpan<float> input, ReadOnlySpan<TTarget> targets);
}
