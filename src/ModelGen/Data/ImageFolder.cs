namespace ModelGen.Data;

/// <summary>A folder of images with one folder for each class.</summary>
internal sealed class ImageFolder
{
    private readonly string _path;
    private readonly string[] _classNames;
    private readonly List<(string File, int Label)> _images = [];

    public ImageFolder(string path, IReadOnlyList<string>? classNames)
    {
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder '{path}'.");
        _path = path;
        string[] found =
        [
            .. Visible(Directory.EnumerateDirectories(path)).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal),
        ];
        if (found.Length == 0)
            throw new InvalidDataException($"The folder '{path}' has no folders in it; one for each class is needed.");
        _classNames = classNames is null ? found : [.. classNames];
        foreach (string name in found)
            AddClass(name);
    }

    public Dataset<int> Read(int channels)
    {
        ByteImage first = ByteImage.ReadPng(_images[0].File);
        int size = checked(channels * first.Height * first.Width);
        if ((long)size * _images.Count > Array.MaxLength)
            throw new InvalidDataException(
                $"The {_images.Count} images in '{_path}' of {size} bytes each are more than one array can hold, which is "
                    + $"{Array.MaxLength}.");

        byte[] pixels = new byte[size * _images.Count];
        for (int index = 0; index < _images.Count; index++)
        {
            ByteImage image = index == 0 ? first : ByteImage.ReadPng(_images[index].File);
            if (image.Height != first.Height || image.Width != first.Width)
            {
                throw new InvalidDataException(
                    $"'{_images[index].File}' is {image.Width} × {image.Height}; '{_images[0].File}' is {first.Width} × {first.Height}, "
                        + "and all images need the same size.");
            }

            image.WithChannels(channels).Pixels.CopyTo(pixels.AsSpan(index * size));
        }

        return Dataset.FromPixels(pixels, [.. _images.Select(image => image.Label)], [channels, first.Height, first.Width], _classNames);
    }

    private void AddClass(string name)
    {
        int label = Array.IndexOf(_classNames, name);
        if (label < 0)
            throw new InvalidDataException($"The folder '{_path}' has a class '{name}'; the classes are {string.Join(", ", _classNames)}.");
        string folder = Path.Combine(_path, name);
        string[] files = [.. Visible(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
        string[] images = [.. files.Where(file => Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase))];
        if (images.Length == 0)
        {
            string others =
                files.Length == 0 ? "it is empty" : $"it has {files.Length} of other kinds, such as '{Path.GetFileName(files[0])}'";
            throw new InvalidDataException($"The class folder '{folder}' has no PNG files: {others}.");
        }

        _images.AddRange(images.Select(image => (image, label)));
    }

    private static IEnumerable<string> Visible(IEnumerable<string> paths) => paths.Where(path => !Path.GetFileName(path).StartsWith('.'));
}
