using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ModelGen.Data;
using ModelGen.Data.Png;

namespace ModelGen.Tests.Data.Images;

/// <summary>Damaged and hostile files: every message names the file and what is wrong where.</summary>
public sealed class PngErrorTests : IDisposable
{
    private static readonly byte[] Whole = new ByteImage(3, 4, 5, [.. Enumerable.Range(0, 60).Select(value => (byte)(value * 4))]).ToPng();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Error(byte[] file)
    {
        string path = _folder.Write("картинка.png", file),
            message = Assert.Throws<InvalidDataException>(() => ByteImage.ReadPng(path)).Message;
        Assert.StartsWith($"'{path}' is not a valid PNG file: ", message);
        Assert.EndsWith(".", message);
        return message;
    }

    [Fact]
    public void Each_truncation_is_noticed()
    {
        for (int length = 0; length < Whole.Length; length++)
            Error(Whole[..length]);
        Assert.Contains("at byte 0, nothing was found", Error([]));
        Assert.Contains(
            "it ends at byte 8, and a chunk of at least 12 bytes is needed at byte 8: the file is truncated",
            Error(Whole[..8]));
        Assert.Contains("chunk IHDR at byte 8 announces 13 bytes of data; 9 can be there", Error(Whole[..29]));
    }

    [Fact]
    public void Each_changed_byte_is_noticed()
    {
        for (int position = 0; position < Whole.Length; position++)
        {
            byte[] file = [.. Whole];
            file[position] ^= 0x10;
            Error(file);
        }
    }

    [Fact]
    public void Random_bytes_never_do_anything_else()
    {
        const int Seed = 4711;
        Random random = new(Seed);
        for (int trial = 0; trial < 2000; trial++)
        {
            byte[] packed = new byte[random.Next(40)];
            random.NextBytes(packed);
            byte[] header =
            [
                0,
                0,
                0,
                (byte)random.Next(6),
                0,
                0,
                0,
                (byte)random.Next(6),
                (byte)(1 << random.Next(5)),
                (byte)random.Next(7),
                0,
                0,
                (byte)random.Next(3),
            ];
            byte[] file = File(
                Chunk("IHDR", header),
                Chunk("PLTE", [1, 2, 3]),
                Chunk("IDAT", random.Next(2) == 0 ? packed : Pack(packed)),
                Chunk("IEND", []));
            Exception? problem = Record.Exception(() => ByteImage.ReadPng(_folder.Write("a.png", file)));
            Assert.True(problem is null or InvalidDataException, $"seed {Seed}, trial {trial}: {problem}");
        }
    }

    [Fact]
    public void Another_format_is_shown_by_its_first_bytes()
    {
        Assert.Contains(
            "at byte 0, FFD8FFE000104A46 was found; 89504E470D0A1A0A is needed",
            Error([0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, 0x4A, 0x46, 0x49]));
        Assert.Contains("begins with a chunk IDAT of 0 bytes; IHDR with 13 is needed", Error(File(Chunk("IDAT", []))));
        Assert.Contains("at byte 12, 00000000 was found; the four letters", Error(File(new byte[12])));
    }

    [Fact]
    public void Checksums_are_verified()
    {
        byte[] file = [.. Whole];
        file[16] ^= 1;
        Assert.Matches(
            "the chunk IHDR at byte 8 has the checksum [0-9A-F]{8}; its content has [0-9A-F]{8}: the file is damaged",
            Error(file));
    }

    [Theory]
    [InlineData(0, 1, 8, 2, "at byte 16, the size is 0 × 1; at least 1 × 1")]
    [InlineData(1, 0, 8, 2, "the size is 1 × 0")]
    [InlineData(8193, 8192, 8, 2, "the size is 8193 × 8192; at least 1 × 1 and at most 67108864 pixels")]
    [InlineData(-1, -1, 8, 2, "the size is 4294967295 × 4294967295")]
    [InlineData(1, 1, 3, 0, "at byte 24, the depth is 3 and the color type 0, which do not go together")]
    [InlineData(1, 1, 4, 2, "the depth is 4 and the color type 2")]
    [InlineData(1, 1, 16, 3, "the depth is 16 and the color type 3")]
    [InlineData(1, 1, 8, 5, "the depth is 8 and the color type 5")]
    public void Impossible_headers(int width, int height, byte depth, byte color, string expected) =>
        Assert.Contains(expected, Error(File(Header(width, height, depth, color))));

