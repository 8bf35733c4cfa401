using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>Multiplied by a number after each so many steps or epochs: PyTorch's <c>StepLR</c>.</summary>
/// <param name="length">How many a stair is long; at least 1.</param>
/// <param name="gamma">By what it is multiplied at each stair; at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed class StepDecay(long length, double gamma = 0.1) : LearningRateSchedule
{
    private readonly long _length = Check.Length(length);
    private readonly double _gamma = Check.AtLeast(0, gamma);

    /// <inheritdoc/>
    public override double Factor(long position) => LearningRateFactors.StepDecay(position, _length, _gamma);
}
