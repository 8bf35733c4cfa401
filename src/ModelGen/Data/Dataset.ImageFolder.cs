namespace ModelGen.Data;

public static partial class Dataset
{
    /// <summary>
    /// Reads PNG images from a folder with one folder for each class, named like it: <c>cats/1.png</c>, <c>dogs/old/2.png</c>. Classes
    /// and, within a class, files come in the order of their names' character codes.
    /// </summary>
    /// <remarks>
    /// All images must have the same size. Names that begin with a dot are left out, and so are other files than PNG. The pixels stay
    /// bytes until they are read; then they are divided by 255.
    /// </remarks>
    /// <param name="path">The folder.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue, 2 or 4 with alpha; images with others are converted as
    /// <see cref="ByteImage.WithChannels"/> does.</param>
    /// <param name="classNames">The classes in their order, if it is not to be found out. Give the
    /// <see cref="Dataset{TTarget}.ClassNames"/> of the training data when reading the test data: then a class may be missing, and
    /// another one is an error.</param>
    /// <returns>Images [channels, height, width] and the names of the classes.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There are no class folders, one has no PNG files or is not among the names, an image is
    /// damaged or of another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of channels is not from 1 to 4.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file or folder may not be read.</exception>
    public static Dataset<int> FromImageFolder(string path, int channels = 3, IReadOnlyList<string>? classNames = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, ByteImage.MaxChannels);
        return new ImageFolder(path, classNames).Read(channels);
    }
}
