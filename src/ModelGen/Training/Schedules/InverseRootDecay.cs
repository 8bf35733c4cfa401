using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>
/// The base rate up to a position, then falling with the root of the time, √(length / position): C. Raffel et al., "Exploring the limits
/// of transfer learning with a unified text-to-text transformer", 2020. <c>new WarmUp(n).Times(new InverseRootDecay(n))</c> is fairseq's
/// <c>inverse_sqrt</c>.
/// </summary>
/// <param name="length">Up to where it is the base rate; at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
public sealed class InverseRootDecay(long length) : LearningRateSchedule
{
    private readonly long _length = Check.Length(length);

    /// <inheritdoc/>
    public override double Factor(long position) => LearningRateFactors.InverseRootDecay(position, _length);
}
