using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import;

/// <summary>Fixes the shapes of inputs: only the batch stays open.</summary>
internal static class InputShapes
{
    /// <summary>Declares an input; null for one that has become a constant.</summary>
    public static DeclaredInput? Declare(
        GraphImport import, OnnxValueInfo input, IReadOnlyList<OnnxValueInfo> all, ImportOptions options, Func<int> id)
    {
        if (options.Values.TryGetValue(input.Name, out IReadOnlyList<double>? values))
        {
            import.Set(input.Name, Fixed(input, values));
            return null;
        }

        bool isInteger = input.Type is OnnxElementType.Int64 or OnnxElementType.Int32;
        int? vocabulary = isInteger ? Vocabulary(import, input.Name) : 0;
        if (vocabulary is null && IsLengths(import, input.Name))
        {
            import.Set(input.Name, new Lengths(input.Name));
            return null;
        }

        bool isNumber = vocabulary is null && input.Shape is not { Count: 0 } && AreNumbers(import, input.Name);
        if (vocabulary is null && !isNumber)
        {
            throw new InvalidDataException(
                $"the input '{input.Name}' holds integers; they are imported where an embedding (Gather) reads them, or where they are "
                    + "cast to floats before anything is computed, as masks are. If it is always the same, give its value: "
                    + $"--value {input.Name}=1");
        }

        int batch = options.HasBatch ? BatchAxis(input, all, options) : -1;
        int[] shape = Fixed(input, batch, options);
        if (isInteger && !isNumber)
        {
            if (shape.Length != 1 || batch != 0)
            {
                throw new InvalidDataException(
                    $"the input '{input.Name}' holds ids in the shape [N, {Shapes.Text(shape)}]; [N, length] is needed.");
            }

            DeclaredInput ids = new(input.Name, id(), shape, vocabulary ?? 0);
            import.Set(input.Name, new Ids(ids.Id, shape[0]));
            return ids;
        }

        bool isFloat = input.Type is OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Float16
            or OnnxElementType.BFloat16 or OnnxElementType.Bool;
        if (!isFloat && !isNumber)
            throw new InvalidDataException($"the input '{input.Name}' is of type {input.Type}; floats and ids can be imported.");

        // Whole numbers that become floats, such as masks, come as floats.
        DeclaredInput declared = new(input.Name, id(), shape, 0);
        import.Set(input.Name, new Sample(declared.Id, shape, batch));
        return declared;
    }

    /// <summary>
    /// The axis of the batch: the first one, unless that is fixed while the first axis of another input is open. Then it is the axis of
    /// that name, or the only open one: states of recurrent layers lie so, [layers, N, units]. So does an open axis called batch.
    /// </summary>
    private static int BatchAxis(OnnxValueInfo input, IReadOnlyList<OnnxValueInfo> all, ImportOptions options)
    {
        if (options.BatchAxes.TryGetValue(input.Name, out int given))
        {
            return given >= 0 && (input.Shape is null || given < input.Shape.Count)
                ? given
                : throw new InvalidDataException(
                    $"axis {given} was given for the batch of the input '{input.Name}', which has {Text(input.Shape)}.");
        }

        if (input.Shape is not [{ Size: > 1 }, ..] shape) return 0;
        int[] called = [.. Where(axis => axis.Name.StartsWith("batch", StringComparison.OrdinalIgnoreCase))];
        if (called is [var first]) return first;
        OnnxAxis[] open = [.. all.Where(one => one != input && one.Shape is [{ Size: null or <= 0 }, ..]).Select(one => one.Shape![0])];
        if (open.Length == 0) return 0;
        int[] named = [.. Where(axis => axis.Name.Length > 0 && open.Any(one => one.Name == axis.Name))];
        if (named is [var only]) return only;
        int[] unknown = [.. Where(_ => true)];
        return unknown is [var one] ? one : 0;

        IEnumerable<int> Where(Func<OnnxAxis, bool> condition) =>
            Enumerable.Range(1, shape.Count - 1).Where(axis => shape[axis].Size is null or <= 0 && condition(shape[axis]));
    }

