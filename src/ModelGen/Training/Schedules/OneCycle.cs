using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>
/// Up to the base rate, and down far below where it began: L. N. Smith, N. Topin, "Super-convergence: very fast training of neural
/// networks using large learning rates", 2018, as PyTorch's <c>OneCycleLR</c> has it. The base rate is its <c>max_lr</c>.
/// </summary>
/// <param name="length">All steps (or epochs) of the training; at least 2. Behind them the last value stays.</param>
/// <param name="rise">The part in which the rate rises: <c>pct_start</c>; between 0 and 1.</param>
/// <param name="divisor">The base rate divided by this is the first rate: <c>div_factor</c>; above 0.</param>
/// <param name="finalDivisor">The first rate divided by this is the last one: <c>final_div_factor</c>; above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or the rise takes less than one step.</exception>
public sealed class OneCycle(long length, double rise = 0.3, double divisor = 25, double finalDivisor = 1e4) : LearningRateSchedule
{
    private readonly long _length = Check.Length(length, least: 2);
    private readonly double _divisor = Check.Positive(divisor);
    private readonly double _finalDivisor = Check.Positive(finalDivisor);

    private readonly double _rise =
        rise > 0 && rise < 1 && rise * length >= 1
            ? rise
            : throw new ArgumentOutOfRangeException(
                nameof(rise),
                rise,
                $"It must be between 0 and 1, and at least one step of {Numbers.Format(length)}.");

    /// <summary>Whether the rate follows lines instead of the cosine: <c>anneal_strategy="linear"</c>.</summary>
    public bool Linear { get; init; }

    /// <inheritdoc/>
    public override double Factor(long position) =>
        LearningRateFactors.OneCycle(position, _length, _rise, _divisor, _finalDivisor, !Linear);
}
