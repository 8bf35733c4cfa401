namespace ModelGen.Training;

/// <summary>Takes part in a training with functions instead of a class of its own.</summary>
/// <example><code>Callbacks = [new LambdaCallback { EpochEnd = (state, epoch) => Console.WriteLine(epoch.Loss) }]</code></example>
public sealed class LambdaCallback : TrainingCallback
{
    /// <summary>Whether only the first of several processes that train together calls the functions: for what prints or writes.</summary>
    public bool FirstProcessOnly { get; init; }

    /// <inheritdoc/>
    public override bool OnlyFirstProcess => FirstProcessOnly;

    /// <summary>Before the first epoch.</summary>
    public Action<FitState>? TrainBegin { get; init; }

    /// <summary>Before the first batch of an epoch.</summary>
    public Action<FitState>? EpochBegin { get; init; }

    /// <summary>Before each batch.</summary>
    public Action<FitState>? BatchBegin { get; init; }

    /// <summary>After each batch.</summary>
    public Action<FitState>? BatchEnd { get; init; }

    /// <summary>After each epoch and its validation.</summary>
    public Action<FitState, EpochRecord>? EpochEnd { get; init; }

    /// <summary>At the end, also after an exception or a cancellation.</summary>
    public Action<FitState>? TrainEnd { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin(FitState state) => TrainBegin?.Invoke(state);

    /// <inheritdoc/>
    public override void OnEpochBegin(FitState state) => EpochBegin?.Invoke(state);

    /// <inheritdoc/>
    public override void OnBatchBegin(FitState state) => BatchBegin?.Invoke(state);

    /// <inheritdoc/>
    public override void OnBatchEnd(FitState state) => BatchEnd?.Invoke(state);

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state, EpochRecord epoch) => EpochEnd?.Invoke(state, epoch);

    /// <inheritdoc/>
    public override void OnTrainEnd(FitState state) => TrainEnd?.Invoke(state);
}
