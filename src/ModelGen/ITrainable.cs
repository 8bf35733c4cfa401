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
    /// What the losses compare with, in the order in which a sample has them: behind each other in one row. Most models have one. A model
    /// with several has rows of floats, in which labels are whole numbers.
    /// </summary>
    /// <remarks>A model that is written by hand and has one target need not have it.</remarks>
    IReadOnlyList<ModelTarget> Targets =>
    [
        new(typeof(TTarget) == typeof(int) ? "labels" : "targets", TargetSize)
        {
            ClassCount = ClassCount,
            IgnoredLabel = IgnoredLabel,
            Output = Outputs[0].Name,
        },
    ];

    /// <summary>
    /// The fewest samples that <see cref="TrainStep"/> accepts: 2 for a model that normalizes over the samples of a batch.
    /// </summary>
    int FewestSamples => 1;

    /// <summary>The learning rate that the next <see cref="TrainStep"/> uses.</summary>
    float LearningRate { get; set; }

    /// <summary>
    /// A model of its own with the moving average of the weights, see <see cref="OptimizerAttribute.WeightAverage"/>; null if none is kept.
    /// </summary>
    ITrainable<TTarget>? Averaged() => null;

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

/// <summary>A model that minimises the weighted sum of several losses, and tells each of them.</summary>
/// <typeparam name="TTarget"><see cref="float"/>; or <see cref="int"/>, if all losses compare with the same labels.</typeparam>
public interface IMultiLossTrainable<TTarget> : ITrainable<TTarget>
    where TTarget : unmanaged
{
    /// <summary>What the losses are called, as in Keras: <c>output_loss</c>, <c>age_loss</c>. They are keys of the history.</summary>
    IReadOnlyList<string> LossNames { get; }

    /// <summary>One step of the optimizer.</summary>
    /// <param name="input">n · <see cref="IModel.InputSize"/> floats, sample after sample.</param>
    /// <param name="targets">n · <see cref="ITrainable{TTarget}.TargetSize"/> targets.</param>
    /// <param name="sampleWeights">n floats, finite, at least 0; empty if all count alike, or the losses take none.</param>
    /// <param name="losses">Receives the mean of each loss, without its weight.</param>
    /// <returns>The weighted sum of the mean losses before the update.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a weight is out of range; the model is unchanged.</exception>
    float TrainStep(
        ReadOnlySpan<float> input, ReadOnlySpan<TTarget> targets, ReadOnlySpan<float> sampleWeights, Span<float> losses);

    /// <summary>The losses as in prediction; nothing is updated.</summary>
    /// <param name="input">n · <see cref="IModel.InputSize"/> floats, sample after sample.</param>
    /// <param name="targets">n · <see cref="ITrainable{TTarget}.TargetSize"/> targets.</param>
    /// <param name="sampleWeights">n floats, finite, at least 0; empty if all count alike, or the losses take none.</param>
    /// <param name="losses">Receives the mean of each loss, without its weight.</param>
    /// <returns>The weighted sum of the mean losses.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a weight is out of range.</exception>
    float Evaluate(
        ReadOnlySpan<float> input, ReadOnlySpan<TTarget> targets, ReadOnlySpan<float> sampleWeights, Span<float> losses);
}

/// <summary>A model whose samples can have weights: its loss says <see cref="LossAttribute.SampleWeights"/>.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public interface IWeightedTrainable<TTarget> : ITrainable<TTarget>
    where TTarget : unmanaged
{
    /// <summary>One training step, the loss of each sample times its weight.</summary>
    /// <param name="input">n · <see cref="IModel.InputSize"/> floats, sample after sample.</param>
    /// <param name="targets">n · <see cref="ITrainable{TTarget}.TargetSize"/> targets.</param>
    /// <param name="sampleWeights">n floats, finite, at least 0; empty if all count alike.</param>
    /// <returns>The sum of the weighted losses, divided as without weights, before the update.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a weight is out of range; the model is unchanged.</exception>
    float TrainStep(ReadOnlySpan<float> input, ReadOnlySpan<TTarget> targets, ReadOnlySpan<float> sampleWeights);

    /// <summary>The loss as in prediction, that of each sample times its weight; nothing is updated.</summary>
    /// <param name="input">n · <see cref="IModel.InputSize"/> floats, sample after sample.</param>
    /// <param name="targets">n · <see cref="ITrainable{TTarget}.TargetSize"/> targets.</param>
    /// <param name="sampleWeights">n floats, finite, at least 0; empty if all count alike.</param>
    /// <returns>The sum of the weighted losses, divided as without weights.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a weight is out of range.</exception>
    float Evaluate(ReadOnlySpan<float> input, ReadOnlySpan<TTarget> targets, ReadOnlySpan<float> sampleWeights);
}
