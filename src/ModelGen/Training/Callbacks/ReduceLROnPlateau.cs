using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>Multiplies the learning rate by a factor when a number has not got better for some epochs. Keras' callback, with its
/// rules.</summary>
/// <param name="monitor">The key of the number, such as <c>val_loss</c>.</param>
/// <example><code>Callbacks = [new ReduceLROnPlateau("val_loss") { Factor = 0.2, Patience = 5, MinLearningRate = 1e-5 }]</code></example>
public sealed class ReduceLROnPlateau(string monitor = EpochRecord.ValidationLossKey) : TrainingCallback
{
    private Monitor? _monitor;
    private double _best;
    private int _wait;
    private int _cooldown;

    /// <summary>The key of the number that decides.</summary>
    public string MonitorKey { get; } = monitor;

    /// <summary>By what the rate is multiplied; at least 0 and less than 1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>After how many epochs without a better number the rate is reduced; at least 0.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Which numbers are better.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>By how much a number must be better to count as better; at least 0.</summary>
    public double MinDelta { get; init; } = 1e-4;

    /// <summary>For how many epochs after a reduction nothing is counted; at least 0.</summary>
    public int Cooldown { get; init; }

    /// <summary>The rate never becomes smaller than this; at least 0.</summary>
    public double MinLearningRate { get; init; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The training does not give the number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public override void OnTrainBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!(Factor >= 0 && Factor < 1))
            throw new ArgumentOutOfRangeException(nameof(Factor), Factor, "The factor must be at least 0 and less than 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(Patience);
        ArgumentOutOfRangeException.ThrowIfNegative(MinDelta);
        ArgumentOutOfRangeException.ThrowIfNegative(Cooldown);
        ArgumentOutOfRangeException.ThrowIfNegative(MinLearningRate);
        _monitor = new Monitor(this, MonitorKey, Mode);
        _monitor.Begin(state);
        _best = _monitor.Worst;
        _wait = _cooldown = 0;
    }

    /// <inheritdoc/>
    public override void Exchange(CheckpointState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Number("best", ref _best);
        state.Count("wait", ref _wait);
        state.Count("cooldown", ref _cooldown);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(epoch);
        if (_monitor is null)
            return;
        double value = _monitor.Read(epoch);
        if (_cooldown > 0)
        {
            _cooldown--;
            _wait = 0;
        }

        if (_monitor.IsBetter(value, _best, MinDelta))
        {
            _best = value;
            _wait = 0;
        }
        else if (_cooldown == 0 && ++_wait >= Patience && state.LearningRate > (float)MinLearningRate)
        {
            state.LearningRate = (float)Math.Max(state.LearningRate * Factor, MinLearningRate);
            _cooldown = Cooldown;
            _wait = 0;
        }
    }
}
