using System.Text.RegularExpressions;
using ModelGen.Data;

namespace ModelGen.Tests.Data.Images;

/// <summary>Files of every kind, written by Python and Pillow, and by ourselves.</summary>
public sealed class PngTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(ReferenceFiles.Path("Png"), "*.png").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void All_reference_files_are_there() => Assert.Equal(44, Files.Count);

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_kind_is_read(string file)
    {
        Match name = Regex.Match(file, @"^(?:pillow-)?([a-z-]+?)-(\d+)-(\d+)x(\d+)(?:-interlaced)?\.png$");
        (string kind, int depth) = (name.Groups[1].Value, int.Parse(name.Groups[2].Value));
        ByteImage image = ByteImage.ReadPng(ReferenceFiles.Path("Png/" + file));

        Assert.Equal((int.Parse(name.Groups[3].Value), int.Parse(name.Groups[4].Value)), (image.Width, image.Height));
        Assert.Equal(Expected(kind, depth, 0, 0).Length, image.Channels);
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                byte[] pixel = [.. Enumerable.Range(0, image.Channels).Select(channel => image[channel, y, x])];
                Assert.Equal(Expected(kind, depth, y, x), pixel);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_written_is_read_again(int channels)
    {
        Random random = new(channels);
        byte[] pixels = new byte[channels * 19 * 23];
        random.NextBytes(pixels);
        ByteImage image = new(channels, 19, 23, pixels);
        string path = _folder.File("Bilder – 画像.png");
        image.WritePng(path);

        ByteImage read = ByteImage.ReadPng(path);
        Assert.Equal((channels, 19, 23), (read.Channels, read.Height, read.Width));
        Assert.Equal(pixels, read.Pixels.ToArray());
        Assert.Equal(image.ToPng(), File.ReadAllBytes(path));
    }

    [Fact]
    public void A_read_only_file_is_read_and_not_replaced()
    {
        string path = _folder.Write("a.png", new ByteImage(1, 1, 1, [7]).ToPng());
        File.SetAttributes(path, FileAttributes.ReadOnly);
        Assert.Equal([7], ByteImage.ReadPng(path).Pixels.ToArray());
        Assert.Contains("read-only", Assert.Throws<UnauthorizedAccessException>(() => new ByteImage(1, 1, 1, [8]).WritePng(path)).Message);
        File.SetAttributes(path, FileAttributes.Normal);
    }

    /// <summary>The formulas of make_png.py.</summary>
    private static byte[] Expected(string kind, int depth, int y, int x)
    {
        int Sample(int c, int row, int column) =>
            (((column * 2477) + (row * 7919) + (c * 12347) + (column * row * 31)) ^ (column * row * 257)) & ((1 << depth) - 1);
        byte Stretched(int c) => (byte)Math.Round(Sample(c, y, x) * 255.0 / ((1 << depth) - 1));
        bool IsMarked(int channels) => Enumerable.Range(0, channels).All(c => Sample(c, y, x) == Sample(c, 2, 3));
        int entry = Sample(0, y, x);
        byte[] color = [(byte)(entry * 37), (byte)((entry * 91) + 5), (byte)(255 - (entry * 53))];
        return kind switch
        {
            "grey" => [Stretched(0)],
            "grey-alpha" => [Stretched(0), Stretched(1)],
            "grey-transparent" => [Stretched(0), (byte)(IsMarked(1) ? 0 : 255)],
            "rgb" or "rgb-pieces" => [Stretched(0), Stretched(1), Stretched(2)],
            "rgb-transparent" => [Stretched(0), Stretched(1), Stretched(2), (byte)(IsMarked(3) ? 0 : 255)],
            "rgba" => [Stretched(0), Stretched(1), Stretched(2), Stretched(3)],
            "palette" => color,
            "palette-transparent" => [.. color, (byte)Math.Min(255, entry * 128)],
            _ => throw new InvalidOperationException(kind),
        };
    }
}
