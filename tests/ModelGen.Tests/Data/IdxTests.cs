using System.IO.Compression;
using ModelGen.Data;

namespace ModelGen.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private static readonly byte[] TwoImages =
    [
        0,
        0,
        8,
        3,
        0,
        0,
        0,
        2,
        0,
        0,
        0,
        2,
        0,
        0,
        0,
        3,
        0,
        51,
        102,
        153,
        204,
        255,
        1,
        2,
        3,
        4,
        5,
        6,
    ];
    private static readonly byte[] TwoLabels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Dataset<int> Read(byte[] images, byte[] labels, bool normalize = true) =>
        Dataset.FromIdx(_folder.Write("images", images), _folder.Write("labels", labels), normalize);

    private string Error(byte[] images, byte[] labels) => Assert.Throws<InvalidDataException>(() => Read(images, labels)).Message;

    [Fact]
    public void Pixels_are_scaled_and_labels_kept()
    {
        Dataset<int> data = Read(TwoImages, TwoLabels);
        Assert.Equal((2, 6), (data.Count, data.InputSize));
        Assert.Equal([1, 2, 3], data.InputShape);
        Assert.Equal([0f, 0.2f, 0.4f, 0.6f, 0.8f, 1f], data.Input(0).ToArray());
        Assert.Equal([7, 9], data.Targets.ToArray());
        Assert.Equal([1f, 2, 3, 4, 5, 6], Read(TwoImages, TwoLabels, normalize: false).Input(1).ToArray());
    }

    [Fact]
    public void Gzip_is_recognised()
    {
        Assert.Equal([7, 9], Read(Pack(TwoImages), Pack(TwoLabels)).Targets.ToArray());
        Assert.Throws<InvalidDataException>(() => Read(Pack(TwoImages)[..^12], TwoLabels));
    }

    [Fact]
    public void Each_truncation_is_noticed()
    {
        for (int length = 0; length < TwoImages.Length; length++)
            Assert.Contains("images' is not a valid IDX file", Error(TwoImages[..length], TwoLabels));
        for (int length = 0; length < TwoLabels.Length; length++)
            Assert.Contains("labels' is not a valid IDX file", Error(TwoImages, TwoLabels[..length]));
        Assert.Contains("bytes behind", Error([.. TwoImages, 0], TwoLabels));
    }

    [Fact]
    public void Wrong_magic_and_types()
    {
        Assert.Contains("it begins with 89504E47", Error([0x89, 0x50, 0x4E, 0x47, .. TwoImages], TwoLabels));
        Assert.Contains("type 0x0A", Error([0, 0, 10, .. TwoImages[3..]], TwoLabels));
        Assert.Contains("0 dimensions", Error([0, 0, 8, 0], TwoLabels));
    }

    [Fact]
    public void Counts_and_swapped_files()
    {
        Assert.Contains("has 2 images, but", Error(TwoImages, [0, 0, 8, 1, 0, 0, 0, 1, 7]));
        Assert.Contains("swapped", Error(TwoLabels, TwoImages));
        Assert.Contains("swapped", Error(TwoImages, TwoImages));
        Assert.Contains("size 0", Error([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 0], TwoLabels));
    }

    [Theory]
    [InlineData(0x7F, 0x01)]
    [InlineData(0xFF, 0xFF)]
    public void A_header_that_announces_gigabytes_allocates_nothing(byte high, byte low)
    {
        byte[] bomb = [0, 0, 8, 3, high, 255, 255, 255, high, 255, 255, 255, 0, 0, 0, low, 1, 2, 3];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Error(bomb, TwoLabels);
        Error(Pack(bomb), TwoLabels);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = _folder.File("missing.gz");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => Dataset.FromIdx(path, path)).Message);
    }

    [Fact]
    public void Zero_images_are_an_empty_dataset()
    {
        Dataset<int> data = Read([0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3], [0, 0, 8, 1, 0, 0, 0, 0]);
        Assert.Equal((0, 6), (data.Count, data.InputSize));
        Assert.Equal([1, 2, 3], data.InputShape);
        Assert.True(data.Inputs.IsEmpty);
    }

    [Fact]
    public void Any_name_and_read_only_files_do()
    {
        string images = _folder.Write("изображения – 画像", TwoImages), labels = _folder.Write("Ä labels", TwoLabels);
        File.SetAttributes(images, FileAttributes.ReadOnly);
        Assert.Equal(2, Dataset.FromIdx(images, labels).Count);
        File.SetAttributes(images, FileAttributes.Normal);
    }

    [Fact]
    public void Classes_have_names()
    {
        string images = _folder.Write("images", TwoImages), labels = _folder.Write("labels", TwoLabels);
        string[] names = [.. Enumerable.Range(0, 10).Select(i => $"class {i}")];
        Assert.Equal("class 9", Dataset.FromIdx(images, labels, classNames: names).ClassNames![9]);
        Assert.Contains($"'{labels}': the label of sample 1 is 9; it must be from 0 to 8, as there are 9 class names",
            Assert.Throws<InvalidDataException>(() => Dataset.FromIdx(images, labels, classNames: names[..9])).Message);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
