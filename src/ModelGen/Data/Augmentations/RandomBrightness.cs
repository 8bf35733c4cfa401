namespace ModelGen.Data;

/// <summary>
/// Multiplies all pixels by one random factor f and clips to [0, 1]: torchvision's <c>ColorJitter(brightness=amount)</c>,
/// <c>clamp(f·x, 0, 1)</c> with f uniform in [max(0, 1 − amount), 1 + amount].
/// </summary>
public sealed record RandomBrightness : Augmentation
{
    /// <summary>Makes images brighter or darker.</summary>
    /// <param name="amount">How far the factor may be from 1; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public RandomBrightness(float amount) => Amount = CheckedAmount(amount, nameof(amount));

    /// <summary>How far the factor may be from 1.</summary>
    public float Amount { get; }

    /// <inheritdoc/>
    public override void Apply(AugmentedImage image, ref SampleRandom random) =>
        Scale(image, random.NextUniform(Math.Max(0, 1 - Amount), 1 + Amount));

    /// <summary>Multiplies by one factor.</summary>
    internal static void Scale(AugmentedImage image, float factor)
    {
        foreach (ref float pixel in image.Pixels)
            pixel = Math.Clamp(factor * pixel, 0, 1);
    }
}
