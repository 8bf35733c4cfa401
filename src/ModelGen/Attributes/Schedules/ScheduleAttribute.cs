namespace ModelGen;

/// <summary>
/// A schedule of the learning rate, counted in updates from the first: the update uses <c>LearningRate</c> times what the schedule gives.
/// </summary>
/// <remarks>
/// <para>
/// It may stand anywhere among the attributes of a model, not in a block. Several follow each other: each lasts as long as its
/// length says, and the next one then counts from 0, as with <c>Then</c> of the schedules in <c>ModelGen.Training</c>. Attributes and
/// those objects give the same bits. A schedule that has no end can only be the last.
/// </para>
/// <para>
/// <c>LearningRate</c> stays the base rate, and can be set at any time. A schedule of <c>Fit</c> changes that base rate: with both, the
/// factors are multiplied.
/// </para>
/// </remarks>
public abstract class ScheduleAttribute : PipelineAttribute
{
    /// <summary>For the attributes that ModelGen itself declares.</summary>
    private protected ScheduleAttribute()
    {
    }

    /// <summary>
    /// How many updates an epoch has, for a schedule that counts epochs: all its lengths are then epochs, and the rate is the same for all
    /// updates of one. At least 1; 0, the default, for a schedule that counts updates. What <c>Fit</c> calls an epoch it does not know:
    /// with 60,000 samples and batches of 64 there are 938.
    /// </summary>
    /// <example><code>[SoftmaxCrossEntropy, Sgd(0.1), StepDecay(30, 0.1, StepsPerEpoch = 938)]</code></example>
    public int StepsPerEpoch { get; set; }
}
