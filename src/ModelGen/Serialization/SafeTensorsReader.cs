using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Serialization;

/// <summary>Compares the tensors of a file with those a model needs, and reads their numbers.</summary>
internal static class SafeTensorsReader
{
    private const int NamesShown = 10;

    /// <summary>
    /// Throws one exception that lists everything that does not fit. Counts, which are <c>num_batches_tracked</c>, may be missing, as
    /// in PyTorch: state dicts of its versions before 0.4.1 have none, and what trains with a fixed momentum does not need them.
    /// So may ranges that were not measured.
    /// </summary>
    public static void CheckMatch(IReadOnlyDictionary<string, TensorEntry> entries, ParameterSet parameters)
    {
        StringBuilder problems = new();
        AppendNames(
            problems,
            "missing",
            parameters
                .Where(parameter => parameter.Descriptor is { IsCount: false, IsMeasured: false } && !entries.ContainsKey(parameter.Name))
                .Select(parameter => parameter.Name));
        AppendNames(
            problems,
            "unexpected",
            entries.Keys.Where(name => !parameters.Contains(name) && WeightOf(name) is null).Order(StringComparer.Ordinal));
        foreach (Parameter parameter in parameters)
        {
            if (!entries.TryGetValue(parameter.Name, out TensorEntry? entry))
                continue;
            if (!entry.Shape.AsSpan().SequenceEqual([.. parameter.Shape.Select(size => (long)size)]))
                problems.Append(
                    $" The tensor '{parameter.Name}' has the shape {entry.ShapeText} in the file; the model needs "
                        + $"{TensorShape.Format(parameter.Shape)}.");
            bool isCount = parameter.Descriptor.IsCount;
            if (entry.Type == "I8" && parameter.Shape.Count > 0 && Scale(parameter.Name) is { Type: "F32", Shape: [var outputs] }
                && outputs == parameter.Shape[0])
                continue;
            if (!TensorTypes.IsReadable(entry.Type, isCount))
                problems.Append($" The tensor '{parameter.Name}' has the type {entry.Type}; {TensorTypes.Readable(isCount)} is needed.");
        }

        if (problems.Length > 0)
            throw new InvalidDataException($"the file does not belong to this model.{problems}");

        TensorEntry? Scale(string weight) => entries.GetValueOrDefault(weight + SavedTensor.ScaleSuffix);

        string? WeightOf(string scale) => entries.Keys.FirstOrDefault(
            name => name + SavedTensor.ScaleSuffix == scale && entries[name].Type == "I8" && parameters.Contains(name));
    }

    /// <summary>
    /// The numbers of each parameter in standard order; the entries must match. Counts, and what was not measured, are 0 without an
    /// entry. The data are read in their order, as a stream may give them once only.
    /// </summary>
    public static float[][] ReadAll(Stream stream, IReadOnlyDictionary<string, TensorEntry> entries, ParameterSet parameters)
    {
        float[][] values = [.. parameters.Select(parameter => new float[parameter.Length])];
        Dictionary<string, float[]> byName = parameters
            .Zip(values)
            .ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
        foreach (TensorEntry entry in entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            // What is no parameter holds the factors of one.
            if (!byName.TryGetValue(entry.Name, out float[]? target)) byName.Add(entry.Name, target = new float[entry.Shape[0]]);
            ReadInto(stream, entry, target);
        }

        foreach (TensorEntry entry in entries.Values)
        {
            if (entry.Type != "I8") continue;
            (float[] numbers, float[] scales) = (byName[entry.Name], byName[entry.Name + SavedTensor.ScaleSuffix]);
            for (int i = 0; i < numbers.Length; i++) numbers[i] *= scales[i / (numbers.Length / scales.Length)];
        }

        if (!stream.CanSeek && stream.ReadByte() >= 0)
            throw new InvalidDataException(
                $"the tensors end at byte {entries.Values.Max(entry => (long?)entry.End) ?? 0} of the data, and more follows. It is "
                    + "followed by foreign bytes.");
        return values;
    }

    // By pieces: the bytes of a large tensor may exceed the longest array.
    internal static void ReadInto(Stream stream, TensorEntry entry, float[] values)
    {
        const int PieceLength = 1 << 16;
        int size = TensorTypes.BitsPerElement(entry.Type)!.Value / 8;
        byte[] bytes = new byte[Math.Min(PieceLength, values.Length) * size];
        for (int done = 0; done < values.Length; done += PieceLength)
        {
            Span<float> piece = values.AsSpan(done, Math.Min(PieceLength, values.Length - done));
            Span<byte> source = bytes.AsSpan(0, piece.Length * size);
            stream.ReadExactly(source);
            TensorConversion.Convert(entry.Type, source, piece);
        }
    }

    internal static void AppendNames(StringBuilder problems, string kind, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length == 0)
            return;
        string more = all.Length > NamesShown ? $" and {all.Length - NamesShown} more" : "";
        problems.Append(
            $" {all.Length} {kind} tensor{(all.Length == 1 ? "" : "s")}: "
                + $"{string.Join(", ", all.Take(NamesShown).Select(name => $"'{name}'"))}{more}.");
    }
}
