using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>1 / (1 + rate · position / length): Keras' <c>InverseTimeDecay</c>.</summary>
/// <param name="length">In what unit the time counts; at least 1.</param>
/// <param name="rate">How fast it falls; at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed class InverseTimeDecay(long length, double rate) : LearningRateSchedule
{
    private readonly long _length = Check.Length(length);
    private readonly double _rate = Check.AtLeast(0, rate);

    /// <summary>Whether position / length is rounded down: the rate then falls in stairs.</summary>
    public bool Staircase { get; init; }

    /// <inheritdoc/>
    public override double Factor(long position) => LearningRateFactors.InverseTimeDecay(position, _length, _rate, Staircase);
}
