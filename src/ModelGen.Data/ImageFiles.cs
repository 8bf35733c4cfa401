using SkiaSharp;

namespace ModelGen.Data;

/// <summary>
/// Reads images of the kinds that <c>SkiaSharp</c> knows: JPEG, PNG, WebP, GIF (the first picture), BMP. For PNG alone
/// <see cref="ByteImage.ReadPng"/> needs no library.
/// </summary>
public static class ImageFiles
{
    private static readonly string[] s_endings = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"];

    /// <summary>Reads an image as it is stored: neither is it turned as its EXIF data say, nor are its colours converted.</summary>
    /// <param name="path">The file; what it holds decides its kind, not its name.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue, 2 or 4 with alpha.</param>
    /// <returns>The image.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no image of a known kind; the message names the file.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of channels is not from 1 to 4.</exception>
    public static ByteImage Read(string path, int channels = 3)
    {
        Check(channels);
        using SKBitmap bitmap = Decode(path);
        return Convert(bitmap, channels);
    }

    /// <summary>
    /// Reads images from a folder with one folder for each class, named like it: <c>cats/1.jpg</c>, <c>dogs/old/2.png</c>. Classes and,
    /// within a class, files come in the order of their names' character codes.
    /// </summary>
    /// <remarks>Names that begin with a dot are left out, and so are files with other endings than those of images. The pixels stay bytes
    /// until they are read; then they are divided by 255.</remarks>
    /// <param name="path">The folder.</param>
    /// <param name="height">How many rows images are given; null if all have the same size, which then stays. The picture is stretched if
    /// its proportions are others.</param>
    /// <param name="width">How many columns images are given; with <paramref name="height"/> or not at all.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue, 2 or 4 with alpha.</param>
    /// <param name="classNames">The classes in their order, if it is not to be found out: give those of the training data when reading the
    /// test data. Then a class may be missing, and another one is an error.</param>
    /// <returns>Images [channels, height, width] and the names of the classes.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There are no class folders, one has no images or is not among the names, an image is damaged
    /// or of another size; the message names the file.</exception>
    /// <exception cref="ArgumentException">Only one of height and width is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the number of channels not from 1 to 4.</exception>
    public static Dataset<int> FromFolder(
        string path, int? height = null, int? width = null, int channels = 3, IReadOnlyList<string>? classNames = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check(channels);
        if (height is null != width is null)
            throw new ArgumentException("Height and width are to be given together.", nameof(height));
        ArgumentOutOfRangeException.ThrowIfLessThan(height ?? 1, 1, nameof(height));
        ArgumentOutOfRangeException.ThrowIfLessThan(width ?? 1, 1, nameof(width));
        (string[] classes, List<(string File, int Label)> files) = List(path, classNames);
        bool resizes = height is not null;
        byte[]? pixels = null;
        for (int index = 0; index < files.Count; index++)
        {
            using SKBitmap bitmap = Decode(files[index].File);
            (height, width) = (height ?? bitmap.Height, width ?? bitmap.Width);
            int size = checked(channels * height.Value * width.Value);
            pixels ??= (long)size * files.Count <= Array.MaxLength
                ? new byte[size * files.Count]
                : throw new InvalidDataException(
                    $"The {files.Count} images in '{path}' of {size} bytes each are more than one array can hold.");
            bool fits = bitmap.Height == height && bitmap.Width == width;
            if (!fits && !resizes)
            {
                throw new InvalidDataException(
                    $"'{files[index].File}' is {bitmap.Width} × {bitmap.Height}; '{files[0].File}' is {width} × {height}. Give height and "
                        + "width, so that all get the same size.");
            }

            using SKBitmap? resized = fits ? null : Resize(files[index].File, bitmap, height.Value, width.Value);
            Convert(resized ?? bitmap, channels).Pixels.CopyTo(pixels.AsSpan(index * size));
        }

        return Dataset.FromPixels(pixels!, [.. files.Select(file => file.Label)], [channels, height!.Value, width!.Value], classes);
    }

    private static void Check(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
    }

    private static (string[] Classes, List<(string File, int Label)> Files) List(string path, IReadOnlyList<string>? classNames)
    {
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder '{path}'.");
        string[] found = [.. Visible(Directory.EnumerateDirectories(path)).Select(Path.GetFileName).OfType<string>()];
        if (found.Length == 0)
            throw new InvalidDataException($"The folder '{path}' has no folders in it; one for each class is needed.");
        string[] classes = classNames is null ? found : [.. classNames];
        List<(string, int)> files = [];
        foreach (string name in found)
        {
            int label = Array.IndexOf(classes, name);
            if (label < 0)
                throw new InvalidDataException($"The folder '{path}' has a class '{name}'; the classes are {string.Join(", ", classes)}.");
            string folder = Path.Combine(path, name);
            string[] images =
            [
                .. Visible(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                    .Where(file => s_endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)),
            ];
            if (images.Length == 0)
                throw new InvalidDataException($"The class folder '{folder}' has no images: no files with {string.Join(", ", s_endings)}.");
            files.AddRange(images.Select(image => (image, label)));
        }

        return (classes, files);
    }

    private static IEnumerable<string> Visible(IEnumerable<string> paths) =>
        paths.Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal);

    private static SKBitmap Decode(string path)
    {
        using Stream stream = TableFile.Open(path);
        using SKCodec? codec = SKCodec.Create(stream, out SKCodecResult result);
        if (codec is null)
            throw new InvalidDataException($"'{path}' is damaged, or no image of a known kind ({result}).");
        SKBitmap bitmap = new(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.Success) return bitmap;
        bitmap.Dispose();
        throw new InvalidDataException($"'{path}' is damaged ({result}).");
    }

    private static SKBitmap Resize(string path, SKBitmap bitmap, int height, int width) =>
        bitmap.Resize(new SKSizeI(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear))
            ?? throw new InvalidDataException($"'{path}' cannot be brought from {bitmap.Width} × {bitmap.Height} to {width} × {height}.");

    /// <summary>From pixel after pixel to channel after channel.</summary>
    private static ByteImage Convert(SKBitmap bitmap, int channels)
    {
        const int Stored = 4;
        ReadOnlySpan<byte> source = bitmap.GetPixelSpan();
        int count = bitmap.Width * bitmap.Height;
        byte[] planes = new byte[Stored * count];
        for (int i = 0; i < count; i++)
        {
            int from = (i / bitmap.Width * bitmap.RowBytes) + (i % bitmap.Width * Stored);
            for (int channel = 0; channel < Stored; channel++)
                planes[(channel * count) + i] = source[from + channel];
        }

        return new ByteImage(Stored, bitmap.Height, bitmap.Width, planes).WithChannels(channels);
    }
}
