using System.Buffers.Binary;
using BigGustave;
using Digits;

namespace Embedded;

/// <summary>The pixels of a PNG file as brightnesses.</summary>
/// <param name="Gray">Row by row, from 0, black, to 255.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
internal sealed record Picture(byte[] Gray, int Width, int Height)
{
    private const int MaxBytes = 1 << 24, HeaderLength = 24;

    /// <summary>Reads a file, or the standard input where the name is <c>-</c>.</summary>
    /// <exception cref="InvalidDataException">It is no PNG file, or one too large.</exception>
    public static Picture Read(string file)
    {
        using Stream stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        MemoryStream bytes = new();
        byte[] buffer = new byte[1 << 16];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaxBytes) throw new InvalidDataException($"is larger than {MaxBytes >> 20} MB");
        }

        return Decode(bytes.ToArray());
    }

    private static Picture Decode(byte[] bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.AsSpan(0, Signature.Length).SequenceEqual(Signature))
            throw new InvalidDataException("is not a PNG file");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(16));
        uint height = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20));
        if (width is 0 or > DigitImage.MaxSide || height is 0 or > DigitImage.MaxSide)
            throw new InvalidDataException($"has {width}×{height} pixels; an edge may have 1 to {DigitImage.MaxSide}");

        try
        {
            Png png = Png.Open(bytes);
            byte[] gray = new byte[png.Width * png.Height];
            for (int y = 0; y < png.Height; y++)
            {
                for (int x = 0; x < png.Width; x++) gray[(y * png.Width) + x] = Brightness(png.GetPixel(x, y));
            }

            return new Picture(gray, png.Width, png.Height);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The decoder tells damaged files by exceptions of many kinds.
            throw new InvalidDataException("is a damaged PNG file", problem);
        }
    }

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>As of ITU-R BT.601, on white paper where the picture is transparent.</summary>
    private static byte Brightness(Pixel pixel)
    {
        int gray = ((299 * pixel.R) + (587 * pixel.G) + (114 * pixel.B)) / 1000;
        return (byte)(255 - ((255 - gray) * pixel.A / 255));
    }
}
