using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>
/// Ends the training when a number has not got better for some epochs, and gives the model the weights of the best one. Keras' callback,
/// with its rules.
/// </summary>
/// <param name="monitor">The key of the number, such as <c>val_loss</c> or <c>val_accuracy</c>.</param>
/// <remarks>
/// A number that is NaN is never better. The best weights, buffers such as running means included, are put back at the end of the
/// training, whatever ended it, unless by an exception or a cancellation: the model then has the last weights. The optimizer's state is
/// not put back.
/// </remarks>
/// <example><code>Callbacks = [new EarlyStopping("val_loss") { Patience = 5 }]</code></example>
public sealed class EarlyStopping(string monitor = EpochRecord.ValidationLossKey) : TrainingCallback
{
    private Monitor? _monitor;
    private WeightSnapshot? _best;
    private double _bestValue;
    private int _wait;

    /// <summary>The key of the number that decides.</summary>
    public string MonitorKey { get; } = monitor;

    /// <summary>By how much a number must be better to count as better; at least 0.</summary>
    public double MinDelta { get; init; }

    /// <summary>After how many epochs without a better number the training ends; at least 0.</summary>
    public int Patience { get; init; }

    /// <summary>Which numbers are better.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>The number must also be better than this for the patience to begin anew, or null.</summary>
    public double? Baseline { get; init; }

    /// <summary>Whether the model gets the weights of the best epoch at the end; otherwise it keeps the last ones.</summary>
    public bool RestoreBestWeights { get; init; } = true;

    /// <summary>The first epoch, from 1, whose number counts: for a beginning that says nothing.</summary>
    public int StartFromEpoch { get; init; } = 1;

    /// <summary>The best epoch of the last training, from 1; 0 if no number was better than the worst.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The epoch after which it ended the last training, from 1; 0 if it did not.</summary>
    public int StoppedEpoch { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The training does not give the number.</exception>
    public override void OnTrainBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(MinDelta);
        ArgumentOutOfRangeException.ThrowIfNegative(Patience);
        _monitor = new Monitor(this, MonitorKey, Mode);
        _monitor.Begin(state);
        _bestValue = _monitor.Worst;
        _best = null;
        _wait = BestEpoch = StoppedEpoch = 0;
    }

    /// <inheritdoc/>
    public override void Exchange(CheckpointState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (int best, int stopped) = (BestEpoch, StoppedEpoch);
        state.Number("bestValue", ref _bestValue);
        state.Count("wait", ref _wait);
        state.Count("bestEpoch", ref best);
        state.Count("stoppedEpoch", ref stopped);
        (BestEpoch, StoppedEpoch) = (best, stopped);
        if (state.Has("best"))
            _best = new WeightSnapshot(state.Parameters);
        _best?.Exchange("best", state);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(epoch);
        if (_monitor is null || epoch.Epoch < StartFromEpoch)
            return;
        double value = _monitor.Read(epoch);
        _wait++;
        if (_monitor.IsBetter(value, _bestValue, MinDelta))
        {
            _bestValue = value;
            BestEpoch = epoch.Epoch;
            if (RestoreBestWeights)
                (_best ??= new WeightSnapshot(state.Model.Parameters)).Take();
            if (Baseline is not double baseline || _monitor.IsBetter(value, baseline, MinDelta))
                _wait = 0;
        }
        else if (_wait >= Patience && epoch.Epoch > 1)
        {
            StoppedEpoch = epoch.Epoch;
            state.Stop();
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Completed)
            _best?.Restore();
        _best = null;
    }
}
