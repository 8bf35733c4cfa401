using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Sums, means and extremes along axes.</summary>
internal static class Reductions
{
    /// <summary>A formula with {0} for the axes, which stay with size one.</summary>
    public static Action<GraphImport, OnnxNode> Formula(string name, string format) => (import, node) =>
    {
        Sample x = import.SampleOf(node, 0);
        int[] axes = Axes(import, node, x);
        if (axes.Length == 0) throw new Unsupported("it works along no axis.");
        string expression = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Shapes.Text(axes));
        Along(import, node, x, axes, name, $"({expression})");
    };

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

        int[] shape = Kept(x, axes, keeps);
        if (import.BatchAxis == 0 && method == "Mean" && !keeps && x.Shape.Length is 2 or 3
            && axes.SequenceEqual(Enumerable.Range(1, x.Shape.Length - 1)))
        {
            import.Add(node, new Step($"GlobalAvgPool{x.Shape.Length - 1}D", "", x.Id, import.NewSample(shape)));
            return;
        }

        Along(import, node, x, axes, method + "Along", $"x.{method}({Shapes.Text(axes)})");
    }

    /// <summary>Adds a step whose formula keeps the axes with size one; they go if the node does not keep them.</summary>
    private static void Along(GraphImport import, OnnxNode node, Sample x, int[] axes, string name, string expression)
    {
        bool keeps = node.Int("keepdims", 1) != 0;
        int[] shape = Kept(x, axes, keeps);
        int batch = keeps ? x.BatchAxis : WorksAlongBatch(import, node, x) ? -1 : x.BatchAxis - axes.Count(axis => axis < x.BatchAxis);
        import.Add(node, new Step("Apply", "", x.Id, import.NewSampleAt(batch, shape))
        {
            Function = new Function(name, keeps ? expression : $"{expression}.Reshape({Shapes.Sizes(shape)})"),
        });
    }

    /// <summary>Whether the batch, of one sample for ever, is among the axes.</summary>
    private static bool WorksAlongBatch(GraphImport import, OnnxNode node, Sample x) => import.IsOne
        && (import.IntegersOf(node, "axes", 1) is not { Count: > 0 } given
            || given.Any(axis => (axis < 0 ? axis + x.OnnxRank : axis) == x.BatchAxis));

    private static int[] Kept(Sample x, int[] axes, bool keeps) => keeps
        ? [.. x.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)]
        : [.. x.Shape.Where((_, axis) => !axes.Contains(axis))];

    /// <summary>The axes of a sample that a reduction removes, in ascending order.</summary>
    public static int[] Axes(GraphImport import, OnnxNode node, Sample x)
    {
        IReadOnlyList<long>? given = import.IntegersOf(node, "axes", 1);
        if (given is null or { Count: 0 })
        {
            if (node.Int("noop_with_empty_axes", 0) != 0) return [];
            if (!import.HasBatch || import.IsOne) return [.. Enumerable.Range(0, x.Shape.Length)];
            throw new Unsupported("it works along all axes, the batch among them. If there is one sample only: --no-batch");
        }

        if (import.IsOne) given = [.. given.Where(axis => (axis < 0 ? axis + x.OnnxRank : axis) != x.BatchAxis)];
        return [.. given.Select(axis => import.Axis(axis, x.OnnxRank)).Distinct().Order()];
    }
}
