namespace ModelGen.Training;

/// <summary>What one epoch of training gave.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">The mean training loss over its samples, each measured before the update its batch caused.</param>
/// <param name="ValidationLoss">The mean loss on the validation data after it, or null without such data.</param>
/// <param name="ValidationAccuracy">The share of validation samples classified right, from 0 to 1, or null if the targets
/// are not class labels.</param>
/// <param name="LearningRate">The learning rate at its end.</param>
/// <param name="TrainingSeconds">How long its training steps took.</param>
/// <param name="ValidationSeconds">How long the validation took.</param>
public sealed record EpochRecord(
    int Epoch,
    double Loss,
    double? ValidationLoss,
    double? ValidationAccuracy,
    float LearningRate,
    double TrainingSeconds,
    double ValidationSeconds)
{
    /// <summary>How long it took in all.</summary>
    public double Seconds => TrainingSeconds + ValidationSeconds;
}
