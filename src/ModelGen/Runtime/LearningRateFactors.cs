namespace ModelGen.Runtime;

/// <summary>
/// The formulas of the learning-rate schedules, as shares of the base rate. One place for the objects in <c>ModelGen.Training</c> and
/// for attributes on a model: both call these. They use + − × ÷ and √ only, so the bits are the same on every machine.
/// </summary>
/// <remarks><c>position</c> is counted from 0, in steps or in epochs. The arguments are checked by whoever holds them.</remarks>
public static class LearningRateFactors
{
    /// <summary>From <paramref name="start"/> in a line to 1, then 1. P. Goyal et al., "Accurate, large minibatch SGD", 2017; PyTorch's
    /// <c>LinearLR</c> with <c>end_factor</c> 1.</summary>
    /// <param name="position">How many steps or epochs are over.</param>
    /// <param name="length">After how many it is 1; at least 1.</param>
    /// <param name="start">The share at the position 0.</param>
    /// <returns>start + (1 − start) · min(position, length) / length.</returns>
    public static double WarmUp(long position, long length, double start) =>
        position >= length ? 1 : start + ((1 - start) * position / length);

    /// <summary>Keras' <c>InverseTimeDecay</c>.</summary>
    /// <param name="position">How many steps or epochs are over.</param>
    /// <param name="length">In what unit the time counts; at least 1.</param>
    /// <param name="rate">How fast it falls; at least 0.</param>
    /// <param name="staircase">Whether the quotient is rounded down.</param>
    /// <returns>1 / (1 + rate · position / length).</returns>
    public static double InverseTimeDecay(long position, long length, double rate, bool staircase) =>
        1 / (1 + (rate * (staircase ? position / length : (double)position / length)));

    /// <summary>PyTorch's <c>StepLR</c>.</summary>
    /// <param name="position">How many steps or epochs are over.</param>
    /// <param name="length">How many a stair is long; at least 1.</param>
    /// <param name="gamma">By what it is multiplied at each stair.</param>
    /// <returns>gamma to the power ⌊position / length⌋.</returns>
    public static double StepDecay(long position, long length, double gamma) => Exponential.Pow(gamma, position / length);

    /// <summary>Keras' <c>ExponentialDecay</c>; with length 1, PyTorch's <c>ExponentialLR</c>.</summary>
    /// <param name="position">How many steps or epochs are over.</param>
    /// <param name="length">After how many it has been multiplied by the rate once; at least 1.</param>
    /// <param name="rate">A positive number.</param>
    /// <param name="staircase">Whether the power is rounded down.</param>
    /// <returns>rate to the power position / length.</returns>
    public static double ExponentialDecay(long position, long length, double rate, bool staircase) =>
        staircase || position % length == 0
            ? Exponential.Pow(rate, position / length)
            : Exponential.Pow(rate, position / length) * Exponential.Pow(rate, (double)(position % length) / length);

    /// <summary>1, then falling with the root of the time: C. Raffel et al., "Exploring the limits of transfer learning with a unified
    /// text-to-text transformer", 2020, section 3.1.2, relative to its start.</summary>
    /// <param name="position">How many steps or epochs are over.</param>
    /// <param name="length">Up to where it is 1; at least 1.</param>
    /// <returns>√(length / max(position, length)).</returns>
    public static double InverseRootDecay(long position, long length) => position <= length ? 1 : Math.Sqrt((double)length / position);

    /// <summary>Half a wave of the cosine: I. Loshchilov, F. Hutter, "SGDR", 2017; Keras' <c>CosineDecay</c>, PyTorch's
    /// <c>CosineAnnealingLR</c>.</summary>
    /// <param name="position">How many steps or epochs are over.</param>
    /// <param name="length">When the end is reached; at least 1.</param>
    /// <param name="end">The share at the end and behind it.</param>
    /// <returns>end + (1 − end) · (1 + cos(π · min(position, length) / length)) / 2.</returns>
    public static double CosineDecay(long position, long length, double end) =>
        Anneal(1, end, (double)Math.Min(position, length) / length, cosine: true);

