using FashionMnist;
using ModelGen.Data;

namespace TransferLearning;

/// <summary>Some images of Fashion-MNIST as PNG files in folders, as people have their own.</summary>
internal static class Clothes
{
    /// <summary>Writes the first images of each class.</summary>
    /// <param name="folder">Where to; it gets <c>train/Coat/0.png</c> and so on.</param>
    /// <param name="count">How many of each class, for training and for the test each.</param>
    /// <exception cref="IOException">The images of Fashion-MNIST are not there; the message says how to get them.</exception>
    public static void Write(string folder, int count)
    {
        (Dataset<int> training, Dataset<int> test) = FashionMnistData.Load(null);
        Write(training, Path.Combine(folder, "train"), count);
        Write(test, Path.Combine(folder, "test"), count);
    }

    private static void Write(Dataset<int> images, string folder, int count)
    {
        int[] written = new int[FashionMnistData.ClassNames.Count];
        for (int i = 0; i < images.Count; i++)
        {
            int label = images.Targets[i];
            if (written[label] == count) continue;
            string path = Path.Combine(folder, FashionMnistData.ClassNames[label].Replace('/', ' '), $"{written[label]++}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            images.Image(i).WritePng(path);
        }
    }
}
