using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>
/// Takes part in a training: override what you need. Reports, schedules, early stopping and checkpoints are callbacks.
/// They are called on the thread of <c>Fit</c>, in the order of the list; an exception ends the training.
/// </summary>
/// <remarks>One object may take part in one training after the other: what it counts starts anew with <see cref="OnTrainBegin"/>.</remarks>
public abstract class TrainingCallback
{
    /// <summary>
    /// Whether only the first of several processes that train together calls it: what prints or writes says so. All others are called by
    /// each process, and see the same numbers there.
    /// </summary>
    public virtual bool OnlyFirstProcess => false;

    /// <summary>Before the first epoch.</summary>
    /// <param name="state">Where the training stands.</param>
    public virtual void OnTrainBegin(FitState state)
    {
    }

    /// <summary>
    /// Names what the callback has counted, so that a training that goes on from a checkpoint goes on with it: see
    /// <see cref="CheckpointState"/>. Called behind <see cref="OnTrainBegin"/>, and whenever a checkpoint is written.
    /// </summary>
    /// <param name="state">Takes the values, or gives them.</param>
    public virtual void Exchange(CheckpointState state)
    {
    }

    /// <summary>In place of <see cref="OnEpochBegin"/> where a training goes on in the middle of an epoch.</summary>
    /// <param name="state">Where the training stands.</param>
    public virtual void OnEpochResume(FitState state)
    {
    }

    /// <summary>Before the first batch of an epoch.</summary>
    /// <param name="state">Where the training stands.</param>
    public virtual void OnEpochBegin(FitState state)
    {
    }

    /// <summary>Before each batch: keep it short.</summary>
    /// <param name="state">Where the training stands; <see cref="FitState.Batch"/> is the batch that begins.</param>
    public virtual void OnBatchBegin(FitState state)
    {
    }

    /// <summary>After each batch: keep it short.</summary>
    /// <param name="state">Where the training stands.</param>
    public virtual void OnBatchEnd(FitState state)
    {
    }

    /// <summary>The loss of the last batch is NaN or infinite. The training ends; by default with a
    /// <see cref="NonFiniteLossException"/>.</summary>
    /// <param name="state">Where the training stands.</param>
    /// <returns>True to end it without an exception.</returns>
    public virtual bool OnNonFiniteLoss(FitState state) => false;

    /// <summary>After each epoch and its validation.</summary>
    /// <param name="state">Where the training stands.</param>
    /// <param name="epoch">What the epoch gave.</param>
    public virtual void OnEpochEnd(FitState state, EpochRecord epoch)
    {
    }

    /// <summary>At the end, also after an exception or a cancellation: <see cref="FitState.Completed"/> tells.</summary>
    /// <param name="state">Where the training stands.</param>
    public virtual void OnTrainEnd(FitState state)
    {
    }
}
