using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>
/// Waves of the cosine that start again, each longer: I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts",
/// 2017; Keras' <c>CosineDecayRestarts</c>, PyTorch's <c>CosineAnnealingWarmRestarts</c>.
/// </summary>
/// <param name="length">The length of the first wave; at least 1.</param>
/// <param name="lengthFactor">By how much each wave is longer than the one before; at least 1. Keras' default is 2, PyTorch's 1.</param>
/// <param name="heightFactor">By how much each wave starts higher than the one before; at least 0, usually at most 1.</param>
/// <param name="end">The share of the base rate that the waves end at: Keras' <c>alpha</c>; at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed class CosineDecayRestarts(long length, double lengthFactor = 2, double heightFactor = 1, double end = 0)
    : LearningRateSchedule
{
    private readonly long _length = Check.Length(length);
    private readonly double _lengthFactor = Check.AtLeast(1, lengthFactor);
    private readonly double _heightFactor = Check.AtLeast(0, heightFactor);
    private readonly double _end = Check.AtLeast(0, end);

    /// <inheritdoc/>
    public override double Factor(long position) =>
        LearningRateFactors.CosineDecayRestarts(position, _length, _lengthFactor, _heightFactor, _end);
}
