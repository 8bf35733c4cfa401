using System.IO.Compression;
using ModelGen.Serialization;

namespace ModelGen.Data;

/// <summary>Named arrays in one file, as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> write them: a zip archive of npy
/// files.</summary>
public static class NpzFile
{
    private const string Ending = ".npy";

    // NumPy writes this one too: the same arrays give the same file.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads all arrays. Sizes are taken from the archive's directory at its end; those before each entry may be
    /// placeholders.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The arrays by their names, without the ending <c>.npy</c>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no archive, or an array in it is malformed.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using ZipArchive archive = Open(file, path);
        Dictionary<string, NpyArray> arrays = new(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!entry.FullName.EndsWith(Ending, StringComparison.Ordinal))
                continue;
            using Stream stream = entry.Open();
            if (!arrays.TryAdd(entry.FullName[..^Ending.Length], NpyArray.Load(stream, $"{path}/{entry.FullName}", entry.Length)))
                throw new InvalidDataException($"'{path}' has two arrays '{entry.FullName}'.");
        }

        return arrays;
    }

    /// <summary>Writes arrays.</summary>
    /// <param name="path">The file; replaced if it exists, unchanged if writing fails.</param>
    /// <param name="arrays">The arrays, in this order; the names are distinct.</param>
    /// <param name="compress">Whether to compress them.</param>
    /// <exception cref="ArgumentException">A name is empty or occurs twice.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool compress = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(arrays);
        KeyValuePair<string, NpyArray>[] all = [.. arrays];
        if (Array.Exists(all, pair => string.IsNullOrEmpty(pair.Key)) || all.DistinctBy(pair => pair.Key).Count() < all.Length)
            throw new ArgumentException("The names of the arrays must be distinct and not empty.", nameof(arrays));
        AtomicFile.Write(path, stream =>
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, NpyArray array) in all)
            {
                CompressionLevel level = compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
                ZipArchiveEntry entry = archive.CreateEntry(name + Ending, level);
                entry.LastWriteTime = s_time;
                using Stream content = entry.Open();
                array.Save(content);
            }
        });
    }

    private static ZipArchive Open(Stream file, string path)
    {
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"'{path}' is no npz file: {problem.Message}", problem);
        }
    }
}
