using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>Compares the tensors of a file with those a model needs, and reads their numbers.</summary>
internal static class SafeTensorsReader
{
    private const int NamesShown = 10;

    /// <summary>Throws one exception that lists everything that does not fit.</summary>
    public static void CheckMatch(IReadOnlyDictionary<string, TensorEntry> entries, ParameterSet parameters)
    {
        StringBuilder problems = new();
        AppendNames(problems, "missing", parameters.Select(parameter => parameter.Name).Where(name => !entries.ContainsKey(name)));
        AppendNames(problems, "unexpected", entries.Keys.Where(name => !parameters.Contains(name)).Order(StringComparer.Ordinal));
        foreach (Parameter parameter in parameters)
        {
            if (!entries.TryGetValue(parameter.Name, out TensorEntry? entry))
                continue;
            if (!entry.Shape.AsSpan().SequenceEqual([.. parameter.Shape.Select(size => (long)size)]))
                problems.Append($" The tensor '{parameter.Name}' has the shape {entry.ShapeText} in the file; the model needs {TensorShape.Format(parameter.Shape)}.");
            bool isCount = parameter.Descriptor.IsCount;
            if (!TensorTypes.IsReadable(entry.Type, isCount))
                problems.Append($" The tensor '{parameter.Name}' has the type {entry.Type}; {TensorTypes.Readable(isCount)} is needed.");
        }

        if (problems.Length > 0)
            throw new InvalidDataException($"the file does not belong to this model.{problems}");
    }

    /// <summary>The numbers of each parameter in standard order; the entries must match.</summary>
    public static float[][] ReadAll(Stream stream, IReadOnlyDictionary<string, TensorEntry> entries, ParameterSet parameters)
    {
        float[][] values = new float[parameters.Count][];
        for (int index = 0; index < values.Length; index++)
        {
            Parameter parameter = parameters[index];
            TensorEntry entry = entries[parameter.Name];
            values[index] = new float[parameter.Length];
            stream.Position = entry.Start + entry.Begin;
            ReadInto(stream, entry, values[index]);
        }

        return values;
    }

    // By pieces: the bytes of a large tensor may exceed the longest array.
    private static void ReadInto(Stream stream, TensorEntry entry, float[] values)
    {
        const int PieceLength = 1 << 16;
        int size = TensorTypes.BitsPerElement(entry.Type)!.Value / 8;
        byte[] bytes = new byte[Math.Min(PieceLength, values.Length) * size];
        for (int done = 0; done < values.Length; done += PieceLength)
        {
            Span<float> piece = values.AsSpan(done, Math.Min(PieceLength, values.Length - done));
            Span<byte> source = bytes.AsSpan(0, piece.Length * size);
            stream.ReadExactly(source);
            TensorTypes.Convert(entry.Type, source, piece);
        }
    }

    private static void AppendNames(StringBuilder problems, string kind, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length == 0)
            return;
        string more = all.Length > NamesShown ? $" and {all.Length - NamesShown} more" : "";
        problems.Append($" {all.Length} {kind} tensor{(all.Length == 1 ? "" : "s")}: {string.Join(", ", all.Take(NamesShown).Select(name => $"'{name}'"))}{more}.");
    }
}
