using System.IO.Compression;
using FashionMnist;
using ModelGen.Data;

namespace ModelGen.Tests.Samples;

/// <summary>How samples/FashionMnist finds its data, and the data themselves where Debian's package is installed.</summary>
public sealed class FashionMnistDataTests : IDisposable
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Labels(byte label) => [0, 0, 8, 1, 0, 0, 0, 1, label];

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    [Fact]
    public void Files_are_found_packed_and_unpacked()
    {
        _folder.Write("train-images-idx3-ubyte", Images);
        _folder.Write("train-labels-idx1-ubyte.gz", Pack(Labels(9)));
        _folder.Write("t10k-images-idx3-ubyte.gz", Pack(Images));
        _folder.Write("t10k-labels-idx1-ubyte", Labels(0));
        (Dataset<int> training, Dataset<int> test) = FashionMnistData.Load(_folder.Root);
        Assert.Equal(("Ankle boot", "T-shirt/top"), (training.ClassNames![training.Targets[0]], test.ClassNames![test.Targets[0]]));
        Assert.Equal([0f, 1], training.Inputs.ToArray());
    }

    [Fact]
    public void Missing_files_are_named_and_how_to_get_them()
    {
        _folder.Write("train-images-idx3-ubyte", Images);
        string message = Assert.Throws<FileNotFoundException>(() => FashionMnistData.Load(_folder.Root)).Message;
        Assert.Contains(
            $"'{_folder.Root}'. Missing: train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (each",
            message);
        Assert.Contains("apt-get install dataset-fashion-mnist", message);
        Assert.Contains("--data <folder>", message);
    }

    [PackageFact]
    public void The_data_of_the_package_are_whole()
    {
        (Dataset<int> training, Dataset<int> test) = FashionMnistData.Load(null);
        Assert.Equal("60000 samples, inputs [1, 28, 28], 10 classes", training.ToString());
        Assert.Equal("10000 samples, inputs [1, 28, 28], 10 classes", test.ToString());
        Assert.All(training.Targets.ToArray().CountBy(label => label), pair => Assert.Equal(6000, pair.Value));
        Assert.All(test.Targets.ToArray().CountBy(label => label), pair => Assert.Equal(1000, pair.Value));

        // The published mean and standard deviation of the training pixels: 72.94 and 90.02 of 255.
        Standardization standardization = Standardization.Fit(training);
        Assert.Equal(0.2860, standardization.Mean[0], 5e-5);
        Assert.Equal(0.3530, standardization.Deviation[0], 5e-5);
    }
}
