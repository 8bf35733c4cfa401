using System.Buffers.Binary;

namespace ModelGen.Data.Png;

/// <summary>What the first chunk says of the image.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColor Color, bool IsInterlaced)
{
    private const int Length = 13;

    /// <summary>How many numbers a pixel has in the file.</summary>
    public int Samples => Color switch
    {
        PngColor.GreyAlpha => 2,
        PngColor.Rgb => 3,
        PngColor.Rgba => 4,
        _ => 1,
    };

    /// <summary>How far the filters of a row look back: the bytes of a pixel, at least 1.</summary>
    public int PixelBytes => Math.Max(1, Samples * Depth / 8);

    /// <summary>How many bytes some pixels in a row have.</summary>
    public int RowBytes(int pixels) => (int)((((long)pixels * Samples * Depth) + 7) / 8);

    /// <summary>Reads and checks the chunk.</summary>
    public static PngHeader Read(PngChunks chunk)
    {
        if (chunk.Type != PngFormat.Header || chunk.Data.Length != Length)
            throw new InvalidDataException(
                $"it begins with a chunk {chunk.Type} of {chunk.Data.Length} bytes; {PngFormat.Header} with {Length} is needed");
        ReadOnlySpan<byte> data = chunk.Data;
        int place = chunk.Offset + 8;
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width == 0 || height == 0 || (ulong)width * height > PngFormat.MaxPixels)
            throw new InvalidDataException(
                $"at byte {place}, the size is {width} × {height}; at least 1 × 1 and at most {PngFormat.MaxPixels} pixels are needed");
        if (!IsKnown(data[8], data[9]))
            throw new InvalidDataException(
                $"at byte {place + 8}, the depth is {data[8]} and the color type {data[9]}, which do not go together");
        if (data[10] != 0 || data[11] != 0)
            throw new InvalidDataException(
                $"at byte {place + 10}, compression and filter method are {data[10]} and {data[11]}; 0 and 0 are needed");
        if (data[12] > 1)
            throw new InvalidDataException($"at byte {place + 12}, the interlace method is {data[12]}; 0 or 1 is needed");
        return new PngHeader((int)width, (int)height, data[8], (PngColor)data[9], data[12] == 1);
    }

    private static bool IsKnown(int depth, byte color) => (PngColor)color switch
    {
        PngColor.Grey => depth is 1 or 2 or 4 or 8 or 16,
        PngColor.Palette => depth is 1 or 2 or 4 or 8,
        PngColor.Rgb or PngColor.GreyAlpha or PngColor.Rgba => depth is 8 or 16,
        _ => false,
    };
}
