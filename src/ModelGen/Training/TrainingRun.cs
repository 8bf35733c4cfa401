using System.Diagnostics;
using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>
/// What <c>Fit</c> does around the steps, for a loop of your own: it calls the callbacks, sets the learning rate of a schedule, measures
/// times and keeps the history. Begin with <c>model.StartTraining</c>.
/// </summary>
/// <example><code>
/// using TrainingRun run = model.StartTraining(epochs: 20, loader.BatchCount, [new EarlyStopping("val_loss") { Patience = 3 }]);
/// while (run.BeginEpoch())
/// {
///     foreach (Batch&lt;int&gt; batch in loader.Epoch(run.State.Epoch - 1))
///     {
///         run.BeginBatch();
///         float loss = model.TrainStep(batch.Inputs, batch.Targets);   // or ZeroGradients, Forward, Backward, Update
///         if (!run.EndBatch(batch.Count, loss)) break;
///     }
///
///     run.EndEpoch(("val_loss", model.Evaluate(test)));
/// }
/// </code></example>
public sealed class TrainingRun : IDisposable
{
    private readonly TrainingCallback[] _callbacks;
    private readonly string[] _names; // of the callbacks, in checkpoints
    private readonly IScheduledRate _rate;
    private bool _begun;
    private bool _inEpoch;
    private bool _resumed;
    private bool _ended;
    private bool _terminated;
    private long _epochStart;
    private double _trainingSeconds;

    internal TrainingRun(FitState state, IScheduledRate rate, IReadOnlyList<TrainingCallback> callbacks, bool isFirstProcess = true)
    {
        State = state;
        _rate = rate;
        TrainingCallback[] all = [.. callbacks];
        int missing = Array.IndexOf(all, null);
        if (missing >= 0)
            throw new ArgumentException($"The callback at position {missing} is null.", nameof(callbacks));
        int[] heard = [.. Enumerable.Range(0, all.Length).Where(i => isFirstProcess || !all[i].OnlyFirstProcess)];
        _callbacks = [.. heard.Select(i => all[i])];
        _names = [.. heard.Select(i => $"callbacks/{i}.{all[i].GetType().Name}")];
    }

    /// <summary>What the callbacks see.</summary>
    public FitState State { get; }

    /// <summary>The finished epochs.</summary>
    public History History => State.History;

    /// <summary>Begins the next epoch, or ends the training.</summary>
    /// <returns>False when all epochs are over, a callback asked to stop, or the loss was no number.</returns>
    /// <exception cref="InvalidOperationException">A callback needs what this training does not give.</exception>
    public bool BeginEpoch()
    {
        if (_ended)
            return false;
        Begin();
        if (!_resumed && (_terminated || State.StopRequested || State.Epoch >= State.Epochs))
        {
            State.Completed = true;
            Dispose();
            return false;
        }

        if (_resumed)
        {
            foreach (TrainingCallback callback in _callbacks)
                callback.OnEpochResume(State);
        }
        else
        {
            State.BeginEpoch(State.Epoch + 1);
            _rate.Apply();
            foreach (TrainingCallback callback in _callbacks)
                callback.OnEpochBegin(State);
        }

        (_inEpoch, _resumed) = (true, false);
        _epochStart = Stopwatch.GetTimestamp();
        _trainingSeconds = 0;
        return true;
    }

    /// <summary>Before each step: sets the learning rate that the schedule says.</summary>
    public void BeginBatch()
    {
        State.BeginBatch();
        _rate.Apply();
        foreach (TrainingCallback callback in _callbacks)
            callback.OnBatchBegin(State);
    }

    /// <summary>After each step.</summary>
    /// <param name="samples">How many samples the batch had.</param>
    /// <param name="loss">Its mean loss.</param>
    /// <returns>False if the loss is no number and a callback wants the training to end without an exception: leave the epoch.</returns>
    /// <exception cref="NonFiniteLossException">The loss is no number, and no callback takes it.</exception>
    public bool EndBatch(int samples, float loss) => EndBatch(samples, loss, default);

    /// <summary>After each step of a model with several losses.</summary>
    /// <param name="samples">How many samples the batch had.</param>
    /// <param name="loss">The weighted sum of its mean losses.</param>
    /// <param name="losses">Each of them, as <c>TrainStep</c> tells them; empty if they are not to be in the history.</param>
    /// <returns>False if the loss is no number and a callback wants the training to end without an exception: leave the epoch.</returns>
    /// <exception cref="ArgumentException">There are more or fewer losses than the model has.</exception>
    /// <exception cref="NonFiniteLossException">The loss is no number, and no callback takes it.</exception>
    public bool EndBatch(int samples, float loss, ReadOnlySpan<float> losses)
    {
        if (!losses.IsEmpty && losses.Length != State.LossNames.Count)
            throw new ArgumentException($"There are {losses.Length} losses; the model has {State.LossNames.Count}.", nameof(losses));
        State.Count(samples, loss, losses);
        if (!float.IsFinite(loss))
            return EndWithoutNumber(loss, null);
        foreach (TrainingCallback callback in _callbacks)
            callback.OnBatchEnd(State);
        return true;
    }