    [Fact]
    public void Unknown_methods()
    {
        Assert.Contains(
            "at byte 26, compression and filter method are 1 and 0; 0 and 0 are needed",
            Error(File(Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 1, 0, 0]))));
        Assert.Contains(
            "at byte 28, the interlace method is 2; 0 or 1 is needed",
            Error(File(Chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 2]))));
    }

    [Fact]
    public void A_small_file_that_announces_much_allocates_little()
    {
        byte[] bomb = File(Header(8192, 8192, 16, 6), Chunk("IDAT", Pack(new byte[1000])), Chunk("IEND", []));
        string path = _folder.Write("a.png", bomb);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<InvalidDataException>(() => ByteImage.ReadPng(path)).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Matches(@"an image of 8192 × 8192 has 536879104 bytes; the \d+ compressed bytes cannot hold them", message);
    }

    [Fact]
    public void Image_data_that_do_not_fit()
    {
        byte[] end = Chunk("IEND", []),
            header = Header(2, 3, 8, 0);
        Assert.Contains(
            "the compressed data end in row 2 of 3: 1 bytes of the row were found; 3 are needed",
            Error(File(header, Data(new byte[7]), end)));
        Assert.Contains("there are compressed data behind the 9 bytes of the image", Error(File(header, Data(new byte[10]), end)));
        Assert.Contains("row 1 has the filter 5; 0 to 4 are possible", Error(File(header, Data([0, 1, 2, 5, 1, 2, 0, 1, 2]), end)));
        Assert.Contains("the compressed data are damaged", Error(File(header, Chunk("IDAT", [1, 2, 3, 4, 5]), end)));
        Assert.Contains("cannot hold them", Error(File(header, Chunk("IDAT", []), end)));
    }

    [Fact]
    public void Palettes_and_transparency()
    {
        byte[] header = Header(2, 1, 8, 3), data = Data([0, 1, 2]), end = Chunk("IEND", []);
        Assert.Contains("there is no palette in front of the image data at byte 33", Error(File(header, data, end)));
        Assert.Contains(
            "the palette at byte 33 has 4 bytes; 3 for each of 1 to 256 colors",
            Error(File(header, Chunk("PLTE", [1, 2, 3, 4]), data, end)));
        Assert.Contains(
            "a pixel in row 0 has the color 2; the palette has 2, counted from 0",
            Error(File(header, Chunk("PLTE", new byte[6]), data, end)));
        Assert.Contains(
            "the transparent color at byte 33 has 3 bytes; 2 are needed",
            Error(File(Header(2, 1, 8, 0), Chunk("tRNS", new byte[3]), data, end)));
    }

    [Fact]
    public void Order_of_chunks()
    {
        byte[] header = Header(2, 1, 8, 0), data = Data([0, 7, 9]), end = Chunk("IEND", []);
        Assert.Contains("the chunk IEND stands at byte 33, where the image data IDAT", Error(File(header, end)));
        Assert.Contains("the chunk ABCD stands at byte 33", Error(File(header, Chunk("ABCD", []), data, end)));
        Assert.Contains("the chunk IDAT stands at byte", Error(File(header, data, Chunk("tEXt", []), data, end)));
        Assert.Contains("the file is truncated", Error(File(header, data)));
        byte[] fine = File(header, Chunk("abCD", [1]), data, Chunk("tIME", [1, 2]), end);
        Assert.Equal([7, 9], ByteImage.ReadPng(_folder.Write("b.png", fine)).Pixels.ToArray());
    }

    [Fact]
    public void Missing_files_and_folders_are_named()
    {
        string path = _folder.File("missing.png");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => ByteImage.ReadPng(path)).Message);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => ByteImage.ReadPng(_folder.Root)).Message);
    }

    private static byte[] File(params byte[][] chunks) => [.. PngFormat.Signature, .. chunks.SelectMany(chunk => chunk)];

    private static byte[] Header(int width, int height, byte depth, byte color)
    {
        byte[] data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9]) = (depth, color);
        return Chunk("IHDR", data);
    }

    private static byte[] Data(byte[] rows) => Chunk("IDAT", Pack(rows));

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (ZLibStream stream = new(packed, CompressionLevel.Optimal))
            stream.Write(bytes);
        return packed.ToArray();
    }
}
