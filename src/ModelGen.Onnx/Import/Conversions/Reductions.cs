using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Sums, means and extremes along axes.</summary>
internal static class Reductions
{
    public static void Reduce(GraphImport import, OnnxNode node, string method)
    {
        Sample x = import.SampleOf(node, 0);
        int[] axes = Axes(import, node, x);
        bool keeps = node.Int("keepdims", 1) != 0;
        if (axes.Length == 0)
        {
            import.Set(node.Outputs[0], x);
            return;
        }

        int[] kept = [.. x.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        int[] shape = keeps ? kept : [.. x.Shape.Where((_, axis) => !axes.Contains(axis))];
        if (import.HasBatch && method == "Mean" && !keeps && x.Shape.Length is 2 or 3
            && axes.SequenceEqual(Enumerable.Range(1, x.Shape.Length - 1)))
        {
            import.Add(node, new Step($"GlobalAvgPool{x.Shape.Length - 1}D", "", x.Id, import.NewSample(shape)));
            return;
        }

        string expression = $"x.{method}({Shapes.Text(axes)})";
        import.Add(node, new Step("Apply", "", x.Id, import.NewSample(shape))
        {
            Function = new Function(method + "Along", keeps ? expression : $"{expression}.Reshape({Shapes.Sizes(shape)})"),
        });
    }

    /// <summary>The axes of a sample that a reduction removes, in ascending order.</summary>
    public static int[] Axes(GraphImport import, OnnxNode node, Sample x)
    {
        IReadOnlyList<long>? given = import.IntegersOf(node, "axes", 1);
        if (given is null or { Count: 0 })
        {
            if (node.Int("noop_with_empty_axes", 0) != 0) return [];
            if (!import.HasBatch) return [.. Enumerable.Range(0, x.Shape.Length)];
            throw new Unsupported("it works along all axes, the batch among them.");
        }

        return [.. given.Select(axis => import.Axis(axis, x.OnnxRank)).Distinct().Order()];
    }
}
