namespace ModelGen.Data;

/// <summary>Swaps top and bottom: torchvision's <c>RandomVerticalFlip</c>.</summary>
public sealed record VerticalFlip : Augmentation
{
    /// <summary>Turns images upside down.</summary>
    /// <param name="probability">How likely an image is flipped, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public VerticalFlip(float probability = 0.5f) => Probability = CheckedProbability(probability, nameof(probability));

    /// <summary>How likely an image is flipped.</summary>
    public float Probability { get; }

    /// <inheritdoc/>
    public override void Apply(AugmentedImage image, ref SampleRandom random)
    {
        if (random.NextUniform() >= Probability)
            return;
        Span<float> spare = image.Scratch[..image.Width];
        for (int channel = 0; channel < image.Channels; channel++)
        {
            Span<float> pixels = image.Channel(channel);
            for (int y = 0; y < image.Height / 2; y++)
            {
                Span<float> upper = pixels.Slice(y * image.Width, image.Width);
                Span<float> lower = pixels.Slice((image.Height - 1 - y) * image.Width, image.Width);
                upper.CopyTo(spare);
                lower.CopyTo(upper);
                spare.CopyTo(lower);
            }
        }
    }
}
