using System.Runtime.CompilerServices;
using ModelGen.Data;

namespace ModelGen.Training;

/// <summary>Trains and measures models on whole datasets.</summary>
public static class TrainingExtensions
{
    /// <summary>
    /// Trains a model. All data are checked first (sizes, labels, NaN, the last batch): if they do not fit, the model is unchanged.
    /// </summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="training">The samples to learn from.</param>
    /// <param name="options">How; by default 10 epochs, batches of 32, progress on the console.</param>
    /// <param name="cancellation">Looked at before each batch. The model then has the weights after the last finished
    /// batch and can be used, saved or trained further.</param>
    /// <returns>What each epoch gave.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, or hold NaN or infinity.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    [OverloadResolutionPriority(1)]
    public static History Fit<TTarget>(
        this ITrainable<TTarget> model,
        Dataset<TTarget> training,
        FitOptions<TTarget>? options = null,
        CancellationToken cancellation = default)
        where TTarget : unmanaged
    {
        return new FitLoop<TTarget>(model, training, options ?? new FitOptions<TTarget>()).Run(cancellation);
    }

    /// <summary>Trains a model on samples that need not fit in memory. They are checked when they are read; all else is as in the other
    /// overload.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="training">The samples to learn from.</param>
    /// <param name="options">How: <see cref="FitOptions{TTarget}.ShuffleWindow"/> and <see cref="FitOptions{TTarget}.Prefetch"/> are made
    /// for streams.</param>
    /// <param name="cancellation">Looked at before each batch.</param>
    /// <returns>What each epoch gave.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit the model, or an option is not for streams.</exception>
    /// <exception cref="InvalidDataException">The stream ended too early, or has a number that is NaN or infinite.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static History Fit<TTarget>(
        this ITrainable<TTarget> model,
        SampleStream<TTarget> training,
        FitOptions<TTarget>? options = null,
        CancellationToken cancellation = default)
        where TTarget : unmanaged
    {
        return new FitLoop<TTarget>(model, training, options ?? new FitOptions<TTarget>()).Run(cancellation);
    }

    /// <summary>Trains a model: the short form of the other overload, which describes what happens.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="training">The samples to learn from.</param>
    /// <param name="epochs">How many times each sample is seen; at least 1.</param>
    /// <param name="batchSize">How many samples one step of the optimizer sees; at least 1.</param>
    /// <param name="validation">Data to measure loss and accuracy on after each epoch, or null.</param>
    /// <param name="seed">Decides the order of the samples in each epoch.</param>
    /// <param name="quiet">True to show no progress.</param>
    /// <param name="cancellation">Looked at before each batch.</param>
    /// <returns>What each epoch gave.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, or hold NaN or infinity.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public static History Fit<TTarget>(
        this ITrainable<TTarget> model,
        Dataset<TTarget> training,
        int epochs,
        int batchSize = 32,
        Dataset<TTarget>? validation = null,
        int seed = 0,
        bool quiet = false,
        CancellationToken cancellation = default)
        where TTarget : unmanaged
    {
        FitOptions<TTarget> options = new()
        {
            Epochs = epochs,
            BatchSize = batchSize,
            Validation = validation,
            Seed = seed,
            Progress = quiet ? null : Reporting.ProgressReport.ToConsole(),
        };
        return model.Fit(training, options, cancellation);
    }

    /// <summary>Begins a training in a loop of your own, with callbacks, schedule and history as in <c>Fit</c>.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model. The loop itself calls its <c>TrainStep</c>, or <c>Forward</c>, <c>Backward</c> and
    /// <c>Update</c>.</param>
    /// <param name="epochs">How many epochs are planned; at least 1.</param>
    /// <param name="batches">How many batches an epoch has; at least 1.</param>
    /// <param name="callbacks">What takes part, progress first; by default nothing.</param>
    /// <param name="schedule">How the learning rate changes, or null.</param>
    /// <returns>The training; dispose of it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    public static TrainingRun StartTraining<TTarget>(
        this ITrainable<TTarget> model,
        int epochs,
        int batches,
        IReadOnlyList<TrainingCallback>? callbacks = null,
        LearningRateSchedule? schedule = null)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1);
        return StartTraining(model, epochs, batches, callbacks ?? [], schedule, [], new Dictionary<string, bool>());
    }

    /// <summary>The mean loss of a model over a whole dataset, as in prediction; nothing is updated.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples, at least one.</param>
    /// <param name="batchSize">How many samples are computed at once; at least 1.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, or hold NaN or infinity.</exception>
    public static double Evaluate<TTarget>(this ITrainable<TTarget> model, Dataset<TTarget> data, int batchSize = 256)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        data = data.InputsFor(model).TargetsFor(model);
        FitChecks.CheckData(model, data, nameof(data));
        return Evaluation.MeanLoss(model, data, batchSize, CancellationToken.None);
    }

    internal static TrainingRun StartTraining<TTarget>(
        ITrainable<TTarget> model,
        int epochs,
        int batches,
        IReadOnlyList<TrainingCallback> callbacks,
        LearningRateSchedule? schedule,
        IReadOnlyList<string> keys,
        IReadOnlyDictionary<string, bool> largerIsBetter,
        string settings = "",
        bool isFirstProcess = true)
        where TTarget : unmanaged
    {
        FitState<TTarget> state = new(model, epochs, batches, schedule) { Keys = keys, LargerIsBetter = largerIsBetter };
        return new TrainingRun(state, state, callbacks, isFirstProcess) { Settings = settings };
    }
}
