namespace ModelGen.Data;

/// <summary>
/// Puts a border around the image and cuts a piece of the old size out of it, all places equally likely: the image moves by up to
/// the border's width in each direction. torchvision's <c>RandomCrop(size, padding)</c> with the image's own size.
/// </summary>
public sealed record RandomCrop : Augmentation
{
    /// <summary>Moves images.</summary>
    /// <param name="padding">How wide the border is on each side, in pixels; at least 0.</param>
    /// <param name="fill">What the border holds: 0 for black, 1 for white.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RandomCrop(int padding, float fill = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(padding, MaxPadding);
        Padding = padding;
        Fill = CheckedFinite(fill, nameof(fill));
    }

    // Far above any image, and twice it is no overflow.
    private const int MaxPadding = 1 << 20;

    /// <summary>How wide the border is.</summary>
    public int Padding { get; }

    /// <summary>What it holds.</summary>
    public float Fill { get; }

    /// <inheritdoc/>
    public override void Apply(AugmentedImage image, ref SampleRandom random)
    {
        int top = random.NextInt((2 * Padding) + 1), left = random.NextInt((2 * Padding) + 1);
        Cut(image, top - Padding, left - Padding, Fill);
    }

    /// <summary>The piece that begins some rows further down and some columns further right.</summary>
    internal static void Cut(AugmentedImage image, int down, int right, float fill)
    {
        if (down == 0 && right == 0)
            return;
        (int height, int width) = (image.Height, image.Width);
        int from = Math.Clamp(right, 0, width), to = Math.Clamp(-right, 0, width), length = Math.Max(0, width - Math.Abs(right));
        image.Pixels.CopyTo(image.Scratch);
        image.Pixels.Fill(fill);
        for (int channel = 0; channel < image.Channels; channel++)
        {
            ReadOnlySpan<float> source = image.Scratch.Slice(channel * height * width, height * width);
            Span<float> target = image.Channel(channel);
            for (int y = Math.Max(0, -down); y < Math.Min(height, height - down); y++)
                source.Slice(((y + down) * width) + from, length).CopyTo(target[((y * width) + to)..]);
        }
    }
}
