using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>Rises in a line to the base rate: P. Goyal et al., "Accurate, large minibatch SGD", 2017; PyTorch's <c>LinearLR</c>.</summary>
/// <param name="length">How many steps or epochs it rises; at least 1.</param>
/// <param name="start">The share of the base rate at the first one; 0 by default, where nothing is learned yet.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed class WarmUp(long length, double start = 0) : LearningRateSchedule
{
    private readonly long _length = Check.Length(length);
    private readonly double _start = Check.AtLeast(0, start);

    /// <inheritdoc/>
    public override double Factor(long position) => LearningRateFactors.WarmUp(position, _length, _start);
}
