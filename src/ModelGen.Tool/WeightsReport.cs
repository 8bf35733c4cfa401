using ModelGen.Serialization;

namespace ModelGen.Tool;

/// <summary>What a file of weights holds.</summary>
internal static class WeightsReport
{
    private const int LongestNote = 200;

    public static void Write(string path, TextWriter output)
    {
        // The header of safetensors says all; it may know types that cannot be read as floats, and files larger than memory.
        if (Header(path) is { } table)
        {
            TensorList list = new();
            foreach (TensorEntry entry in table.Entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
                list.Add(entry.Name, entry.Type, entry.Shape, entry.Shape.Aggregate(1L, (a, b) => a * b), entry.End - entry.Begin);
            Write(path, "safetensors", list, table.Metadata, output);
            return;
        }

        ModelWeights weights = WeightsReader.Read(path);
        TensorList tensors = new();
        foreach (WeightTensor tensor in weights)
        {
            long bytes = (long)tensor.Count * TensorTypes.BitsPerElement(tensor.Type)!.Value / 8;
            tensors.Add(tensor.Name, tensor.Type, tensor.Shape.Select(size => (long)size), tensor.Count, bytes);
        }

        string format = weights.Format switch
        {
            WeightFormat.SafeTensors => "index of safetensors files",
            WeightFormat.PyTorch => "PyTorch state dict",
            WeightFormat.TorchSharp => "TorchSharp module",
            WeightFormat.Npz => "NumPy arrays",
            WeightFormat.Keras => "Keras, in the names and shapes of PyTorch",
            _ => weights.Format.ToString(),
        };
        Write(path, format, tensors, weights.Metadata, output);
    }

    /// <summary>The header, if the name says that it is a safetensors file.</summary>
    private static TensorTable? Header(string path)
    {
        if (!Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase) || !File.Exists(path)) return null;
        try
        {
            using FileStream file = File.OpenRead(path);
            return TensorTable.Read(file);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"Cannot read '{path}': {problem.Message}", problem);
        }
    }

    private static void Write(
        string path, string format, TensorList tensors, IReadOnlyDictionary<string, string> metadata, TextWriter output)
    {
        output.WriteLine(Path.GetFileName(path));
        TextLines.Write(output, "", "", $"{format}: {TensorList.Counted(tensors.Count, "tensor")}, "
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Append($"{TensorList.Counted(tensors.Numbers, "number")},").Append(TensorList.Size(tensors.Bytes)));
        foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            string shown = value.Length <= LongestNote
                ? value
                : $"{value[..LongestNote]}… ({TensorList.Counted(value.Length, "character")})";
            TextLines.Write(output, "  ", "    ", TensorList.Printable($"{key} = {shown}").Split(' '));
        }

        if (tensors.Count == 0) return;
        output.WriteLine();
        tensors.Write(output);
    }
}
