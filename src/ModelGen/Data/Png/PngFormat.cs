namespace ModelGen.Data.Png;

/// <summary>Constants of the format: https://www.w3.org/TR/png-3.</summary>
internal static class PngFormat
{
    /// <summary>The largest image that is read, in pixels: a small file can announce, and even hold, far more than memory.</summary>
    public const int MaxPixels = 1 << 26;

    public const string Header = "IHDR", Palette = "PLTE", Data = "IDAT", End = "IEND", Transparency = "tRNS";

    /// <summary>A chunk's length, type and checksum.</summary>
    public const int ChunkFrame = 12;

    /// <summary>The first eight bytes of each file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
}

/// <summary>What the samples of a pixel mean.</summary>
internal enum PngColor : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
