using System.IO.Compression;

namespace ModelGen.Data.Png;

/// <summary>Reads PNG files: https://www.w3.org/TR/png-3.</summary>
internal static class PngReader
{
    // DEFLATE never packs better than 1 : 1032, so a header that announces more is damaged or hostile.
    private const long BestCompression = 1032;

    public static ByteImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; a PNG file is needed.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        try
        {
            return Decode(File.ReadAllBytes(path));
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"'{path}' is not a valid PNG file: {problem.Message}.", problem);
        }
    }

    private static ByteImage Decode(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> signature = PngFormat.Signature, first = file[..Math.Min(file.Length, signature.Length)];
        if (!first.SequenceEqual(signature))
        {
            string found = first.IsEmpty ? "nothing" : Convert.ToHexString(first);
            throw new InvalidDataException($"at byte 0, {found} was found; {Convert.ToHexString(signature)} is needed");
        }

        PngChunks chunks = new(file);
        chunks.Next();
        PngHeader header = PngHeader.Read(chunks);
        (byte[] palette, byte[]? transparency) = ReadColors(ref chunks, header);
        using MemoryStream data = ReadData(ref chunks);

        long needed = PngPass.Of(header).Sum(pass => pass.Bytes(header));
        if (needed > data.Length * BestCompression)
            throw new InvalidDataException(
                $"an image of {header.Width} × {header.Height} has {needed} bytes; the {data.Length} compressed bytes cannot hold them");
        PngCanvas canvas = new(header, palette, transparency);
        using ZLibStream unpacked = new(data, CompressionMode.Decompress);
        foreach (PngPass pass in PngPass.Of(header))
            DrawPass(unpacked, header, pass, canvas);
        if (ReadRow(unpacked, new byte[1]) > 0)
            throw new InvalidDataException($"there are compressed data behind the {needed} bytes of the image");
        return canvas.ToImage();
    }

    // What comes before the image data. Chunks that may be left out are.
    private static (byte[] Palette, byte[]? Transparency) ReadColors(ref PngChunks chunks, PngHeader header)
    {
        byte[] palette = [];
        byte[]? transparency = null;
        for (chunks.Next(); chunks.Type != PngFormat.Data; chunks.Next())
        {
            if (chunks.Type == PngFormat.Palette)
                palette = CheckedPalette(chunks);
            else if (chunks.Type == PngFormat.Transparency && header.Color is PngColor.Grey or PngColor.Rgb or PngColor.Palette)
                transparency = CheckedTransparency(chunks, header);
            else if (!chunks.IsOptional)
                throw new InvalidDataException(
                    $"the chunk {chunks.Type} stands at byte {chunks.Offset}, where the image data {PngFormat.Data} or an optional chunk "
                        + "is needed");
        }

        if (header.Color == PngColor.Palette && palette.Length == 0)
            throw new InvalidDataException($"there is no palette in front of the image data at byte {chunks.Offset}; its colors need one");
        return (palette, transparency);
    }

    private static byte[] CheckedPalette(PngChunks chunk)
    {
        const int MostEntries = 256;
        if (chunk.Data.Length % 3 != 0 || chunk.Data.Length is 0 or > 3 * MostEntries)
            throw new InvalidDataException(
                $"the palette at byte {chunk.Offset} has {chunk.Data.Length} bytes; 3 for each of 1 to {MostEntries} colors are needed");
        return chunk.Data.ToArray();
    }

    private static byte[] CheckedTransparency(PngChunks chunk, PngHeader header)
    {
        if (header.Color != PngColor.Palette && chunk.Data.Length != 2 * header.Samples)
            throw new InvalidDataException(
                $"the transparent color at byte {chunk.Offset} has {chunk.Data.Length} bytes; {2 * header.Samples} are needed");
        return chunk.Data.ToArray();
    }

    // From the first chunk of image data to the end of the file, all of them behind each other.
    private static MemoryStream ReadData(ref PngChunks chunks)
    {
        MemoryStream data = new();
        for (; chunks.Type == PngFormat.Data; chunks.Next())
            data.Write(chunks.Data);
        for (; chunks.Type != PngFormat.End; chunks.Next())
        {
            if (!chunks.IsOptional)
                throw new InvalidDataException(
                    $"the chunk {chunks.Type} stands at byte {chunks.Offset}, behind the image data, where it may not be");
        }

        data.Position = 0;
        return data;
    }

    private static void DrawPass(ZLibStream unpacked, PngHeader header, PngPass pass, PngCanvas canvas)
    {
        int length = header.RowBytes(pass.Columns(header)), rows = pass.Rows(header);
        byte[] row = new byte[1 + length], above = new byte[1 + length];
        for (int y = 0; y < rows; y++)
        {
            int found = ReadRow(unpacked, row);
            if (found < row.Length)
                throw new InvalidDataException(
                    $"the compressed data end in row {pass.Y + (y * pass.StepY)} of {header.Height}: {found} bytes of the row were found; "
                        + $"{row.Length} are needed");
            if (row[0] > PngFilter.Last)
                throw new InvalidDataException(
                    $"row {pass.Y + (y * pass.StepY)} has the filter {row[0]}; 0 to {PngFilter.Last} are possible");
            PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), header.PixelBytes);
            canvas.Draw(row.AsSpan(1), pass, y);
            (row, above) = (above, row);
        }
    }

    private static int ReadRow(ZLibStream unpacked, byte[] row)
    {
        try
        {
            return unpacked.ReadAtLeast(row, row.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"the compressed data are damaged ({problem.Message.TrimEnd('.')})", problem);
        }
    }
}
