using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>The same numbers in other shapes, orders and parts; tables that ids are looked up in.</summary>
internal static class Views
{
    public static void Same(GraphImport import, OnnxNode node)
    {
        if (node.Outputs.Count > 1 && node.Outputs[1].Length > 0 && import.Readers(node.Outputs[1]).Count > 0)
            throw new Unsupported("its mask is read.");
        import.Set(node.Outputs[0], import.Find(node, 0)!);
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
            Sample sample => [1, .. sample.Shape],
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
        if (axis != 1) throw new Unsupported($"it makes rows of {axis} axes; of the batch alone it is a vector for each sample.");
        Reshape(import, node, x, x.Count);
    }

    public static void Reshape(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        long[] target = [.. import.IntegersOf(node, "shape", 1) ?? throw new Unsupported("it has no shape.")];
        bool zeroIsZero = node.Int("allowzero", 0) != 0;
        long[] whole = [1, .. x.Shape];
        for (int axis = 0; axis < target.Length; axis++)
        {
            if (target[axis] == 0 && !zeroIsZero && axis < whole.Length) target[axis] = whole[axis];
        }

        long known = target.Where(size => size != -1).Aggregate(1L, (a, b) => checked(a * b));
        int open = Array.IndexOf(target, -1L);
        if (open >= 0 && known > 0) target[open] = x.Count / known;
        if (target.Length < 2 || target[0] != 1 || target.Any(size => size < 1) || target.Aggregate(1L, (a, b) => a * b) != x.Count)
        {
            throw new Unsupported(
                $"it makes [{string.Join(", ", target)}] of [1, {Shapes.Text(x.Shape)}]; the batch, here 1, must stay the first axis, and "
                    + "the numbers of a sample must stay together.");
        }

        Reshape(import, node, x, [.. target.Skip(1).Select(size => (int)size)]);
    }

    public static void Squeeze(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        IReadOnlyList<long>? given = import.IntegersOf(node, "axes", 1);
        HashSet<int> axes = given is null
            ? [.. Enumerable.Range(0, x.Shape.Length).Where(axis => x.Shape[axis] == 1)]
            : [.. given.Select(axis => Shapes.SampleAxis(axis, x.OnnxRank))];
        if (axes.Any(axis => x.Shape[axis] != 1)) throw new Unsupported($"not all of its axes have size 1 in [N, {Shapes.Text(x.Shape)}].");
        Reshape(import, node, x, [.. x.Shape.Where((_, axis) => !axes.Contains(axis))]);
    }

    public static void Unsqueeze(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        IReadOnlyList<long> given = import.IntegersOf(node, "axes", 1) ?? throw new Unsupported("it has no axes.");
        int rank = x.OnnxRank + given.Count;
        HashSet<int> axes = [.. given.Select(axis => Shapes.SampleAxis(axis, rank))];
        Queue<int> sizes = new(x.Shape);
        Reshape(import, node, x, [.. Enumerable.Range(0, rank - 1).Select(axis => axes.Contains(axis) ? 1 : sizes.Dequeue())]);
    }

