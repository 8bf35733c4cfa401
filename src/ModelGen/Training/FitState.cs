using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>Where a training stands: what callbacks see, and how they act on it.</summary>
public abstract class FitState
{
    private readonly double[] _lossSums;
    private double _lossSum;
    private long _samples;

    private protected FitState(IModel model, int epochs, int batches, IReadOnlyList<string> lossNames)
    {
        Model = model;
        LossNames = lossNames;
        _lossSums = new double[lossNames.Count];
        Epochs = epochs;
        Batches = batches;
    }

    /// <summary>The model in training.</summary>
    public IModel Model { get; }

    /// <summary>How many epochs are planned.</summary>
    public int Epochs { get; }

    /// <summary>How many batches an epoch has.</summary>
    public int Batches { get; }

    /// <summary>The current epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>The current batch of this epoch, or the last one trained, from 1; 0 before the first.</summary>
    public int Batch { get; private set; }

    /// <summary>How many batches have been trained in all epochs.</summary>
    public long Step { get; private set; }

    /// <summary>The mean training loss over the samples of this epoch so far; NaN before the first batch.</summary>
    public double Loss => _lossSum / _samples;

    /// <summary>The names of several losses, whose weighted sum is <see cref="Loss"/>; empty for models with one.</summary>
    public IReadOnlyList<string> LossNames { get; }

    /// <summary>The mean of each of <see cref="LossNames"/> over the samples of this epoch so far; NaN before the first batch.</summary>
    public IReadOnlyList<double> Losses => [.. _lossSums.Select(sum => sum / _samples)];

    /// <summary>The mean loss of the last batch; NaN before the first.</summary>
    public float BatchLoss { get; private set; } = float.NaN;

    /// <summary>
    /// The learning rate; a callback may change it. With a schedule this changes the base rate in proportion, so that the schedule goes on
    /// from there.
    /// </summary>
    public abstract float LearningRate { get; set; }

    /// <summary>The finished epochs.</summary>
    public History History { get; } = new();

    /// <summary>
    /// The keys of what each epoch will give, such as <c>loss</c> and <c>val_loss</c>, or empty if the loop does not know them before it
    /// ends the first epoch.
    /// </summary>
    public IReadOnlyList<string> Keys { get; internal init; } = [];

    /// <summary>Whether a callback has asked to stop.</summary>
    public bool StopRequested { get; private set; }

    /// <summary>
    /// Whether the training came to its end, of its own or because a callback asked for it. False while it runs, and after an exception or
    /// a cancellation.
    /// </summary>
    public bool Completed { get; internal set; }

    /// <summary>Ends the training after the current epoch.</summary>
    public void Stop() => StopRequested = true;

    /// <summary>For which keys of <see cref="Keys"/> a larger number is known to be better, or worse.</summary>
    internal IReadOnlyDictionary<string, bool> LargerIsBetter { get; init; } = new Dictionary<string, bool>();

    internal void BeginEpoch(int epoch)
    {
        Epoch = epoch;
        Batch = 0;
        _lossSum = 0;
        Array.Clear(_lossSums);
        _samples = 0;
    }

    internal void BeginBatch() => Batch++;

    /// <summary>Where the training stands, the finished epochs, and whether it was asked to stop.</summary>
    internal void Exchange(CheckpointState state)
    {
        (int epoch, int batch, long step, float loss, bool stop) = (Epoch, Batch, Step, BatchLoss, StopRequested);
        state.Count("epoch", ref epoch);
        state.Count("batch", ref batch);
        state.Count("step", ref step);
        state.Number("batchLoss", ref loss);
        state.Number("lossSum", ref _lossSum);
        for (int i = 0; i < _lossSums.Length; i++)
            state.Number("lossSums/" + LossNames[i], ref _lossSums[i]);
        state.Count("samples", ref _samples);
        state.Flag("stop", ref stop);
        (Epoch, Batch, Step, BatchLoss, StopRequested) = (epoch, batch, step, loss, stop);
        History.Exchange(state);
    }

    internal void Count(int samples, float loss, ReadOnlySpan<float> losses = default)
    {
        for (int i = 0; i < losses.Length; i++)
            _lossSums[i] += (double)losses[i] * samples;
        Step++;
        BatchLoss = loss;
        _lossSum += (double)loss * samples;
        _samples += samples;
    }
}

/// <summary>The state of the training of a model with a known kind of targets.</summary>
internal sealed class FitState<TTarget>(ITrainable<TTarget> model, int epochs, int batches, LearningRateSchedule? schedule)
    : FitState(model, epochs, batches, (model as IMultiLossTrainable<TTarget>)?.LossNames ?? []), IScheduledRate
    where TTarget : unmanaged
{
    // What callbacks make of it; the schedule multiplies it.
    private double _base = model.LearningRate;
    private double _factor = 1;

    public override float LearningRate
    {
        get => model.LearningRate;
        set
        {
            model.LearningRate = value;
            if (_factor > 0)
                _base = value / _factor;
        }
    }

    public void ExchangeRate(CheckpointState state)
    {
        state.Number("baseRate", ref _base);
        state.Number("factor", ref _factor);
    }

    public void Apply()
    {
        if (schedule is null)
            return;
        _factor = schedule.Factor(Step, Math.Max(0, Epoch - 1));
        model.LearningRate = (float)(_base * _factor);
    }

    public void End()
    {
        if (schedule is not null)
            model.LearningRate = (float)_base;
    }
}

/// <summary>Sets the learning rate that a schedule says.</summary>
internal interface IScheduledRate
{
    /// <summary>Names the base rate and what the schedule made of it.</summary>
    void ExchangeRate(CheckpointState state);

    /// <summary>For the next batch.</summary>
    void Apply();

    /// <summary>Back to the base rate.</summary>
    void End();
}
