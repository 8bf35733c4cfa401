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
        bool fits = value is Ids or Lengths ? isInteger : type is OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Bool;
        if (!fits) throw new Unsupported($"it makes {type} of a value that depends on the input.");

        // A truth value is 1 or 0 here.
        if (type == OnnxElementType.Bool)
        {
            Activations.Apply(import, node, "IsNotZero", "Where(Equal(x, 0), 0, 1)");
            return;
        }

        import.Set(node.Outputs[0], value);
    }

    public static void Shape(GraphImport import, OnnxNode node)
    {
        long[] shape = import.Find(node, 0) switch
        {
            Sample sample => [.. GraphImport.OnnxShape(sample)],
            Ids ids => [1, ids.Length],
            Lengths => [1],
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
        int[] whole = GraphImport.OnnxShape(x);
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
        long[] whole = [.. GraphImport.OnnxShape(x)];

        // A file that was written for a batch of another size may say so here.
        int batch = x.BatchAxis;
        if (batch >= 0 && target.Length > batch && target[batch] == import.FileBatch) target[batch] = 1;
        for (int axis = 0; axis < target.Length; axis++)
        {
            if (target[axis] == 0 && !zeroIsZero && axis < whole.Length) target[axis] = whole[axis];
        }

        long known = target.Where(size => size != -1).Aggregate(1L, (a, b) => checked(a * b));
        int open = Array.IndexOf(target, -1L);
        if (open >= 0 && known > 0) target[open] = x.Count / known;
        Sample? result = target.Any(size => size < 1) || target.Aggregate(1L, (a, b) => checked(a * b)) != x.Count
            ? null
            : batch < 0 ? import.NewSample([.. target.Select(size => (int)size)]) : Regrouped(import, x, target);
        if (result is null)
        {
            throw new Unsupported(
                $"it makes [{string.Join(", ", target)}] of {GraphImport.Text(x)}, where the batch is 1; the numbers of a sample must stay "
                    + "together.");
        }

        import.Add(node, new Step("Reshape", Shapes.Sizes(result.Shape), x.Id, result));
    }

    public static void Squeeze(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        IReadOnlyList<long>? given = import.IntegersOf(node, "axes", 1);
        HashSet<int> axes = given is null
            ? [.. Enumerable.Range(0, x.Shape.Length).Where(axis => x.Shape[axis] == 1)]
            : [.. given.Select(axis => import.Axis(axis, x.OnnxRank))];
        if (axes.Any(axis => x.Shape[axis] != 1)) throw new Unsupported($"not all of its axes have size 1 in {GraphImport.Text(x)}.");
        int[] shape = [.. x.Shape.Where((_, axis) => !axes.Contains(axis))];
        import.Add(node, Reshaping(import, x, x.BatchAxis - axes.Count(axis => axis < x.BatchAxis), shape));
    }

    public static void Unsqueeze(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        IReadOnlyList<long> given = import.IntegersOf(node, "axes", 1) ?? throw new Unsupported("it has no axes.");
        int rank = x.OnnxRank + given.Count;
        HashSet<long> axes = [.. given.Select(axis => axis < 0 ? axis + rank : axis)];
        if (axes.Count != given.Count || axes.Any(axis => axis < 0 || axis >= rank))
            throw new Unsupported($"its axes [{string.Join(", ", given)}] are none of {rank}, or not different.");
        List<int> shape = [];
        int batch = -1;
        for (int axis = 0, old = 0; axis < rank; axis++)
        {
            if (axes.Contains(axis)) shape.Add(1);
            else if (old++ == x.BatchAxis) batch = axis;
            else shape.Add(GraphImport.OnnxShape(x)[old - 1]);
        }

        import.Add(node, Reshaping(import, x, batch, [.. shape]));
    }

    public static void Transpose(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        int[] order = node.Ints("perm") is { } given
            ? [.. given.Select(axis => (int)axis)]
            : [.. Enumerable.Range(0, x.OnnxRank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, x.OnnxRank)))
            throw new Unsupported($"its order [{Shapes.Text(order)}] is none of {x.OnnxRank} axes.");
        int batch = Array.IndexOf(order, x.BatchAxis), merged = x.Before + x.After;
        int[] ours = batch < 0 ? order : [.. order.SelectMany(axis => axis == x.BatchAxis
            ? Enumerable.Range(axis, merged)
            : [axis > x.BatchAxis ? axis - 1 + merged : axis])];
        if (ours.SequenceEqual(Enumerable.Range(0, ours.Length)))
        {
            import.Set(node.Outputs[0], x with { BatchAxis = batch });
            return;
        }

        // A transpose behind its own inverse is nothing: tools put them around layers of another layout.
        int[] shape = [.. ours.Select(axis => x.Shape[axis])];
        if (import.Maker(x) is { Kind: "Permute" } before && before.Arguments == Shapes.Text(Inverse(ours)))
        {
            import.Set(node.Outputs[0], x with { Id = before.Current, Shape = shape, BatchAxis = batch });
            return;
        }

        import.Add(node, new Step("Permute", Shapes.Text(ours), x.Id, import.NewSample(shape) with { BatchAxis = batch }));
    }

    /// <summary>The same numbers in another shape, for another step of the same node; the value itself if it has that shape.</summary>
    public static Sample Reshaped(GraphImport import, Sample x, params int[] shape) => x.Shape.SequenceEqual(shape)
        ? x
        : import.AddInner(new Step("Reshape", Shapes.Sizes(shape), x.Id, import.NewSample(shape)));

    /// <summary>The same with the batch as another axis.</summary>
    public static Sample Reshaped(GraphImport import, Sample x, int batchAxis, int[] shape) => x.Shape.SequenceEqual(shape)
        ? x with { BatchAxis = import.HasBatch ? batchAxis : -1 }
        : import.AddInner(Reshaping(import, x, batchAxis, shape));

    private static Step Reshaping(GraphImport import, Sample x, int batchAxis, int[] shape) =>
        new("Reshape", Shapes.Sizes(shape), x.Id, import.NewSampleAt(batchAxis, shape));

    /// <summary>
    /// A value in a new shape. As many numbers stand in front of the batch as before; its size is 1 here, so several axes may have it in
    /// them. An axis of its own is taken first, then [N · heads], then [steps · N]. The numbers are the same, whichever it is.
    /// </summary>
    private static Sample? Regrouped(GraphImport import, Sample x, long[] target)
    {
        long front = Shapes.Count(x.Shape[..(x.BatchAxis + x.Before)]), next = x.Shape.ElementAtOrDefault(x.BatchAxis + x.Before);
        List<(int Axis, int Before, int After, int Rank)> possible = [];
        long product = 1;
        for (int axis = 0; axis < target.Length && product <= front; product *= target[axis++])
        {
            if (front % product != 0 || target[axis] % (front / product) != 0) continue;
            (int before, int after) = ((int)(front / product), (int)(target[axis] / (front / product)));
            int rank = (before, after) switch
            {
                (1, 1) => axis == x.BatchAxis ? 0 : 1,
                (1, _) when after < next => 2,
                (_, 1) => 3,
                _ => 4,
            };
            possible.Add((axis, before, after, rank));
        }

        if (possible.Count == 0) return null;
        (int at, int inFront, int behind, _) = possible.MinBy(one => one.Rank);
        int[] sizes = [.. target.Select(size => (int)size)], parts = [.. new[] { inFront, behind }.Where(size => size > 1)];
        return import.NewSampleAt(at, [.. sizes[..at], .. parts, .. sizes[(at + 1)..]]) with
        {
            Before = inFront > 1 ? 1 : 0,
            After = behind > 1 ? 1 : 0,
        };
    }

    private static void Reshape(GraphImport import, OnnxNode node, Sample x, params int[] shape) =>
        import.Add(node, new Step("Reshape", Shapes.Sizes(shape), x.Id, import.NewSample(shape)));

    private static int[] Inverse(int[] order) => [.. Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis))];

    private static int Clamped(long position, int size) => (int)Math.Clamp(position < 0 ? position + size : position, 0, size);
}