    /// <summary>After the last batch of an epoch, before validation: stops the clock of the training steps. Not needed without
    /// validation.</summary>
    public void EndTraining() => _trainingSeconds = Stopwatch.GetElapsedTime(_epochStart).TotalSeconds;

    /// <summary>After each epoch and its validation, if there is any.</summary>
    /// <param name="metrics">What was measured, by Keras' keys: <c>val_loss</c>, <c>val_accuracy</c> and any others.</param>
    public void EndEpoch(params IReadOnlyList<(string Key, double Value)> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        if (_terminated)
            return;
        if (_trainingSeconds == 0)
            EndTraining();
        double seconds = Stopwatch.GetElapsedTime(_epochStart).TotalSeconds;
        EpochRecord record = new(
            State.Epoch, State.Loss, Value(metrics, EpochRecord.ValidationLossKey), Value(metrics, EpochRecord.ValidationAccuracyKey),
            State.LearningRate, _trainingSeconds, seconds - _trainingSeconds)
        {
            Metrics = [.. metrics.Where(pair => pair.Key is not (EpochRecord.ValidationLossKey or EpochRecord.ValidationAccuracyKey))
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Value))],
        };
        History.Add(record);
        _inEpoch = false;
        foreach (TrainingCallback callback in _callbacks)
            callback.OnEpochEnd(State, record);
    }

    /// <summary>
    /// Writes the model, its optimizer and all that belongs to this training into one file: where it stands, the history, the rate of the
    /// schedule, what callbacks have counted. Between <see cref="EndBatch(int, float)"/> and <see cref="BeginBatch"/>, or behind
    /// <see cref="EndEpoch"/>.
    /// </summary>
    /// <param name="path">The file. If it exists it is replaced in one step, and unchanged if writing fails.</param>
    /// <exception cref="InvalidOperationException">The model cannot be saved so.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public void SaveCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Checkpoint.Save(path, Model, Exchange);
    }

    /// <summary>
    /// Goes on where <see cref="SaveCheckpoint"/> was called, before the first <see cref="BeginEpoch"/>. That begins the epoch that was
    /// under way; <see cref="FitState.Batch"/> then says how many of its batches are done, and are to be passed over.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidOperationException">The training has begun, or the model cannot be saved so.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another model, optimizer or training; nothing has changed, and
    /// the message says what differs.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void LoadCheckpoint(string path) => LoadCheckpoint(path, null);

    /// <param name="path">The file, for messages if its content is given.</param>
    /// <param name="content">Its content, if another process has read it.</param>
    internal void LoadCheckpoint(string path, byte[]? content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (_begun)
            throw new InvalidOperationException("The training has begun; a checkpoint is loaded before the first epoch.");
        ICheckpointed model = Model;
        Begin();
        Checkpoint.Load(path, model, Exchange, name => name.StartsWith(Checkpoint.TrainingScope, StringComparison.Ordinal), content);
        _resumed = _inEpoch;
    }

    /// <summary>What must be the same in a training that goes on, for a message.</summary>
    internal string Settings { get; init; } = "";

    private ICheckpointed Model => State.Model as ICheckpointed
        ?? throw new InvalidOperationException(
            $"{State.Model.GetType().Name} does not say what state it has: it is not {nameof(ICheckpointed)}.");

    private void Begin()
    {
        if (_begun)
            return;
        _begun = true;
        foreach (TrainingCallback callback in _callbacks)
            callback.OnTrainBegin(State);
    }

    // Settings come first: where they differ, nothing has changed yet.
    private void Exchange(CheckpointState state)
    {
        state.Within("fit", CheckSettings);
        Model.Exchange(state);
        state.Within("fit", own =>
        {
            State.Exchange(own);
            _rate.ExchangeRate(own);
            own.Flag("inEpoch", ref _inEpoch);
            own.Flag("terminated", ref _terminated);
            for (int i = 0; i < _callbacks.Length; i++)
                own.Within(_names[i], _callbacks[i].Exchange);
        });
    }

    private void CheckSettings(CheckpointState state)
    {
        string settings = Settings;
        state.Text("settings", ref settings);
        if (settings != Settings)
            throw new InvalidDataException($"The checkpoint is of a training with other settings: {settings}; this one has {Settings}.");
    }

    /// <summary>Ends the training, if it has not ended: callbacks are told, and the learning rate is the base rate again.</summary>
    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        History.StoppedEarly = State.Epoch < State.Epochs || _terminated;
        _rate.End();
        if (!_begun)
            return;
        foreach (TrainingCallback callback in _callbacks)
            callback.OnTrainEnd(State);
    }

    /// <summary>After a step that failed because its loss is no number.</summary>
    internal bool FailBatch(int samples, ArithmeticException reason)
    {
        State.Count(samples, float.NaN);
        return EndWithoutNumber(float.NaN, reason);
    }

    private bool EndWithoutNumber(float loss, ArithmeticException? reason)
    {
        foreach (TrainingCallback callback in _callbacks)
            _terminated |= callback.OnNonFiniteLoss(State);
        return _terminated ? false : throw new NonFiniteLossException(State, loss, reason);
    }

    private static double? Value(IReadOnlyList<(string Key, double Value)> metrics, string key)
    {
        foreach ((string name, double value) in metrics)
        {
            if (name == key)
                return value;
        }

        return null;
    }
}
