using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Reporting;

namespace ModelGen.Training;

/// <summary>How to train.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public sealed class FitOptions<TTarget>
    where TTarget : unmanaged
{
    /// <summary>How many times each sample is seen; at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>How many samples one step of the optimizer sees; at least 1.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Whether to leave out the samples of an epoch that do not fill a batch; with <see cref="Shuffle"/> they are others in each
    /// epoch. For models that need more than one sample in each batch, such as those with <c>BatchNorm</c>.
    /// </summary>
    public bool DropLast { get; init; }

    /// <summary>Data to measure loss, accuracy and metrics on after each epoch, or null.</summary>
    public Dataset<TTarget>? Validation { get; init; }

    /// <summary>Decides the order of the samples in each epoch, and the augmentations.</summary>
    public int Seed { get; init; }

    /// <summary>Whether the order is random; otherwise it is that of the dataset.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Draws the samples of each epoch by weights, with replacement, or null for each sample once:
    /// <c>WeightedSampling.Balanced(training.Targets)</c> for rare classes. Without streams.</summary>
    public WeightedSampling? Sampling { get; init; }

    /// <summary>How many samples of a stream are kept to choose the next one from, if <see cref="Shuffle"/> is set; at least 1. Datasets
    /// are shuffled as a whole.</summary>
    public int ShuffleWindow { get; init; } = 1024;

    /// <summary>How many batches are loaded ahead on another thread; 0 for none. The results are the same bits. Worth it where reading or
    /// augmenting takes long.</summary>
    public int Prefetch { get; init; }

    /// <summary>
    /// Random changes of the training images, drawn anew in each epoch and applied in this order, before the images are
    /// standardised. Validation sees the images as they are. What is drawn depends on <see cref="Seed"/>, the epoch and the
    /// position of the image in the dataset only.
    /// </summary>
    public IReadOnlyList<Augmentation> Augmentations { get; init; } = [];

    /// <summary>
    /// The most threads that work at one step and load its batch, at least 1, or null for as many as the model says. The results are the
    /// same bits with any number.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>
    /// How the learning rate changes, or null to leave it to the model and the callbacks. The base rate is that of the model when the
    /// training starts, and the model has it again at the end. What a callback makes of <see cref="FitState.LearningRate"/> changes the
    /// base rate in proportion: <see cref="ReduceLROnPlateau"/> works together with a schedule.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// What to measure besides the loss. The accuracy need not be named: it is measured whenever the targets are class labels.
    /// </summary>
    public IReadOnlyList<Metric<TTarget>> Metrics { get; init; } = [];

    /// <summary>
    /// Whether to measure the metrics on the training batches too, each before the update that it causes. That costs a prediction of
    /// each batch, about a third of a step; layers such as dropout are as in prediction.
    /// </summary>
    public bool TrainingMetrics { get; init; }

    /// <summary>
    /// Where progress is shown, or null for nowhere. By default the console: a bar on a terminal, one line per epoch when
    /// the output is redirected.
    /// </summary>
    public TrainingCallback? Progress { get; init; } = ProgressReport.ToConsole();

    /// <summary>Where to go on from after an interruption, or null.</summary>
    public FitCheckpoint? Checkpoint { get; init; }

    /// <summary>What else takes part, in this order, such as <see cref="EarlyStopping"/>.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];
}
