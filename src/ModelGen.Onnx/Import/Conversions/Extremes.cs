using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Where the largest numbers along an axis are. Positions are numbers here, as all outputs of a model.</summary>
internal static class Extremes
{
    private const int MostFound = 64;

    /// <summary>The first or the last position of the largest or the smallest number.</summary>
    public static void Position(GraphImport import, OnnxNode node, string method)
    {
        Sample x = import.SampleOf(node, 0);
        int axis = import.Axis(node.Int("axis", 0), x.OnnxRank), size = x.Shape[axis];
        bool isLast = node.Int("select_last_index", 0) != 0, keeps = node.Int("keepdims", 1) != 0;
        int[] kept = [.. x.Shape];
        kept[axis] = 1;
        string elsewhere = isLast ? "-1" : Shapes.Text(size);
        string format = $"Where(Equal(x, x.{method}({axis})), {{0}}, {elsewhere}).{(isLast ? "Max" : "Min")}({axis})";
        Sample found = Padding.Fixed(import, x, "Position", format, kept, Along(x, axis), index => index[axis]);
        int batch = axis < x.BatchAxis ? x.BatchAxis - 1 : x.BatchAxis;
        import.Set(node.Outputs[0], keeps ? found : Views.Reshaped(import, found, batch, [.. x.Shape[..axis], .. x.Shape[(axis + 1)..]]));
    }

    /// <summary>The largest numbers in descending order, and their positions; of equal ones the first comes first.</summary>
    public static void Top(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        int count = (int)(import.IntegersOf(node, "k", 1) is [var k] ? k : throw new Unsupported("it has no k."));
        int axis = import.Axis(node.Int("axis", -1), x.OnnxRank);
        bool isLargest = node.Int("largest", 1) != 0;
        if (count < 1 || count > x.Shape[axis] || count > MostFound)
            throw new Unsupported($"{count} are asked for; 1 to {Math.Min(MostFound, x.Shape[axis])} are possible.");
        (string method, string never) = isLargest ? ("Max", "double.NegativeInfinity") : ("Min", "double.PositiveInfinity");
        int[] shape = [.. x.Shape];
        shape[axis] = count;
        for (int output = 0; output < 2; output++)
        {
            if (output > 0 && !import.IsRead(node, output)) continue;
            string one = output == 0 ? "value" : "at";
            string block = $$"""
                {
                    Tensor positions = {0}, rest = x, value = rest.{{method}}({{axis}});
                    Tensor at = Where(Equal(rest, value), positions, {{x.Shape[axis]}}).Min({{axis}}), found = {{one}};
                    for (int i = 1; i < {{count}}; i++)
                    {
                        rest = Where(Equal(positions, at), {{never}}, rest);
                        value = rest.{{method}}({{axis}});
                        at = Where(Equal(rest, value), positions, {{x.Shape[axis]}}).Min({{axis}});
                        found = Concat({{axis}}, found, {{one}});
                    }

                    return found;
                }
                """;
            string format = block.Replace("{0}", "\u0001", StringComparison.Ordinal)
                .Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
                .Replace("\u0001", "{0}", StringComparison.Ordinal);
            Sample found = Padding.Fixed(
                import, x, output == 0 ? "Largest" : "Places", format, shape, Along(x, axis), index => index[axis]);
            import.Set(node.Outputs[output], found);
        }
    }

    /// <summary>The shape of a table with a number for each position of an axis.</summary>
    private static int[] Along(Sample x, int axis) => [.. x.Shape.Select((size, i) => i == axis ? size : 1)];
}
