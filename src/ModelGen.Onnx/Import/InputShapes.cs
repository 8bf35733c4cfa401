using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import;

/// <summary>Fixes the shapes of inputs: only the batch stays open.</summary>
internal static class InputShapes
{
    public static DeclaredInput Declare(GraphImport import, OnnxValueInfo input, ImportOptions options, int id)
    {
        int[] shape = Fixed(input, options);
        if (input.Type is OnnxElementType.Int64 or OnnxElementType.Int32)
        {
            if (Vocabulary(import, input.Name) is not { } vocabulary)
            {
                return BecomesFloats(import, input.Name)
                    ? Floats(import, input, shape, options, id)
                    : throw new InvalidDataException(
                        $"the input '{input.Name}' holds integers; they are imported where an embedding (Gather) reads them, or where they "
                            + "are cast to floats before anything is computed, as masks are.");
            }

            if (shape.Length != 1 || !options.HasBatch)
            {
                throw new InvalidDataException(
                    $"the input '{input.Name}' holds ids in the shape [N, {Shapes.Text(shape)}]; [N, length] is needed.");
            }

            import.Set(input.Name, new Ids(id, shape[0]));
            return new DeclaredInput(input.Name, id, shape, vocabulary);
        }

        if (input.Type is not (OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Float16 or OnnxElementType.BFloat16
            or OnnxElementType.Bool))
            throw new InvalidDataException($"the input '{input.Name}' is of type {input.Type}; floats and ids can be imported.");
        return Floats(import, input, shape, options, id);
    }

    private static DeclaredInput Floats(GraphImport import, OnnxValueInfo input, int[] shape, ImportOptions options, int id)
    {
        import.Set(input.Name, new Sample(id, shape, options.HasBatch ? 1 : 0));
        return new DeclaredInput(input.Name, id, shape, 0);
    }

    private static int[] Fixed(OnnxValueInfo input, ImportOptions options)
    {
        int batch = options.HasBatch ? 1 : 0;
        if (options.InputShapes.TryGetValue(input.Name, out IReadOnlyList<int>? given))
        {
            bool fits = input.Shape is null || (input.Shape.Count == given.Count && input.Shape.Skip(batch).Zip(given.Skip(batch))
                .All(pair => pair.First.Size is null or <= 0 || pair.First.Size == pair.Second));
            if (!fits || given.Count < batch || given.Any(size => size < 1))
            {
                throw new InvalidDataException(
                    $"the shape {Shapes.Text(given)} was given for the input '{input.Name}', which has {Text(input.Shape)}. The batch "
                        + "comes first, if there is one; each size is at least 1.");
            }

            return [.. given.Skip(batch)];
        }

        if (input.Shape is null || input.Shape.Count < batch
            || input.Shape.Skip(batch).Any(axis => axis.Size is null or < 1 or > int.MaxValue))
        {
            string all = batch > 0 ? "all but the batch, which is first," : "all of it";
            throw new InvalidDataException(
                $"the input '{input.Name}' has the shape {Text(input.Shape)}, and {all} must be known. "
                    + $"Give it: --input {input.Name}=1,3,224,224");
        }

        return [.. input.Shape.Skip(batch).Select(axis => (int)axis.Size!.Value)];
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

    /// <summary>Whether integers are only moved, compared and cast: then floats with the same numbers give the same results.</summary>
    private static bool BecomesFloats(GraphImport import, string name) => import.Readers(name) is { Count: > 0 } readers
        && readers.All(reader => reader.OpType switch
        {
            "Unsqueeze" or "Squeeze" or "Reshape" or "Flatten" or "Identity" or "Transpose" or "Expand" =>
                reader.Inputs[0] == name && BecomesFloats(import, reader.Outputs[0]),
            "Cast" => (OnnxElementType)reader.Int("to", 0) is OnnxElementType.Float or OnnxElementType.Double
                || BecomesFloats(import, reader.Outputs[0]),
            "Equal" or "Less" or "Greater" or "LessOrEqual" or "GreaterOrEqual" or "Shape" => true,
            _ => false,
        });

    private static string Text(IReadOnlyList<OnnxAxis>? shape) => shape is null
        ? "that nobody gave"
        : $"[{string.Join(", ", shape.Select(axis => axis.Size is { } size ? $"{size}" : axis.Name.Length > 0 ? axis.Name : "?"))}]";
}
