namespace ModelGen.Data;

/// <summary>An image in the hands of an <see cref="Augmentation"/>.</summary>
public readonly ref struct AugmentedImage
{
    /// <summary>Takes memory as an image.</summary>
    /// <param name="channels">How many channels, at least 1.</param>
    /// <param name="height">How many rows, at least 1.</param>
    /// <param name="width">How many columns, at least 1.</param>
    /// <param name="pixels">channels · height · width numbers from 0 to 1: channel after channel, row after row.</param>
    /// <param name="scratch">Room for as many numbers.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public AugmentedImage(int channels, int height, int width, Span<float> pixels, Span<float> scratch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        long length = (long)channels * height * width;
        if (pixels.Length != length)
            throw new ArgumentException(
                $"{pixels.Length} pixels were given; {channels} × {height} × {width} = {length} are needed.",
                nameof(pixels));
        if (scratch.Length < length)
            throw new ArgumentException($"There is scratch memory for {scratch.Length} numbers; {length} are needed.", nameof(scratch));
        Channels = channels;
        Height = height;
        Width = width;
        Pixels = pixels;
        Scratch = scratch[..pixels.Length];
    }

    /// <summary>How many channels: 1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>How many rows.</summary>
    public int Height { get; }

    /// <summary>How many columns.</summary>
    public int Width { get; }

    /// <summary>The pixels, from 0 to 1: channel after channel, row after row.</summary>
    public Span<float> Pixels { get; }

    /// <summary>Room for another image of this size. What it holds has no meaning before, and need have none after.</summary>
    public Span<float> Scratch { get; }

    /// <summary>The pixels of one channel, row after row.</summary>
    /// <param name="channel">From 0 up to <see cref="Channels"/> − 1.</param>
    /// <returns><see cref="Height"/> · <see cref="Width"/> numbers.</returns>
    public Span<float> Channel(int channel) => Pixels.Slice(channel * Height * Width, Height * Width);
}
