using ModelGen.Data;

namespace FashionMnist;

/// <summary>70,000 grey images of clothes in ten classes: https://github.com/zalandoresearch/fashion-mnist.</summary>
internal static class FashionMnistData
{
    /// <summary>Where Debian's package puts the files.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>What the labels stand for.</summary>
    public static readonly IReadOnlyList<string> ClassNames =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    private static readonly string[] s_files =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>Reads the 60,000 training images and the 10,000 of the test.</summary>
    /// <param name="folder">Where the four files are, with or without the ending <c>.gz</c>; null for Debian's folder.</param>
    /// <exception cref="IOException">A file is missing; the message says how to get it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static (Dataset<int> Training, Dataset<int> Test) Load(string? folder)
    {
        string place = folder ?? DebianFolder;
        string?[] paths = [.. s_files.Select(file => Find(place, file))];
        string[] missing = [.. s_files.Where((_, index) => paths[index] is null)];
        if (missing.Length > 0)
            throw new FileNotFoundException(HowToGetIt(place, missing));
        return (Read(paths[0]!, paths[1]!), Read(paths[2]!, paths[3]!));
    }

    private static Dataset<int> Read(string images, string labels) => Dataset.FromIdx(images, labels, classNames: ClassNames);

    private static string? Find(string folder, string file) =>
        new[] { file + ".gz", file }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string HowToGetIt(string folder, string[] missing) => $"""
        Fashion-MNIST is not in '{folder}'. Missing: {string.Join(", ", missing)} (each may end in .gz).

        On Debian and Ubuntu, its package has the files:

            sudo apt-get install dataset-fashion-mnist

        Elsewhere, download the four files, 30 MB, from https://github.com/zalandoresearch/fashion-mnist (its page lists them
        under "Get the Data"), put them into one folder, and give that folder:

            dotnet run -c Release --project samples/FashionMnist -- --data <folder>
        """;
}
