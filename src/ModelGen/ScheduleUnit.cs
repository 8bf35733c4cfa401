namespace ModelGen;

/// <summary>What a learning-rate schedule counts.</summary>
public enum ScheduleUnit
{
    /// <summary>Steps of the optimizer: the rate changes with each batch.</summary>
    Step,

    /// <summary>Epochs: the rate is the same for all batches of an epoch.</summary>
    Epoch,
}
