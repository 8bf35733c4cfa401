using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>
/// Falls along half a wave of the cosine: I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017; Keras'
/// <c>CosineDecay</c>, PyTorch's <c>CosineAnnealingLR</c> up to its end.
/// </summary>
/// <param name="length">How many steps or epochs it falls; at least 1. Behind them it stays.</param>
/// <param name="end">The share of the base rate at the end: Keras' <c>alpha</c>; at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed class CosineDecay(long length, double end = 0) : LearningRateSchedule
{
    private readonly long _length = Check.Length(length);
    private readonly double _end = Check.AtLeast(0, end);

    /// <inheritdoc/>
    public override double Factor(long position) => LearningRateFactors.CosineDecay(position, _length, _end);
}
