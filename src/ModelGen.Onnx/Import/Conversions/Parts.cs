using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Values joined and taken apart; tables that ids are looked up in.</summary>
internal static class Parts
{
    /// <summary>Pieces that a function joins at most: each is an operation.</summary>
    private const int MostPieces = 128;

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

        int axis = import.Axis(node.Int("axis", 1), parts[0].OnnxRank);
        foreach (Sample part in parts)
        {
            if (part.Shape.Length != parts[0].Shape.Length || part.Shape.Where((size, i) => i != axis && size != parts[0].Shape[i]).Any())
                throw new Unsupported($"{GraphImport.Text(parts[0])} and {GraphImport.Text(part)} do not fit together.");
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
        if (starts.Count != ends.Count || starts.Count != axes.Count || (steps is not null && steps.Count != starts.Count))
            throw new Unsupported("it has other numbers of starts, ends, axes and steps.");
        for (int i = 0; i < starts.Count; i++)
        {
            // Of the batch everything is taken, or nothing that has a meaning.
            if (import.HasBatch && axes[i] == x.BatchAxis && starts[i] == 0 && ends[i] >= int.MaxValue) continue;
            int axis = import.Axis(axes[i], x.OnnxRank);
            x = Taken(import, x, axis, Positions(starts[i], ends[i], steps?[i] ?? 1, x.Shape[axis]));
        }

        import.Set(node.Outputs[0], x);
    }

    /// <summary>The positions of a slice, whose bounds may count from the end and lie outside.</summary>
    public static int[] Positions(long start, long end, long step, int size)
    {
        if (step == 0) throw new Unsupported("a step is 0.");
        (start, end) = (start < 0 ? start + size : start, end < 0 ? end + size : end);
        (start, end) = step > 0
            ? (Math.Clamp(start, 0, size), Math.Clamp(end, 0, size))
            : (Math.Clamp(start, 0, size - 1), Math.Clamp(end, -1, size - 1));
        List<int> positions = [];
        for (long at = start; step > 0 ? at < end : at > end; at += step) positions.Add((int)at);
        return [.. positions];
    }

