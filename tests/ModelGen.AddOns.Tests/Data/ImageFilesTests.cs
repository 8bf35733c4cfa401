using System.Runtime.CompilerServices;

namespace ModelGen.AddOns.Tests.Data;

/// <summary>JPEG files of another encoder, whose decoder says what is in them (<c>References/make_files.mjs</c>).</summary>
public sealed class ImageFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Reference(string name, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "References", name);

    private void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(to))!);
        File.Copy(Reference(from), _folder.File(to));
    }

    /// <summary>Decoders round differently, and interpolate colours in their own ways.</summary>
    [Theory]
    [InlineData("wide", 33, 20)]
    [InlineData("square", 16, 16)]
    public void Pixels_are_those_of_another_decoder(string name, int width, int height)
    {
        byte[] expected = File.ReadAllBytes(Reference(name + ".rgba"));
        ByteImage image = ImageFiles.Read(Reference(name + ".jpg"));
        Assert.Equal((3, height, width), (image.Channels, image.Height, image.Width));
        double sum = 0;
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    int difference = Math.Abs(image[channel, row, column] - expected[(((row * width) + column) * 4) + channel]);
                    Assert.InRange(difference, 0, 16);
                    sum += difference;
                }
            }
        }

        Assert.InRange(sum / (3 * width * height), 0, 2);
    }

    [Fact]
    public void Png_is_read_as_by_the_core()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4 * 5 * 7).Select(i => (byte)(i % 3 == 0 ? 255 : i))];
        for (int i = 3 * 35; i < pixels.Length; i++) pixels[i] = 255;
        string path = _folder.Write("a.png", new ByteImage(4, 5, 7, pixels).ToPng());
        foreach (int channels in new[] { 1, 2, 3, 4 })
            Assert.Equal(ByteImage.ReadPng(path).WithChannels(channels).Pixels.ToArray(), ImageFiles.Read(path, channels).Pixels.ToArray());
    }

    [Fact]
    public void A_folder_becomes_images_of_one_size()
    {
        Copy("wide.jpg", "b/1.jpg");
        Copy("square.jpg", "a/deep/x.JPEG");
        _folder.Write("a/.hidden.jpg", []);
        _folder.Write("a/notes.txt", []);
        Dataset<int> data = ImageFiles.FromFolder(_folder.Root, height: 8, width: 12);
        Assert.Equal([3, 8, 12], data.InputShape);
        Assert.Equal(["a", "b"], data.ClassNames!);
        Assert.Equal([0, 1], data.Targets.ToArray());

        // Colours run from left to right and from top to bottom, whatever the size.
        ByteImage image = data.Image(1);
        Assert.InRange(image[0, 4, 0], 0, 30);
        Assert.InRange(image[0, 4, 11], 225, 255);
        Assert.InRange(image[1, 0, 5], 0, 40);
        Assert.InRange(image[1, 7, 5], 215, 255);
        Assert.Equal([0, 1], ImageFiles.FromFolder(_folder.Root, 8, 8, classNames: ["a", "b", "c"]).Targets.ToArray());
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Copy("wide.jpg", "photos/b/1.jpg");
        Copy("square.jpg", "photos/a/1.jpg");
        string photos = _folder.File("photos");
        Says("is 33 × 20; '", () => ImageFiles.FromFolder(photos));
        Says("has a class 'b'; the classes are a", () => ImageFiles.FromFolder(photos, 8, 8, classNames: ["a"]));
        Says("together", () => ImageFiles.FromFolder(photos, height: 8));
        Says("no folders in it", () => ImageFiles.FromFolder(_folder.File("photos/a")));
        Directory.CreateDirectory(_folder.File("photos/c"));
        Says("has no images", () => ImageFiles.FromFolder(photos, 8, 8));
        Says("channels", () => ImageFiles.Read(Reference("wide.jpg"), 5));
        Says("There is no folder", () => ImageFiles.FromFolder(_folder.File("none")));
        Says("There is no file", () => ImageFiles.Read(_folder.File("none.jpg")));
        byte[] bytes = File.ReadAllBytes(Reference("wide.jpg"));
        Says("is damaged", () => ImageFiles.Read(_folder.Write("half.jpg", bytes[..(bytes.Length / 2)])));
        Says("no image of a known kind", () => ImageFiles.Read(_folder.Write("text.jpg", "hello"u8.ToArray())));

        static void Says(string text, Action action) =>
            Assert.Contains(text, Assert.ThrowsAny<Exception>(action).Message, StringComparison.Ordinal);
    }
}
