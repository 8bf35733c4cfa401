namespace ModelGen.Data;

/// <summary>Reads the binary files of CIFAR: records of one or two labels and 3 · 32 · 32 pixels, channel after channel.</summary>
internal sealed class CifarFile(int labelBytes, int labelIndex, IReadOnlyList<string> classNames)
{
    private const int ImageBytes = 3 * 32 * 32;

    // The whole of CIFAR is a third of this. A small compressed file could hold far more than memory.
    private const int MostImages = 180_000;

    private readonly MemoryStream _pixels = new();
    private readonly List<int> _labels = [];

    /// <summary>Adds the images of a file.</summary>
    public void Read(string path)
    {
        byte[] record = new byte[labelBytes + ImageBytes];
        using Stream stream = DataFile.OpenRead(path);
        for (long offset = 0; ; offset += record.Length)
        {
            int found = ReadRecord(stream, record, path);
            if (found == 0 && offset > 0)
                return;
            if (found < record.Length)
                throw Invalid(
                    path,
                    $"the record at byte {offset} has {found} bytes; {record.Length} are needed: {labelBytes} for labels and {ImageBytes} "
                        + "for pixels");
            int label = record[labelIndex];
            if (label >= classNames.Count)
                throw Invalid(path, $"the label at byte {offset + labelIndex} is {label}; it must be at most {classNames.Count - 1}");
            if (_labels.Count == MostImages)
                throw Invalid(path, $"there is another image at byte {offset}; at most {MostImages} are read at once");
            _labels.Add(label);
            _pixels.Write(record.AsSpan(labelBytes));
        }
    }

    public Dataset<int> ToDataset() => Dataset.FromPixels(_pixels.ToArray(), [.. _labels], [3, 32, 32], classNames);

    private static int ReadRecord(Stream stream, byte[] record, string path)
    {
        try
        {
            return stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException problem)
        {
            throw Invalid(path, problem.Message.TrimEnd('.'), problem);
        }
    }

    private static InvalidDataException Invalid(string path, string reason, Exception? inner = null) =>
        new($"'{path}' is not a valid CIFAR file: {reason}.", inner);
}
