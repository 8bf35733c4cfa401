using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>Falls along a power of the time that is left, a line by default: Keras' <c>PolynomialDecay</c>.</summary>
/// <param name="length">How many steps or epochs it falls; at least 1. Behind them it stays.</param>
/// <param name="end">The share of the base rate at the end; at least 0.</param>
/// <param name="power">1 for a line; above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed class PolynomialDecay(long length, double end = 0, double power = 1) : LearningRateSchedule
{
    private readonly long _length = Check.Length(length);
    private readonly double _end = Check.AtLeast(0, end);
    private readonly double _power = Check.Positive(power);

    /// <inheritdoc/>
    public override double Factor(long position) => LearningRateFactors.PolynomialDecay(position, _length, _end, _power);
}
