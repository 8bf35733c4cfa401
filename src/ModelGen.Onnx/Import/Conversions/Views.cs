using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>The same numbers in other shapes and orders.</summary>
internal static class Views
{
    public static void Same(GraphImport import, OnnxNode node)
    {
        if (import.IsRead(node, 1)) throw new Unsupported("its mask is read.");
        import.Set(node.Outputs[0], import.Find(node, 0)!);
    }

    /// <summary>In prediction nothing is dropped.</summary>
    public static void Dropout(GraphImport import, OnnxNode node)
    {
        bool isTraining = import.OptionalConstant(node, 2) is { } training && training.Values.FirstOrDefault() != 0;
        double rate = import.OptionalConstant(node, 1)?.Values.FirstOrDefault() ?? node.Float("ratio", 0.5f);
        if (isTraining && rate != 0) throw new Unsupported("it is exported for training (training_mode is true).");
        Same(import, node);
    }

    public static void Cast(GraphImport import, OnnxNode node)
    {
        OnnxElementType type = (OnnxElementType)node.Int("to", 0);
        bool isInteger = type is OnnxElementType.Int32 or OnnxElementType.Int64;
        Value value = import.Find(node, 0)!;
        bool fits = value is Ids ? isInteger : type is OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Bool;
        if (!fits) throw new Unsupported($"it makes {type} of a value that depends on the input.");

        // A truth value is 1 or 0 here; of other numbers it would be made.
        if (type == OnnxElementType.Bool) throw new Unsupported("it makes truth values of numbers.");
        import.Set(node.Outputs[0], value);
    }

    public static void Shape(GraphImport import, OnnxNode node)
    {
        long[] shape = import.Find(node, 0) switch
        {
            Sample sample => [.. import.OnnxShape(sample)],
            Ids ids => [1, ids.Length],
            _ => throw new Unsupported("its operand is missing."),
        };
        if (node.OpType == "Size")
        {
            import.Set(node.Outputs[0], Constant.Of(OnnxElementType.Int64, [], [shape.Aggregate(1.0, (a, b) => a * b)]));
            return;
        }

        int start = Clamped(node.Int("start", 0), shape.Length), end = Clamped(node.Int("end", shape.Length), shape.Length);
        import.Set(node.Outputs[0], Constant.Integers(shape[start..Math.Max(start, end)]));
    }

    public static void Flatten(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        long axis = node.Int("axis", 1);
        if (axis < 0) axis += x.OnnxRank;
        int[] whole = import.OnnxShape(x);
        if (axis < 0 || axis > whole.Length) throw new Unsupported($"axis {axis} is out of range: there are {whole.Length}.");
        int[] shape = [Shapes.Count(whole.Take((int)axis)), Shapes.Count(whole.Skip((int)axis))];
        if (!import.HasBatch) Reshape(import, node, x, shape);
        else if (axis == 1 || shape[0] == 1) Reshape(import, node, x, x.Count);
        else throw new Unsupported($"it makes rows of {axis} axes; of the batch alone it is a vector for each sample.");
    }

    public static void Reshape(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        long[] target = [.. import.IntegersOf(node, "shape", 1) ?? throw new Unsupported("it has no shape.")];
        bool zeroIsZero = node.Int("allowzero", 0) != 0;
        long[] whole = [.. import.OnnxShape(x)];
        int batch = import.HasBatch ? 1 : 0;

        // A file that was written for a batch of another size may say so here.
        if (batch > 0 && target.Length > 0 && target[0] == import.FileBatch) target[0] = 1;
        for (int axis = 0; axis < target.Length; axis++)
        {
            if (target[axis] == 0 && !zeroIsZero && axis < whole.Length) target[axis] = whole[axis];
        }

        long known = target.Where(size => size != -1).Aggregate(1L, (a, b) => checked(a * b));
        int open = Array.IndexOf(target, -1L);
        if (open >= 0 && known > 0) target[open] = x.Count / known;
        bool movesBatch = batch > 0 && (target.Length == 0 || target[0] != 1);
        if (movesBatch || target.Any(size => size < 1) || target.Aggregate(1L, (a, b) => a * b) != x.Count)
        {
            throw new Unsupported(
                $"it makes [{string.Join(", ", target)}] of {import.Text(x)}; the batch, here 1, must stay the first axis, and the "
                    + "numbers of a sample must stay together.");
        }

        Reshape(import, node, x, [.. target.Skip(batch).Select(size => (int)size)]);
    }

    public static void Squeeze(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        IReadOnlyList<long>? given = import.IntegersOf(node, "axes", 1);
        HashSet<int> axes = given is null
            ? [.. Enumerable.Range(0, x.Shape.Length).Where(axis => x.Shape[axis] == 1)]
            : [.. given.Select(axis => import.Axis(axis, x.OnnxRank))];
        if (axes.Any(axis => x.Shape[axis] != 1)) throw new Unsupported($"not all of its axes have size 1 in {import.Text(x)}.");
        Reshape(import, node, x, [.. x.Shape.Where((_, axis) => !axes.Contains(axis))]);
    }

    public static void Unsqueeze(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        IReadOnlyList<long> given = import.IntegersOf(node, "axes", 1) ?? throw new Unsupported("it has no axes.");
        int rank = x.OnnxRank + given.Count;
        HashSet<int> axes = [.. given.Select(axis => import.Axis(axis, rank))];
        Queue<int> sizes = new(x.Shape);
        int[] ours = [.. Enumerable.Range(0, x.Shape.Length + given.Count)];
        Reshape(import, node, x, [.. ours.Select(axis => axes.Contains(axis) ? 1 : sizes.Dequeue())]);
    }

    public static void Transpose(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        int[] order = node.Ints("perm") is { } given
            ? [.. given.Select(axis => (int)axis)]
            : [.. Enumerable.Range(0, x.OnnxRank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, x.OnnxRank)))
            throw new Unsupported($"its order [{Shapes.Text(order)}] is none of {x.OnnxRank} axes.");
        if (import.HasBatch && order[0] != 0)
            throw new Unsupported($"its order [{Shapes.Text(order)}] moves the batch, which is the first axis.");
        int[] ours = import.HasBatch ? [.. order.Skip(1).Select(axis => axis - 1)] : order;
        if (ours.SequenceEqual(Enumerable.Range(0, ours.Length)))
        {
            import.Set(node.Outputs[0], x);
            return;
        }

        // A transpose behind its own inverse is nothing: tools put them around layers of another layout.
        if (import.Maker(x) is { Kind: "Permute" } before && before.Arguments == Shapes.Text(Inverse(ours)))
        {
            import.Set(node.Outputs[0], x with { Id = before.Current, Shape = [.. ours.Select(axis => x.Shape[axis])] });
            return;
        }

        import.Add(node, new Step("Permute", Shapes.Text(ours), x.Id, import.NewSample([.. ours.Select(axis => x.Shape[axis])])));
    }

    /// <summary>The same numbers in another shape, for another step of the same node; the value itself if it has that shape.</summary>
    public static Sample Reshaped(GraphImport import, Sample x, params int[] shape) => x.Shape.SequenceEqual(shape)
        ? x
        : import.AddInner(new Step("Reshape", Shapes.Sizes(shape), x.Id, import.NewSample(shape)));

    private static void Reshape(GraphImport import, OnnxNode node, Sample x, params int[] shape) =>
        import.Add(node, new Step("Reshape", Shapes.Sizes(shape), x.Id, import.NewSample(shape)));

    private static int[] Inverse(int[] order) => [.. Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis))];

    private static int Clamped(long position, int size) => (int)Math.Clamp(position < 0 ? position + size : position, 0, size);
}