    public static void Split(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        int axis = import.Axis(node.Int("axis", 0), x.OnnxRank), count = node.Outputs.Count;
        int even = (x.Shape[axis] + count - 1) / count;
        long[] sizes = import.IntegersOf(node, "split", 1) is { } given
            ? [.. given]
            : [.. Enumerable.Range(0, count).Select(i => (long)Math.Min(even, x.Shape[axis] - (i * even)))];
        if (sizes.Length != count || sizes.Sum() != x.Shape[axis] || sizes.Any(size => size < 1))
            throw new Unsupported($"parts of [{string.Join(", ", sizes)}] are not the {x.Shape[axis]} of axis {axis + 1}.");
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            Sample part = Taken(import, x, axis, [.. Enumerable.Range(start, (int)sizes[i])]);
            if (node.Outputs[i].Length > 0) import.Set(node.Outputs[i], part);
            start += (int)sizes[i];
        }
    }

    /// <summary>Rows of a table by ids are an embedding; positions that are known are parts.</summary>
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
        int axis = import.Axis(node.Int("axis", 0), x.OnnxRank), size = x.Shape[axis];
        int[] positions = [.. index.ToIntegers().Select(at => checked((int)(at < 0 ? at + size : at)))];
        if (positions.Length == 0 || positions.Any(at => at < 0 || at >= size))
            throw new Unsupported($"positions [{Shapes.Text(positions)}] are not within axis {axis + 1} of {size}.");
        Sample taken = Taken(import, x, axis, positions);
        int batch = axis < x.BatchAxis ? x.BatchAxis - 1 + index.Shape.Length : x.BatchAxis;
        import.Set(node.Outputs[0], Views.Reshaped(import, taken, batch, [.. x.Shape[..axis], .. index.Shape, .. x.Shape[(axis + 1)..]]));
    }

    /// <summary>The whole several times along axes.</summary>
    public static void Tile(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        long[] repeats = import.ConstantOf(node, 1).ToIntegers();
        if (repeats.Length != x.OnnxRank || repeats.Any(times => times < 1))
            throw new Unsupported($"its repeats [{string.Join(", ", repeats)}] are not for {GraphImport.Text(x)}.");
        Shapes.CheckSize(repeats.Aggregate((long)x.Count, (a, b) => checked(a * b)));
        for (int onnx = 0; onnx < repeats.Length; onnx++)
        {
            if (repeats[onnx] == 1) continue;
            int axis = import.Axis(onnx, x.OnnxRank), size = x.Shape[axis];
            x = Taken(import, x, axis, [.. Enumerable.Range(0, checked((int)repeats[onnx] * size)).Select(at => at % size)]);
        }

        import.Set(node.Outputs[0], x);
    }

    /// <summary>Larger along axes of size 1.</summary>
    public static void Expand(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        long[] target = import.ConstantOf(node, 1).ToIntegers();
        int[] own = GraphImport.OnnxShape(x), whole = Shapes.Broadcast(own, [.. target.Select(size => checked((int)size))]);
        int batch = whole.Length - x.BatchFromEnd;
        if (import.HasBatch && whole[batch] != 1)
            throw new Unsupported($"it makes [{Shapes.Text(whole)}] of {GraphImport.Text(x)}, where the batch would meet another axis.");
        int[] shape = import.HasBatch ? [.. whole[..batch], .. whole[(batch + 1)..]] : whole;
        Shapes.CheckSize(shape);
        x = Views.Reshaped(import, x, batch, [.. Enumerable.Repeat(1, shape.Length - x.Shape.Length), .. x.Shape]);
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] != x.Shape[axis]) x = Taken(import, x, axis, new int[shape[axis]]);
        }

        import.Set(node.Outputs[0], x);
    }

    /// <summary>
    /// Many positions: those in ascending order as slices, those between as products with a table of ones and zeros, which are exact for
    /// numbers that are finite.
    /// </summary>
    private static Sample ByTables(GraphImport import, Sample x, int axis, int[] positions)
    {
        const string Letters = "ijklmnop";
        const int Long = 16;
        if (x.Shape.Length > Letters.Length) throw new Unsupported($"{GraphImport.Text(x)} arrives.");
        List<Sample> parts = [];
        for (int at = 0; at < positions.Length;)
        {
            int run = Run(at), end = at;
            if (run >= Long)
            {
                parts.Add(Taken(import, x, axis, positions[at..(at + run)]));
                at += run;
                continue;
            }

            while (end < positions.Length && Run(end) < Long) end += Run(end);
            int[] some = positions[at..end];
            int low = some.Min(), high = some.Max() + 1;
            Sample from = Taken(import, x, axis, [.. Enumerable.Range(low, high - low)]);
            string all = Letters[..x.Shape.Length], made = all.Replace(all[axis], 'z');
            int[] shape = [.. x.Shape];
            shape[axis] = some.Length;
            parts.Add(Padding.Fixed(
                import, from, "Picked", $"Einsum(\"z{all[axis]},{all}->{made}\", {{0}}, x)", shape, [some.Length, high - low],
                index => some[index[0]] == low + index[1] ? 1 : 0));
            at = end;
        }

        if (parts.Count == 1) return parts[0];
        if (parts.Count > Function.Operands.Length)
            throw new Unsupported($"it takes {positions.Length} positions of axis {axis + 1} in an order without long pieces.");
        int[] whole = [.. x.Shape];
        whole[axis] = positions.Length;
        Sample[] distinct = [.. parts.DistinctBy(part => part.Id)];
        IEnumerable<string> names = parts.Select(part => Function.Operands[Array.FindIndex(distinct, one => one.Id == part.Id)]);
        return import.AddInner(new Step("Apply", "", distinct[0].Id, import.NewSample(whole))
        {
            Others = [.. distinct.Skip(1).Select(part => part.Id)],
            Function = new Function("Joined", $"Concat({axis}, {string.Join(", ", names)})"),
        });

        int Run(int at)
        {
            int length = 1;
            while (at + length < positions.Length && positions[at + length] == positions[at] + length) length++;
            return length;
        }
    }

    /// <summary>Some positions of an axis, in any order; the value itself if they are all of them.</summary>
    public static Sample Taken(GraphImport import, Sample x, int axis, int[] positions)
    {
        if (positions.Length == 0) throw new Unsupported($"nothing is left of axis {axis + 1}.");
        if (positions.SequenceEqual(Enumerable.Range(0, x.Shape[axis]))) return x;
        List<string> pieces = [];
        for (int at = 0; at < positions.Length;)
        {
            int length = 1;
            while (at + length < positions.Length && positions[at + length] == positions[at] + length) length++;
            pieces.Add($"x.Slice({axis}, {positions[at]}, {length})");
            at += length;
        }

        if (pieces.Count > MostPieces) return ByTables(import, x, axis, positions);
        int[] shape = [.. x.Shape];
        shape[axis] = positions.Length;
        return import.AddInner(new Step("Apply", "", x.Id, import.NewSample(shape))
        {
            Function = pieces.Count == 1
                ? new Function("Part", pieces[0])
                : new Function("Parts", $"Concat({axis}, {string.Join(", ", pieces)})"),
        });
    }
}
