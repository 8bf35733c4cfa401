namespace ModelGen.Data;

/// <summary>An image with 8 bits for each channel of a pixel. Immutable, unless the array it was made from is changed.</summary>
public sealed class ByteImage
{
    /// <summary>The most channels: red, green, blue and alpha.</summary>
    internal const int MaxChannels = 4;

    private readonly byte[] _pixels;

    /// <summary>Takes an array as an image; it is not copied.</summary>
    /// <param name="channels">1 for grey, 2 for grey and alpha, 3 for red, green and blue, 4 with alpha.</param>
    /// <param name="height">How many rows, at least 1.</param>
    /// <param name="width">How many columns, at least 1.</param>
    /// <param name="pixels">channels · height · width bytes: channel after channel, row after row.</param>
    /// <exception cref="ArgumentException">The length does not fit, or a size is outside its range.</exception>
    public ByteImage(int channels, int height, int width, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, MaxChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        long needed = (long)channels * height * width;
        if (pixels.Length != needed)
            throw new ArgumentException(
                $"{pixels.Length} bytes were given; {channels} × {height} × {width} = {needed} are needed.",
                nameof(pixels));
        Channels = channels;
        Height = height;
        Width = width;
        _pixels = pixels;
    }

    /// <summary>1 for grey, 2 for grey and alpha, 3 for red, green and blue, 4 with alpha.</summary>
    public int Channels { get; }

    /// <summary>How many rows.</summary>
    public int Height { get; }

    /// <summary>How many columns.</summary>
    public int Width { get; }

    /// <summary>The pixels: channel after channel, row after row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>A pixel's brightness in one channel.</summary>
    /// <param name="channel">From 0 up to <see cref="Channels"/> − 1.</param>
    /// <param name="row">From 0, the uppermost, up to <see cref="Height"/> − 1.</param>
    /// <param name="column">From 0, the leftmost, up to <see cref="Width"/> − 1.</param>
    /// <exception cref="IndexOutOfRangeException">A position is outside its range.</exception>
    public byte this[int channel, int row, int column] =>
        (uint)channel < (uint)Channels && (uint)row < (uint)Height && (uint)column < (uint)Width
            ? _pixels[(((channel * Height) + row) * Width) + column]
            : throw new IndexOutOfRangeException($"[{channel}, {row}, {column}] is outside the image of {Channels} × {Height} × {Width}.");

    /// <summary>
    /// Reads a PNG file of any kind that the standard knows: grey, colours or a palette, 1 to 16 bits, interlaced or not.
    /// </summary>
    /// <remarks>
    /// Fewer bits than 8 are stretched to 0 … 255, 16 bits are rounded to 8. A palette becomes red, green and blue. A transparent
    /// colour becomes an alpha channel. Gamma and colour profiles are not applied. Checksums are verified.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <returns>The image with 1 to 4 channels.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, truncated, no PNG file, or larger than 2²⁶ pixels; the message says where
    /// in the file, what was found and what was needed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ByteImage ReadPng(string path) => Png.PngReader.Read(path);

    /// <summary>Writes a PNG file, without loss.</summary>
    /// <param name="path">The file; replaced if it exists, unchanged if writing fails.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public void WritePng(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Serialization.AtomicFile.Write(path, stream => stream.Write(ToPng()));
    }

    /// <summary>The bytes of a PNG file with this image.</summary>
    /// <returns>The whole file.</returns>
    public byte[] ToPng() => Png.PngWriter.Write(this);

    /// <summary>The same image with other channels.</summary>
    /// <remarks>
    /// Grey is (19595·red + 38470·green + 7471·blue + 2¹⁵) / 2¹⁶, ITU-R BT.601 as in Pillow's <c>convert("L")</c>. Alpha is dropped or,
    /// where there was none, 255.
    /// </remarks>
    /// <param name="channels">From 1 to 4.</param>
    /// <returns>An image with as many channels; this one if it has them already.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside that range.</exception>
    public ByteImage WithChannels(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, MaxChannels);
        if (channels == Channels)
            return this;
        int plane = Height * Width;
        byte[] pixels = new byte[checked(channels * plane)];
        bool hasColors = Channels >= 3, wantsColors = channels >= 3;
        if (hasColors && !wantsColors)
            ToGrey(pixels.AsSpan(0, plane));
        for (int channel = 0; channel < (wantsColors ? 3 : hasColors ? 0 : 1); channel++)
            _pixels.AsSpan(hasColors ? channel * plane : 0, plane).CopyTo(pixels.AsSpan(channel * plane));
        if (channels is 2 or 4)
        {
            Span<byte> alpha = pixels.AsSpan((channels - 1) * plane);
            if (Channels is 2 or 4)
                _pixels.AsSpan((Channels - 1) * plane).CopyTo(alpha);
            else
                alpha.Fill(byte.MaxValue);
        }

        return new ByteImage(channels, Height, Width, pixels);
    }

    /// <summary>The same image with each pixel repeated.</summary>
    /// <param name="factor">How often, in both directions; at least 1.</param>
    /// <returns>An image of factor · <see cref="Height"/> by factor · <see cref="Width"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The factor is less than 1.</exception>
    public ByteImage Enlarge(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        int width = checked(factor * Width);
        byte[] pixels = new byte[checked(Channels * Height * factor * width)];
        for (int line = 0; line < Channels * Height * factor; line++)
        {
            ReadOnlySpan<byte> source = _pixels.AsSpan(line / factor * Width, Width);
            for (int x = 0; x < width; x++)
                pixels[(line * width) + x] = source[x / factor];
        }

        return new ByteImage(Channels, Height * factor, width, pixels);
    }

    private void ToGrey(Span<byte> grey)
    {
        ReadOnlySpan<byte> red = _pixels.AsSpan(0, grey.Length),
            green = _pixels.AsSpan(grey.Length, grey.Length),
            blue = _pixels.AsSpan(2 * grey.Length, grey.Length);
        for (int i = 0; i < grey.Length; i++)
            grey[i] = (byte)(((19595 * red[i]) + (38470 * green[i]) + (7471 * blue[i]) + (1 << 15)) >> 16);
    }
}
