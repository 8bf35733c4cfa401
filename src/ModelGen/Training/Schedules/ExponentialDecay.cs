using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>rate to the power position / length: Keras' <c>ExponentialDecay</c>; with length 1, PyTorch's <c>ExponentialLR</c>.</summary>
/// <param name="length">After how many steps or epochs it has been multiplied by the rate once; at least 1.</param>
/// <param name="rate">By what; above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed class ExponentialDecay(long length, double rate) : LearningRateSchedule
{
    private readonly long _length = Check.Length(length);
    private readonly double _rate = Check.Positive(rate);

    /// <summary>Whether the power is rounded down: the rate then falls in stairs.</summary>
    public bool Staircase { get; init; }

    /// <inheritdoc/>
    public override double Factor(long position) => LearningRateFactors.ExponentialDecay(position, _length, _rate, Staircase);
}
