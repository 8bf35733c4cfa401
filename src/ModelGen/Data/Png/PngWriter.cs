using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ModelGen.Data.Png;

/// <summary>Writes PNG files: 8 bits, no filters, not interlaced.</summary>
internal static class PngWriter
{
    public static byte[] Write(ByteImage image)
    {
        PngColor color = image.Channels switch
        {
            1 => PngColor.Grey,
            2 => PngColor.GreyAlpha,
            3 => PngColor.Rgb,
            _ => PngColor.Rgba,
        };
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        (header[8], header[9]) = (8, (byte)color);

        using MemoryStream file = new();
        file.Write(PngFormat.Signature);
        WriteChunk(file, PngFormat.Header, header);
        WriteChunk(file, PngFormat.Data, Compress(image));
        WriteChunk(file, PngFormat.End, []);
        return file.ToArray();
    }

    private static byte[] Compress(ByteImage image)
    {
        using MemoryStream packed = new();
        using (ZLibStream stream = new(packed, CompressionLevel.SmallestSize))
        {
            byte[] row = new byte[1 + (image.Channels * image.Width)];
            for (int y = 0; y < image.Height; y++)
            {
                for (int i = 1; i < row.Length; i++)
                    row[i] = image[(i - 1) % image.Channels, y, (i - 1) / image.Channels];
                stream.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(Stream file, string type, byte[] data)
    {
        byte[] chunk = new byte[PngFormat.ChunkFrame + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }
}
