using System.Globalization;

namespace ModelGen.Onnx.Format;

/// <summary>Where the elements of a tensor lie that are not in the model's file.</summary>
/// <remarks>https://github.com/onnx/onnx/blob/main/docs/ExternalData.md</remarks>
internal sealed record ExternalData(string Tensor, string Location, string? Folder, long Offset, long? Length)
{
    public static ExternalData Of(string tensor, Dictionary<string, string> entries, string? folder)
    {
        if (!entries.TryGetValue("location", out string? location) || location.Length == 0)
            throw new InvalidDataException($"tensor '{tensor}' lies in a file of its own, whose name is not given.");

        // A model is no reason to read any file of the machine: only files beside it, and below.
        if (Path.IsPathRooted(location) || location.Split('/', '\\').Contains("..") || location.Contains(':', StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"tensor '{tensor}' lies in '{location}'; only files in the folder of the model, or below, are read.");
        }

        return new ExternalData(
            tensor, location, folder, Number(tensor, entries, "offset") ?? 0, Number(tensor, entries, "length"));
    }

    /// <summary>Reads the elements.</summary>
    /// <param name="needed">How many bytes the shape asks for.</param>
    public ReadOnlyMemory<byte> Read(long needed)
    {
        if (Folder is null)
            throw new InvalidDataException($"tensor '{Tensor}' lies in '{Location}'; the model was read from memory, without a folder.");
        string path = Path.Combine(Folder, Location);
        FileInfo file = new(path);
        if (!file.Exists) throw new InvalidDataException($"tensor '{Tensor}' lies in '{path}', which is not there.");
        if (file.LinkTarget is not null)
            throw new InvalidDataException($"tensor '{Tensor}' lies in '{path}', which is a link; links are not followed.");
        if (Length is { } length && length != needed)
            throw new InvalidDataException($"tensor '{Tensor}' has {length} bytes in '{Location}'; its shape needs {needed}.");
        if (Offset > file.Length || needed > file.Length - Offset)
        {
            throw new InvalidDataException(
                $"tensor '{Tensor}' needs {needed} bytes from {Offset} on in '{Location}', which has {file.Length}.");
        }

        byte[] bytes = new byte[needed];
        using FileStream stream = file.OpenRead();
        stream.Position = Offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static long? Number(string tensor, Dictionary<string, string> entries, string name)
    {
        if (!entries.TryGetValue(name, out string? text)) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new InvalidDataException($"tensor '{tensor}' has the {name} '{text}' in its file; a whole number is needed.");
    }
}
