namespace ModelGen.Data;

/// <summary>Swaps left and right: torchvision's <c>RandomHorizontalFlip</c>.</summary>
public sealed record HorizontalFlip : Augmentation
{
    /// <summary>Flips images from left to right.</summary>
    /// <param name="probability">How likely an image is flipped, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public HorizontalFlip(float probability = 0.5f) => Probability = CheckedProbability(probability, nameof(probability));

    /// <summary>How likely an image is flipped.</summary>
    public float Probability { get; }

    /// <inheritdoc/>
    public override void Apply(AugmentedImage image, ref SampleRandom random)
    {
        if (random.NextUniform() >= Probability)
            return;
        for (int row = 0; row < image.Channels * image.Height; row++)
            image.Pixels.Slice(row * image.Width, image.Width).Reverse();
    }
}
