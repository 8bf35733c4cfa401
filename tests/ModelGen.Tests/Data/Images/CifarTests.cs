using System.IO.Compression;
using ModelGen.Data;

namespace ModelGen.Tests.Data.Images;

public sealed class CifarTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>An image whose pixel i is (first + i) modulo 256.</summary>
    private static byte[] Record(byte first, params byte[] labels) =>
        [.. labels, .. Enumerable.Range(0, 3072).Select(i => (byte)(first + i))];

    private string File(string name, params byte[][] records) => _folder.Write(name, [.. records.SelectMany(record => record)]);

    private static string Error(Action read) => Assert.Throws<InvalidDataException>(read).Message;

    [Fact]
    public void Ten_classes_from_several_files()
    {
        Dataset<int> data = Dataset.FromCifar10(File("data_batch_1.bin", Record(5, 9), Record(6, 0)), File("данные.bin", Record(7, 3)));
        Assert.Equal("3 samples, inputs [3, 32, 32], 10 classes", data.ToString());
        Assert.Equal([9, 0, 3], data.Targets.ToArray());
        Assert.Equal(["truck", "airplane", "cat"], data.Targets.ToArray().Select(label => data.ClassNames![label]));
        Assert.Equal([7 / 255f, 8 / 255f], data.Input(2)[..2].ToArray());
        Assert.Equal(unchecked((byte)(5 + 2048 + 32)), data.Image(0)[2, 1, 0]);
    }

    [Fact]
    public void Hundred_classes_or_twenty()
    {
        string path = File("train.bin", Record(1, 19, 99), Record(2, 0, 4));
        Dataset<int> fine = Dataset.FromCifar100(path), coarse = Dataset.FromCifar100(path, coarse: true);
        Assert.Equal([99, 4], fine.Targets.ToArray());
        Assert.Equal([19, 0], coarse.Targets.ToArray());
        Assert.Equal(("worm", "beaver"), (fine.ClassNames![99], fine.ClassNames[4]));
        Assert.Equal(("vehicles_2", "aquatic_mammals"), (coarse.ClassNames![19], coarse.ClassNames[0]));
        Assert.Equal(2 / 255f, fine.Input(1)[0]);
    }

    [Fact]
    public void Names_are_complete_and_in_order()
    {
        Assert.Equal((10, 20, 100), (CifarClasses.Ten.Count, CifarClasses.Twenty.Count, CifarClasses.Hundred.Count));
        Assert.All([CifarClasses.Ten, CifarClasses.Twenty, CifarClasses.Hundred], names => Assert.Equal(names.Distinct(), names));
        Assert.Equal(CifarClasses.Hundred.Order(StringComparer.Ordinal), CifarClasses.Hundred);
        Assert.Equal(CifarClasses.Twenty.Order(StringComparer.Ordinal), CifarClasses.Twenty);
    }

    [Fact]
    public void Gzip_is_recognised()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(Record(1, 2));
        Assert.Equal([2], Dataset.FromCifar10(_folder.Write("a.gz", packed.ToArray())).Targets.ToArray());
        Assert.Contains(
            "a.gz' is not a valid CIFAR file",
            Error(() => Dataset.FromCifar10(_folder.Write("a.gz", packed.ToArray()[..^12]))));
    }

    [Fact]
    public void Damaged_files_are_named_with_the_place()
    {
        string good = File("good.bin", Record(1, 2));
        Assert.Contains(
            "'"
                + _folder.File("a.bin")
                + "' is not a valid CIFAR file: the record at byte 3073 has 100 bytes; 3073 are needed: 1 for labels and 3072 for pixels.",
            Error(() => Dataset.FromCifar10(good, File("a.bin", Record(1, 2), new byte[100]))));
        Assert.Contains("the record at byte 0 has 0 bytes", Error(() => Dataset.FromCifar10(File("empty.bin"))));
        Assert.Contains(
            "the label at byte 3073 is 10; it must be at most 9",
            Error(() => Dataset.FromCifar10(File("a.bin", Record(1, 2), Record(1, 10)))));
        Assert.Contains(
            "the label at byte 1 is 100; it must be at most 99",
            Error(() => Dataset.FromCifar100(File("a.bin", Record(1, 2, 100)))));
        Assert.Contains(
            "the label at byte 0 is 20; it must be at most 19",
            Error(() => Dataset.FromCifar100(File("a.bin", Record(1, 20, 2)), coarse: true)));
        Assert.Throws<FileNotFoundException>(() => Dataset.FromCifar10(_folder.File("missing.bin")));
        Assert.Throws<ArgumentException>(() => Dataset.FromCifar10());
    }

    [Fact]
    public void A_small_file_that_unpacks_to_gigabytes_is_refused()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            byte[] many = new byte[3073 * 1000];
            for (int i = 0; i < 181; i++)
                gzip.Write(many);
        }

        byte[] bomb = packed.ToArray();
        Assert.InRange(bomb.Length, 0, 6_000_000);
        Assert.Contains(
            "there is another image at byte 553140000; at most 180000 are read at once",
            Error(() => Dataset.FromCifar10(_folder.Write("bomb.gz", bomb))));
    }
}