    /// <summary>Cosine waves that start again, each longer and lower: I. Loshchilov, F. Hutter, "SGDR", 2017; Keras'
    /// <c>CosineDecayRestarts</c>, PyTorch's <c>CosineAnnealingWarmRestarts</c>.</summary>
    /// <param name="position">How many steps or epochs are over.</param>
    /// <param name="length">The length of the first wave; at least 1.</param>
    /// <param name="lengthFactor">By how much each wave is longer than the one before; at least 1.</param>
    /// <param name="heightFactor">By how much each wave starts higher than the one before; usually at most 1.</param>
    /// <param name="end">The share that the waves end at.</param>
    /// <returns>end + (1 − end) · heightFactorⁱ · (1 + cos(π · t)) / 2, with t the place in the wave i, from 0 to 1.</returns>
    public static double CosineDecayRestarts(long position, long length, double lengthFactor, double heightFactor, double end)
    {
        double rest = position, period = length, height = 1;
        if (lengthFactor == 1)
        {
            height = Exponential.Pow(heightFactor, position / length);
            rest = position % length;
        }
        else
        {
            for (; rest >= period; period *= lengthFactor, height *= heightFactor)
                rest -= period;
        }

        return end + ((1 - end) * height * Anneal(1, 0, rest / period, cosine: true));
    }

    /// <summary>Up to the base rate and down again: L. N. Smith, N. Topin, "Super-convergence", 2018, as PyTorch's <c>OneCycleLR</c> has
    /// it, whose <c>max_lr</c> is the base rate.</summary>
    /// <param name="position">How many steps or epochs are over.</param>
    /// <param name="length">The length of the cycle; at least 2. Behind it the last value stays.</param>
    /// <param name="rise">The part of the cycle in which it rises, between 0 and 1.</param>
    /// <param name="divisor">The base rate divided by this is the first rate.</param>
    /// <param name="finalDivisor">The first rate divided by this is the last one.</param>
    /// <param name="cosine">Whether it follows a cosine, or lines.</param>
    /// <returns>The share.</returns>
    public static double OneCycle(long position, long length, double rise, double divisor, double finalDivisor, bool cosine)
    {
        double peak = (rise * length) - 1, first = 1 / divisor, last = first / finalDivisor;
        return position <= peak
            ? Anneal(first, 1, peak == 0 ? 1 : position / peak, cosine)
            : Anneal(1, last, Math.Min(1, (position - peak) / (length - 1 - peak)), cosine);
    }

    /// <summary>A. Vaswani et al., "Attention is all you need", 2017, section 5.3, with the first step as number 1.</summary>
    /// <param name="position">How many steps are over.</param>
    /// <param name="modelSize">The width of the model; at least 1.</param>
    /// <param name="warmUp">How many steps it rises; at least 1.</param>
    /// <returns>modelSize^−½ · min(n^−½, n · warmUp^−³ᐟ²), n = position + 1.</returns>
    public static double Noam(long position, int modelSize, long warmUp)
    {
        double step = position + 1.0;
        return Math.Min(1 / Math.Sqrt(step), step / (warmUp * Math.Sqrt(warmUp))) / Math.Sqrt(modelSize);
    }

    /// <summary>Keras' <c>PolynomialDecay</c>.</summary>
    /// <param name="position">How many steps or epochs are over.</param>
    /// <param name="length">When the end is reached; at least 1.</param>
    /// <param name="end">The share at the end and behind it.</param>
    /// <param name="power">1 for a line; at least 0.</param>
    /// <returns>end + (1 − end) · (1 − min(position, length) / length) to the power.</returns>
    public static double PolynomialDecay(long position, long length, double end, double power)
    {
        double left = 1 - ((double)Math.Min(position, length) / length);
        return end + ((1 - end) * (power == 1 ? left : Exponential.Pow(left, power)));
    }

    // From one value to another while the part goes from 0 to 1.
    private static double Anneal(double from, double to, double part, bool cosine) =>
        cosine ? to + ((from - to) * 0.5 * (1 + Trigonometry.SinCosOfDegrees(180 * part).Cosine)) : from + ((to - from) * part);
}
