using System.Buffers.Binary;

namespace ModelGen.Data.Png;

/// <summary>Turns rows of samples into an image with 8 bits for each channel.</summary>
internal sealed class PngCanvas
{
    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly byte[]? _transparency;
    private readonly int _channels;
    private readonly byte[] _pixels;

    /// <param name="header">Says what the samples are.</param>
    /// <param name="palette">Red, green and blue of each entry; empty without a palette.</param>
    /// <param name="transparency">The alpha of the entries, or the one colour that is transparent; null if there is none.</param>
    public PngCanvas(PngHeader header, byte[] palette, byte[]? transparency)
    {
        _header = header;
        _palette = palette;
        _transparency = transparency;
        _channels = (header.Color == PngColor.Palette ? 3 : header.Samples) + (transparency is null ? 0 : 1);
        _pixels = new byte[_channels * header.Height * header.Width];
    }

    /// <summary>The image, once all rows are drawn.</summary>
    public ByteImage ToImage() => new(_channels, _header.Height, _header.Width, _pixels);

    /// <summary>Draws a row of a pass.</summary>
    public void Draw(ReadOnlySpan<byte> row, PngPass pass, int passRow)
    {
        Span<int> samples = stackalloc int[_header.Samples];
        int plane = _header.Height * _header.Width, columns = pass.Columns(_header), y = pass.Y + (passRow * pass.StepY);
        for (int column = 0; column < columns; column++)
        {
            for (int i = 0; i < samples.Length; i++)
                samples[i] = Sample(row, (column * samples.Length) + i);
            int position = (y * _header.Width) + pass.X + (column * pass.StepX);
            if (_header.Color == PngColor.Palette)
                DrawEntry(samples[0], position, plane, y);
            else
                DrawColor(samples, position, plane);
        }
    }

    private void DrawEntry(int entry, int position, int plane, int y)
    {
        if (3 * entry >= _palette.Length)
            throw new InvalidDataException(
                $"a pixel in row {y} has the color {entry}; the palette has {_palette.Length / 3}, counted from 0");
        for (int channel = 0; channel < 3; channel++)
            _pixels[(channel * plane) + position] = _palette[(3 * entry) + channel];
        if (_transparency is not null)
            _pixels[(3 * plane) + position] = entry < _transparency.Length ? _transparency[entry] : byte.MaxValue;
    }

    private void DrawColor(ReadOnlySpan<int> samples, int position, int plane)
    {
        for (int channel = 0; channel < samples.Length; channel++)
            _pixels[(channel * plane) + position] = ToByte(samples[channel]);
        if (_transparency is not null)
            _pixels[(samples.Length * plane) + position] = IsTransparent(samples) ? (byte)0 : byte.MaxValue;
    }

    private bool IsTransparent(ReadOnlySpan<int> samples)
    {
        int largest = (1 << _header.Depth) - 1;
        for (int channel = 0; channel < samples.Length; channel++)
        {
            if (samples[channel] != (BinaryPrimitives.ReadUInt16BigEndian(_transparency.AsSpan(2 * channel)) & largest))
                return false;
        }

        return true;
    }

    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        int depth = _header.Depth;
        if (depth >= 8)
            return depth == 8 ? row[index] : BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
        int bit = index * depth;
        return (row[bit / 8] >> (8 - depth - (bit % 8))) & ((1 << depth) - 1);
    }

    // To the nearest of 0 … 255; fewer bits than 8 fit exactly.
    private byte ToByte(int sample) => _header.Depth switch
    {
        8 => (byte)sample,
        16 => (byte)(((sample * 255) + 32895) >> 16),
        int depth => (byte)(sample * 255 / ((1 << depth) - 1)),
    };
}
