namespace ModelGen.Data;

/// <summary>
/// Moves all pixels away from the image's mean grey m, or towards it, and clips to [0, 1]: torchvision's
/// <c>ColorJitter(contrast=amount)</c>, <c>clamp(f·x + (1 − f)·m, 0, 1)</c> with f uniform in [max(0, 1 − amount), 1 + amount].
/// </summary>
/// <remarks>
/// m is the mean over all pixels of 0.2989·red + 0.587·green + 0.114·blue for three channels, and the mean of all values for any other
/// number of channels.
/// </remarks>
public sealed record RandomContrast : Augmentation
{
    /// <summary>Makes the contrast of images larger or smaller.</summary>
    /// <param name="amount">How far the factor may be from 1; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public RandomContrast(float amount) => Amount = CheckedAmount(amount, nameof(amount));

    /// <summary>How far the factor may be from 1.</summary>
    public float Amount { get; }

    /// <inheritdoc/>
    public override void Apply(AugmentedImage image, ref SampleRandom random) =>
        Stretch(image, random.NextUniform(Math.Max(0, 1 - Amount), 1 + Amount));

    /// <summary>Multiplies the distance from the mean grey by one factor.</summary>
    internal static void Stretch(AugmentedImage image, float factor)
    {
        float toMean = (1 - factor) * MeanGrey(image);
        foreach (ref float pixel in image.Pixels)
            pixel = Math.Clamp((factor * pixel) + toMean, 0, 1);
    }

    private static float MeanGrey(AugmentedImage image) => image.Channels == 3
        ? (float)((0.2989 * Mean(image.Channel(0))) + (0.587 * Mean(image.Channel(1))) + (0.114 * Mean(image.Channel(2))))
        : (float)Mean(image.Pixels);

    private static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        return sum / values.Length;
    }
}
