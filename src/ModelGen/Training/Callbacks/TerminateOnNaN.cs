namespace ModelGen.Training;

/// <summary>
/// Ends the training without an exception when the loss becomes NaN or infinite. The epoch in which that happens is not part of the
/// history, and <see cref="History.StoppedEarly"/> is true.
/// </summary>
public sealed class TerminateOnNaN : TrainingCallback
{
    /// <summary>The epoch in which the last training was ended, from 1; 0 if it was not.</summary>
    public int Epoch { get; private set; }

    /// <summary>The batch in that epoch, from 1; 0 if it was not.</summary>
    public int Batch { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin(FitState state) => Epoch = Batch = 0;

    /// <inheritdoc/>
    public override bool OnNonFiniteLoss(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (Epoch, Batch) = (state.Epoch, state.Batch);
        return true;
    }
}
