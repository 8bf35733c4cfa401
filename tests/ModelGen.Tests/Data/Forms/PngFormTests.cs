using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ModelGen.Data;

namespace ModelGen.Tests.Data.Forms;

/// <summary>Unusual but valid PNG files, written here sample by sample; what is read must be those samples, scaled to bytes.</summary>
public sealed class PngFormTests
{
    private const int Width = 11, Height = 9;

    /// <summary>The color type, the depth, and how many samples a pixel has.</summary>
    private static readonly (int Color, int Depth, int Samples)[] Kinds =
    [
        (0, 1, 1),
        (0, 2, 1),
        (0, 4, 1),
        (0, 8, 1),
        (0, 16, 1),
        (2, 8, 3),
        (2, 16, 3),
        (3, 1, 1),
        (3, 2, 1),
        (3, 4, 1),
        (3, 8, 1),
        (4, 8, 2),
        (4, 16, 2),
        (6, 8, 4),
        (6, 16, 4),
    ];

    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static TheoryData<int, int, int, bool> AllKinds
    {
        get
        {
            TheoryData<int, int, int, bool> kinds = [];
            foreach ((int color, int depth, int samples) in Kinds)
            {
                kinds.Add(color, depth, samples, false);
                kinds.Add(color, depth, samples, true);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Each_kind_of_pixel_with_and_without_interlacing(int color, int depth, int samples, bool interlaced)
    {
        Picture picture = new(color, depth, samples, interlaced);
        AssertReads(picture, picture.File());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    [InlineData(2, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(8, 5)]
    [InlineData(33, 2)]
    public void Interlaced_images_of_small_sizes(int width, int height)
    {
        Picture picture = new(0, 4, 1, Interlaced: true) { Width = width, Height = height };
        AssertReads(picture, picture.File());
    }

    [Theory]
    [InlineData("data in many chunks")]
    [InlineData("data a byte at a time")]
    [InlineData("empty data chunks between others")]
    [InlineData("an empty data chunk first")]
    [InlineData("an empty data chunk last")]
    [InlineData("stored, not compressed")]
    [InlineData("ancillary chunks everywhere")]
    [InlineData("unknown private chunks")]
    [InlineData("a suggested palette")]
    [InlineData("bytes behind the end")]
    public void Each_way_to_write_the_same_image(string way)
    {
        Picture picture = new(2, 8, 3, Interlaced: false);
        byte[] data = picture.Data(way == "stored, not compressed" ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
        byte[][] pieces = way switch
        {
            "data in many chunks" => [.. data.Chunk(7)],
            "data a byte at a time" => [.. data.Chunk(1)],
            "empty data chunks between others" => [.. data.Chunk(30).SelectMany(piece => new[] { piece, [] })],
            "an empty data chunk first" => [[], data],
            "an empty data chunk last" => [data, []],
            _ => [data],
        };
        byte[] before = way switch
        {
            "ancillary chunks everywhere" =>
            [
                .. Chunk("gAMA", [0, 0, 0xB1, 0x8F]),
                .. Chunk("sRGB", [0]),
                .. Chunk("cHRM", new byte[32]),
                .. Chunk("pHYs", [0, 0, 0, 1, 0, 0, 0, 1, 0]),
                .. Chunk("tEXt", [.. "Title\0made by a test"u8]),
                .. Chunk("tIME", [7, 234, 11, 28, 1, 2, 3]),
                .. Chunk("eXIf", [.. "II"u8]),
            ],
            "unknown private chunks" => [.. Chunk("teSt", [1, 2, 3]), .. Chunk("xxXX", [])],
            "a suggested palette" => Chunk("PLTE", [1, 2, 3, 4, 5, 6]),
            _ => [],
        };
        byte[] behind = way == "ancillary chunks everywhere" ? Chunk("iTXt", [.. "Comment\0\0\0\0\0behind"u8]) : [];
        byte[] file =
        [
            .. Picture.Signature,
            .. picture.Header(),
            .. before,
            .. pieces.SelectMany(piece => Chunk("IDAT", piece)),
            .. behind,
            .. Chunk("IEND", []),
        ];
        AssertReads(picture, way == "bytes behind the end" ? [.. file, 1, 2, 3] : file);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Each_filter(int filter)
    {
        foreach ((int color, int depth, int samples) in Kinds)
        {
            Picture picture = new(color, depth, samples, Interlaced: false) { Filter = filter };
            AssertReads(picture, picture.File());
        }
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 8, 1)]
    [InlineData(0, 16, 1)]
    [InlineData(2, 8, 3)]
    [InlineData(2, 16, 3)]
    public void One_transparent_color(int color, int depth, int samples)
    {
        Picture picture = new(color, depth, samples, Interlaced: false);
        int[] transparent = [.. Enumerable.Range(0, samples).Select(channel => picture.Sample(3, 2, channel))];
        byte[] file = picture.File(Chunk("tRNS", [.. transparent.SelectMany(sample => new[] { (byte)(sample >> 8), (byte)sample })]));
        AssertReads(
            picture,
            file,
            alpha: (x, y) => Enumerable.Range(0, samples).All(channel => picture.Sample(x, y, channel) == transparent[channel]) ? 0 : 255);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void Transparent_colors_of_a_palette_and_fewer_than_it_has(int count)
    {
        Picture picture = new(3, 4, 1, Interlaced: true);
        byte[] alphas = [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7))];
        AssertReads(
            picture,
            picture.File(Chunk("tRNS", alphas)),
            alpha: (x, y) => picture.Sample(x, y, 0) is int entry && entry < count ? alphas[entry] : 255);
    }

    private static void AssertReads(Picture picture, byte[] file, Func<int, int, int>? alpha = null)
    {
        string path = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllBytes(path, file);
            ByteImage image = ByteImage.ReadPng(path);
            int channels = picture.Color == 3 ? 3 : picture.Samples;
            Assert.Equal((channels + (alpha is null ? 0 : 1), picture.Height, picture.Width), (image.Channels, image.Height, image.Width));
            for (int y = 0; y < picture.Height; y++)
            {
                for (int x = 0; x < picture.Width; x++)
                {
                    for (int channel = 0; channel < channels; channel++)
                        Assert.Equal(picture.Expected(x, y, channel), At(image, channel, y, x));
                    if (alpha is not null) Assert.Equal(alpha(x, y), At(image, channels, y, x));
                }
            }
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static int At(ByteImage image, int channel, int y, int x) => image.Pixels[(((channel * image.Height) + y) * image.Width) + x];

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private sealed record Picture(int Color, int Depth, int Samples, bool Interlaced)
    {
        public int Width { get; init; } = PngFormTests.Width;

        public int Height { get; init; } = PngFormTests.Height;

        public int Filter { get; init; }

        public static byte[] Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

        private int Largest => (1 << Depth) - 1;

        private byte[] Palette => [.. Enumerable.Range(0, 3 * (Largest + 1)).Select(i => (byte)((i * 89) + 5))];

        /// <summary>Any numbers that differ.</summary>
        public int Sample(int x, int y, int channel) => ((x * 7919) + (y * 104729) + (channel * 1299709) + (x * y * 31)) % (Largest + 1);

        public int Expected(int x, int y, int channel) => Color == 3
            ? Palette[(3 * Sample(x, y, 0)) + channel]
            : (int)Math.Round(Sample(x, y, channel) * 255.0 / Largest);

        public byte[] Header()
        {
            byte[] data = new byte[13];
            BinaryPrimitives.WriteInt32BigEndian(data, Width);
            BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), Height);
            (data[8], data[9], data[12]) = ((byte)Depth, (byte)Color, (byte)(Interlaced ? 1 : 0));
            return Chunk("IHDR", data);
        }

        public byte[] File(byte[]? extra = null) =>
            [
                .. Signature,
                .. Header(),
                .. Color == 3 ? Chunk("PLTE", Palette) : [],
                .. extra ?? [],
                .. Chunk("IDAT", Data(CompressionLevel.Optimal)),
                .. Chunk("IEND", []),
            ];

        public byte[] Data(CompressionLevel level)
        {
            using MemoryStream packed = new();
            using (ZLibStream zlib = new(packed, level))
            {
                (int, int, int, int)[] whole = [(0, 0, 1, 1)];
                foreach ((int firstX, int firstY, int stepX, int stepY) in Interlaced ? Adam7 : whole)
                {
                    if (firstX >= Width || firstY >= Height) continue;
                    byte[] above = [];
                    for (int y = firstY; y < Height; y += stepY)
                    {
                        byte[] row = Row(y, firstX, stepX);
                        zlib.Write([(byte)Filter, .. Filtered(row, above.Length == 0 ? new byte[row.Length] : above)]);
                        above = row;
                    }
                }
            }

            return packed.ToArray();
        }

        private byte[] Row(int y, int firstX, int stepX)
        {
            List<bool> bits = [];
            for (int x = firstX; x < Width; x += stepX)
            {
                for (int channel = 0; channel < Samples; channel++)
                {
                    for (int bit = Depth - 1; bit >= 0; bit--) bits.Add(((Sample(x, y, channel) >> bit) & 1) == 1);
                }
            }

            byte[] row = new byte[(bits.Count + 7) / 8];
            for (int i = 0; i < bits.Count; i++)
            {
                if (bits[i]) row[i / 8] |= (byte)(128 >> (i % 8));
            }

            return row;
        }

        private byte[] Filtered(byte[] row, byte[] above)
        {
            int distance = Math.Max(1, Samples * Depth / 8);
            byte[] filtered = new byte[row.Length];
            for (int i = 0; i < row.Length; i++)
            {
                int left = i < distance ? 0 : row[i - distance], up = above[i], corner = i < distance ? 0 : above[i - distance];
                int estimate = left + up - corner;
                int nearest = new[] { left, up, corner }.MinBy(value => Math.Abs(estimate - value));
                int predicted = Filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => nearest, _ => 0 };
                filtered[i] = unchecked((byte)(row[i] - predicted));
            }

            return filtered;
        }
    }
}
