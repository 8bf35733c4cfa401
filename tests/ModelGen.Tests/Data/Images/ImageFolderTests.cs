using ModelGen.Data;

namespace ModelGen.Tests.Data.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, ByteImage image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        image.WritePng(_folder.File(name));
        return _folder.File(name);
    }

    private static ByteImage Grey(byte value) => new(1, 2, 1, [value, 0]);

    private string Error(int channels = 3, IReadOnlyList<string>? classNames = null) =>
        Assert.Throws<InvalidDataException>(() => Dataset.FromImageFolder(_folder.Root, channels, classNames)).Message;

    [Fact]
    public void Folders_are_classes()
    {
        Write("кошки/b.png", Grey(2));
        Write("кошки/a.PNG", Grey(1));
        Write("кошки/a/z.png", Grey(3));
        Write("Zebra/1.png", Grey(4));
        Write(".hidden/1.png", Grey(9));
        Write("Zebra/.hidden.png", Grey(9));
        _folder.Write("Zebra/readme.txt", "no image");
        _folder.Write("list.txt", "no class");
        Dataset<int> data = Dataset.FromImageFolder(_folder.Root, channels: 1);
        Assert.Equal(["Zebra", "кошки"], data.ClassNames!);
        Assert.Equal([1, 2, 1], data.InputShape);
        Assert.Equal([0, 1, 1, 1], data.Targets.ToArray());
        Assert.Equal([4, 1, 3, 2], Enumerable.Range(0, 4).Select(index => (int)data.Image(index).Pixels[0]));
    }

    [Fact]
    public void Channels_come_one_after_the_other()
    {
        Write("a/1.png", new ByteImage(3, 1, 2, [1, 2, 3, 4, 5, 6]));
        Write("a/2.png", new ByteImage(1, 1, 2, [7, 8]));
        Write("a/3.png", new ByteImage(4, 1, 2, [1, 2, 3, 4, 5, 6, 7, 8]));
        Dataset<int> data = Dataset.FromImageFolder(_folder.Root);
        Assert.Equal([3, 1, 2], data.InputShape);
        Assert.Equal([1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f, 6 / 255f], data.Input(0).ToArray());
        Assert.Equal([7, 8, 7, 8, 7, 8], data.Image(1).Pixels.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], data.Image(2).Pixels.ToArray());
        Assert.Equal([4, 1, 2], Dataset.FromImageFolder(_folder.Root, channels: 4).InputShape);
    }

    [Fact]
    public void Test_data_are_numbered_like_the_training_data()
    {
        Write("b/1.png", Grey(1));
        Write("c/1.png", Grey(2));
        Dataset<int> data = Dataset.FromImageFolder(_folder.Root, 1, ["a", "b", "c"]);
        Assert.Equal([1, 2], data.Targets.ToArray());
        Assert.Equal(["a", "b", "c"], data.ClassNames!);
        Assert.Contains("has a class 'c'; the classes are a, b.", Error(1, ["a", "b"]));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("has no folders in it; one for each class is needed", Error());
        Directory.CreateDirectory(_folder.File("a"));
        Assert.Contains($"The class folder '{_folder.File("a")}' has no PNG files: it is empty.", Error());
        _folder.Write("a/1.jpg", "");
        Assert.Contains("has no PNG files: it has 1 of other kinds, such as '1.jpg'.", Error());
        string first = Write("a/2.png", new ByteImage(1, 2, 3, new byte[6])),
            second = Write("a/3.png", new ByteImage(1, 3, 2, new byte[6]));
        Assert.Contains($"'{second}' is 2 × 3; '{first}' is 3 × 2, and all images need the same size.", Error());
        string broken = _folder.Write("a/3.png", [1, 2, 3]);
        Assert.Contains($"'{broken}' is not a valid PNG file: at byte 0, 010203 was found", Error());
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromImageFolder(_folder.Root, 5));
        Assert.Contains("no folder", Assert.Throws<DirectoryNotFoundException>(() => Dataset.FromImageFolder(_folder.File("nix"))).Message);
    }
}