    public static void Transpose(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        int[] order = node.Ints("perm") is { } given
            ? [.. given.Select(axis => (int)axis)]
            : [.. Enumerable.Range(0, x.OnnxRank).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, x.OnnxRank)))
            throw new Unsupported($"its order [{Shapes.Text(order)}] is none of {x.OnnxRank} axes.");
        if (order[0] != 0) throw new Unsupported($"its order [{Shapes.Text(order)}] moves the batch, which is the first axis.");
        int[] ours = [.. order.Skip(1).Select(axis => axis - 1)];
        if (ours.SequenceEqual(Enumerable.Range(0, ours.Length)))
        {
            import.Set(node.Outputs[0], x);
            return;
        }

        // A transpose behind its own inverse is nothing: tools put them around layers of another layout.
        if (import.Maker(x) is { Kind: "Permute" } before && before.Arguments == Shapes.Text(Inverse(ours)))
        {
            import.Set(node.Outputs[0], new Sample(before.Current, [.. ours.Select(axis => x.Shape[axis])]));
            return;
        }

        import.Add(node, new Step("Permute", Shapes.Text(ours), x.Id, import.NewSample([.. ours.Select(axis => x.Shape[axis])])));
    }

    public static void Concat(GraphImport import, OnnxNode node)
    {
        Value?[] operands = [.. Enumerable.Range(0, node.Inputs.Count).Select(i => import.Find(node, i))];
        Sample[] parts = [.. operands.OfType<Sample>()];
        if (parts.Length != operands.Length) throw new Unsupported("it joins constants with values that depend on the input.");
        if (parts.Length == 1)
        {
            import.Set(node.Outputs[0], parts[0]);
            return;
        }

        int axis = Shapes.SampleAxis(node.Int("axis", 1), parts[0].OnnxRank);
        foreach (Sample part in parts)
        {
            if (part.Shape.Length != parts[0].Shape.Length || part.Shape.Where((size, i) => i != axis && size != parts[0].Shape[i]).Any())
                throw new Unsupported($"[N, {Shapes.Text(parts[0].Shape)}] and [N, {Shapes.Text(part.Shape)}] do not fit together.");
        }

        int[] shape = [.. parts[0].Shape];
        shape[axis] = parts.Sum(part => part.Shape[axis]);
        bool areDistinct = parts.Select(part => part.Id).Distinct().Count() == parts.Length;
        if (axis == 0 && areDistinct)
        {
            import.Add(node, new Step("Concat", "", parts[0].Id, import.NewSample(shape))
            {
                Others = [.. parts.Skip(1).Select(part => part.Id)],
            });
            return;
        }

        Sample[] distinct = [.. parts.DistinctBy(part => part.Id)];
        if (distinct.Length > Function.Operands.Length) throw new Unsupported($"it joins {distinct.Length} values along axis {axis + 1}.");
        IEnumerable<string> names = parts.Select(part => Function.Operands[Array.FindIndex(distinct, one => one.Id == part.Id)]);
        import.Add(node, new Step("Apply", "", distinct[0].Id, import.NewSample(shape))
        {
            Others = [.. distinct.Skip(1).Select(part => part.Id)],
            Function = new Function("Joined", $"Concat({axis}, {string.Join(", ", names)})"),
        });
    }

    public static void Slice(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        IReadOnlyList<long> starts = import.IntegersOf(node, "starts", 1) ?? throw new Unsupported("it has no starts.");
        IReadOnlyList<long> ends = import.IntegersOf(node, "ends", 2) ?? throw new Unsupported("it has no ends.");
        IReadOnlyList<long> axes = import.IntegersOf(node, "axes", 3) ?? [.. Enumerable.Range(0, starts.Count).Select(axis => (long)axis)];
        IReadOnlyList<long>? steps = import.OptionalConstant(node, 4)?.ToIntegers();
        if (starts.Count != ends.Count || starts.Count != axes.Count)
            throw new Unsupported("it has other numbers of starts, ends and axes.");
        if (steps is not null && steps.Any(step => step != 1))
            throw new Unsupported($"its steps are [{string.Join(", ", steps)}]; 1 is possible.");
        string expression = "x";
        int[] shape = [.. x.Shape];
        for (int i = 0; i < starts.Count; i++)
        {
            // Of the batch everything is taken, or nothing that has a meaning.
            if (axes[i] == 0 && starts[i] == 0 && ends[i] >= int.MaxValue) continue;
            int axis = Shapes.SampleAxis(axes[i], x.OnnxRank);
            int start = Clamped(starts[i], shape[axis]), end = Clamped(ends[i], shape[axis]);
            if (end <= start) throw new Unsupported($"nothing is left of axis {axis + 1}.");
            if (start == 0 && end == shape[axis]) continue;
            expression += $".Slice({axis}, {start}, {end - start})";
            shape[axis] = end - start;
        }

        if (expression == "x") import.Set(node.Outputs[0], x);
        else
        {
            import.Add(node, new Step("Apply", "", x.Id, import.NewSample(shape)) { Function = new Function("Part", expression) });
        }
    }

    public static void Split(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        int axis = Shapes.SampleAxis(node.Int("axis", 0), x.OnnxRank), count = node.Outputs.Count;
        int even = (x.Shape[axis] + count - 1) / count;
        long[] sizes = import.IntegersOf(node, "split", 1) is { } given
            ? [.. given]
            : [.. Enumerable.Range(0, count).Select(i => (long)Math.Min(even, x.Shape[axis] - (i * even)))];
        if (sizes.Length != count || sizes.Sum() != x.Shape[axis] || sizes.Any(size => size < 1))
            throw new Unsupported($"parts of [{string.Join(", ", sizes)}] are not the {x.Shape[axis]} of axis {axis + 1}.");
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            int[] shape = [.. x.Shape];
            shape[axis] = (int)sizes[i];
            Sample part = import.AddInner(new Step("Apply", "", x.Id, import.NewSample(shape))
            {
                Function = new Function("Part", $"x.Slice({axis}, {start}, {sizes[i]})"),
            });
            if (node.Outputs[i].Length > 0) import.Set(node.Outputs[i], part);
            start += (int)sizes[i];
        }
    }

    /// <summary>Rows of a table by ids are an embedding; one position of an axis is a slice.</summary>
    public static void Gather(GraphImport import, OnnxNode node)
    {
        if (import.Find(node, 1) is Ids ids)
        {
            Constant table = import.ConstantOf(node, 0);
            if (node.Int("axis", 0) != 0 || table.Shape.Length != 2) throw new Unsupported("ids look up rows of a matrix only.");
            import.Add(node, new Step("Embedding", Shapes.Text(table.Shape[1]), ids.Id, import.NewSample(ids.Length, table.Shape[1]))
            {
                Name = WeightNames.Layer(table.Name),
                Weights = [new("weight", table.Shape, table.ToFloats)],
            });
            return;
        }

        Sample x = import.SampleOf(node, 0);
        Constant index = import.ConstantOf(node, 1);
        int axis = Shapes.SampleAxis(node.Int("axis", 0), x.OnnxRank);
        if (index.Count != 1 || index.Shape.Length > 1) throw new Unsupported("it takes several positions; one is possible.");
        long at = index.ToIntegers()[0];
        if (at < 0) at += x.Shape[axis];
        if (at < 0 || at >= x.Shape[axis]) throw new Unsupported($"position {at} is outside of axis {axis + 1} of {x.Shape[axis]}.");
        int[] shape = index.Shape.Length == 0
            ? [.. x.Shape.Where((_, i) => i != axis)]
            : [.. x.Shape.Select((size, i) => i == axis ? 1 : size)];
        import.Add(node, new Step("Apply", "", x.Id, import.NewSample(shape))
        {
            Function = new Function(
                "Part", $"x.Slice({axis}, {at}, 1)" + (index.Shape.Length == 0 ? $".Reshape({Shapes.Text(shape)})" : "")),
        });
    }

    private static void Reshape(GraphImport import, OnnxNode node, Sample x, params int[] shape) =>
        import.Add(node, new Step("Reshape", Shapes.Text(shape), x.Id, import.NewSample(shape)));

    private static int[] Inverse(int[] order) => [.. Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis))];

    private static int Clamped(long position, int size) => (int)Math.Clamp(position < 0 ? position + size : position, 0, size);
}
