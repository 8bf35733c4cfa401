namespace ModelGen.Data;

public static partial class Dataset
{
    /// <summary>
    /// Reads CIFAR-10 in its binary version (https://www.cs.toronto.edu/~kriz/cifar.html): <c>data_batch_1.bin</c> to
    /// <c>data_batch_5.bin</c> for training, <c>test_batch.bin</c> for the test. Files compressed with gzip are unpacked.
    /// </summary>
    /// <param name="paths">The files; their images come in this order.</param>
    /// <returns>Images [3, 32, 32] with pixels from 0 to 1, and the names of the ten classes.</returns>
    /// <exception cref="ArgumentException">There is no path.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A file is truncated, empty or of another format.</exception>
    public static Dataset<int> FromCifar10(params IReadOnlyList<string> paths) =>
        FromCifar(new CifarFile(labelBytes: 1, labelIndex: 0, CifarClasses.Ten), paths);

    /// <summary>
    /// Reads CIFAR-100 in its binary version (https://www.cs.toronto.edu/~kriz/cifar.html): <c>train.bin</c> or <c>test.bin</c>. A
    /// file compressed with gzip is unpacked.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="coarse">True for the 20 groups instead of the 100 classes.</param>
    /// <returns>Images [3, 32, 32] with pixels from 0 to 1, and the names of the classes.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is truncated, empty or of another format.</exception>
    public static Dataset<int> FromCifar100(string path, bool coarse = false) =>
        FromCifar(
            coarse
                ? new CifarFile(labelBytes: 2, labelIndex: 0, CifarClasses.Twenty)
                : new CifarFile(labelBytes: 2, labelIndex: 1, CifarClasses.Hundred),
            [path]);

    private static Dataset<int> FromCifar(CifarFile images, IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0)
            throw new ArgumentException("0 files were given; at least 1 is needed.", nameof(paths));
        foreach (string path in paths)
            images.Read(path);
        return images.ToDataset();
    }
}