    private static Constant Fixed(OnnxValueInfo input, IReadOnlyList<double> values)
    {
        int[] shape = input.Shape is null || input.Shape.Any(axis => axis.Size is null or < 1)
            ? input.Shape is { Count: 0 } || (input.Shape is null && values.Count == 1) ? [] : [values.Count]
            : [.. input.Shape.Select(axis => checked((int)axis.Size!.Value))];
        bool fits = (input.Shape is null || input.Shape.Count == shape.Length) && shape.Aggregate(1L, (a, b) => a * b) == values.Count;
        return fits
            ? Constant.Of(input.Type == OnnxElementType.Undefined ? OnnxElementType.Float : input.Type, shape, [.. values])
            : throw new InvalidDataException(
                $"{values.Count} values were given for the input '{input.Name}', which has {Text(input.Shape)}.");
    }

    private static int[] Fixed(OnnxValueInfo input, int batch, ImportOptions options)
    {
        if (options.InputShapes.TryGetValue(input.Name, out IReadOnlyList<int>? given))
        {
            bool fits = input.Shape is null || (input.Shape.Count == given.Count && Enumerable.Range(0, given.Count)
                .All(axis => axis == batch || input.Shape[axis].Size is null or <= 0 || input.Shape[axis].Size == given[axis]));
            if (!fits || given.Count <= batch || given.Any(size => size < 1))
            {
                throw new InvalidDataException(
                    $"the shape {Shapes.Text(given)} was given for the input '{input.Name}', which has {Text(input.Shape)}. The batch "
                        + "comes first, if there is one; each size is at least 1.");
            }

            return [.. given.Where((_, axis) => axis != batch)];
        }

        if (input.Shape is null || input.Shape.Count <= batch
            || input.Shape.Where((axis, i) => i != batch && (axis.Size is null or < 1 or > int.MaxValue)).Any())
        {
            string all = batch >= 0 ? $"all but the batch, which is {(batch == 0 ? "first" : $"axis {batch}")}," : "all of it";
            throw new InvalidDataException(
                $"the input '{input.Name}' has the shape {Text(input.Shape)}, and {all} must be known. "
                    + $"Give it: --input {input.Name}=1,3,224,224");
        }

        return [.. input.Shape.Where((_, axis) => axis != batch).Select(axis => (int)axis.Size!.Value)];
    }

    /// <summary>The rows of the table that ids are looked up in, if they are.</summary>
    private static int? Vocabulary(GraphImport import, string name)
    {
        int? rows = null;
        foreach (OnnxNode reader in import.Readers(name))
        {
            int? found = reader.OpType switch
            {
                "Gather" when reader.Inputs.Count == 2 && reader.Inputs[1] == name => import.ConstantNamed(reader.Inputs[0])?.Shape[0],
                "Cast" or "Identity" => Vocabulary(import, reader.Outputs[0]),
                _ => null,
            };
            rows = rows is null ? found : found is null ? rows : Math.Min(rows.Value, found.Value);
        }

        return rows;
    }

    /// <summary>
    /// Whether integers are only moved, compared and cast: then floats with the same numbers give the same results.
    /// </summary>
    private static bool AreNumbers(GraphImport import, string name)
    {
        IReadOnlyList<OnnxNode> readers = import.Readers(name);
        return readers.Count > 0 && readers.All(reader => reader.OpType switch
        {
            "Cast" => (OnnxElementType)reader.Int("to", 0) is OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Bool
                || AreNumbers(import, reader.Outputs[0]),
            "Identity" or "Unsqueeze" or "Squeeze" or "Reshape" or "Flatten" or "Transpose" or "Expand" or "Slice" =>
                reader.Inputs[0] == name && AreNumbers(import, reader.Outputs[0]),
            "Equal" or "Less" or "Greater" or "LessOrEqual" or "GreaterOrEqual" or "Shape" => true,
            _ => false,
        });
    }

    /// <summary>Whether all that read an input are recurrent, and read it as the lengths of samples.</summary>
    private static bool IsLengths(GraphImport import, string name)
    {
        IReadOnlyList<OnnxNode> readers = import.Readers(name);
        return readers.Count > 0 && readers.All(reader => reader.OpType switch
        {
            "LSTM" or "GRU" or "RNN" => reader.Inputs.ElementAtOrDefault(4) == name,
            "Cast" or "Identity" => IsLengths(import, reader.Outputs[0]),
            _ => false,
        });
    }

    private static string Text(IReadOnlyList<OnnxAxis>? shape) => shape is null
        ? "that nobody gave"
        : $"[{string.Join(", ", shape.Select(axis => axis.Size is { } size ? $"{size}" : axis.Name.Length > 0 ? axis.Name : "?"))}]";
}
