namespace ModelGen.Training;

/// <summary>Where a training stands: what callbacks see, and how they act on it.</summary>
public abstract class FitState
{
    private double _lossSum;
    private long _samples;

    private protected FitState(IModel model, int epochs, int batches)
    {
        Model = model;
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

    /// <summary>The last batch trained in this epoch, from 1; 0 before the first.</summary>
    public int Batch { get; private set; }

    /// <summary>The mean training loss over the samples of this epoch so far; NaN before the first batch.</summary>
    public double Loss => _lossSum / _samples;

    /// <summary>The learning rate; a callback may change it.</summary>
    public abstract float LearningRate { get; set; }

    /// <summary>The finished epochs.</summary>
    public History History { get; } = new();

    /// <summary>Whether a callback has asked to stop.</summary>
    public bool StopRequested { get; private set; }

    /// <summary>Ends the training after the current epoch.</summary>
    public void Stop() => StopRequested = true;

    internal void BeginEpoch(int epoch)
    {
        Epoch = epoch;
        Batch = 0;
        _lossSum = 0;
        _samples = 0;
    }

    internal void Count(int samples, float loss)
    {
        Batch++;
        _lossSum += (double)loss * samples;
        _samples += samples;
    }
}

/// <summary>The state of the training of a model with a known kind of targets.</summary>
internal sealed class FitState<TTarget>(ITrainable<TTarget> model, int epochs, int batches) : FitState(model, epochs, batches)
    where TTarget : unmanaged
{
    public override float LearningRate
    {
        get => model.LearningRate;
        set => model.LearningRate = value;
    }
}
