using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Convolutions along three axes, which the language has no layer for: a sum over the elements of the window.</summary>
internal static class Volumes
{
    /// <summary>Each element of the window is some operations.</summary>
    private const int MostElements = 343;

    private static readonly string[] Counters = ["depth", "row", "column"];

    /// <param name="import">The walk.</param>
    /// <param name="node">The convolution.</param>
    /// <param name="x">[channels, depth, height, width], padded.</param>
    /// <param name="weight">[filters, channels / groups, depth, height, width].</param>
    /// <param name="bias">[filters], or null.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="window">How it slides.</param>
    public static void Conv(GraphImport import, OnnxNode node, Sample x, Constant weight, Constant? bias, int groups, Window window)
    {
        int[] kernel = window.Kernel, strides = window.Strides, dilations = window.Dilations, outputs = window.Outputs;
        int elements = Shapes.Count(kernel), filters = weight.Shape[0], own = weight.Shape[1];
        if (elements > MostElements) throw new Unsupported($"its window has {elements} elements; {MostElements} are possible.");

        // Every stride-th position is an axis of its own.
        int[] least = [.. Enumerable.Range(0, 3).Select(axis => outputs[axis] + (dilations[axis] * (kernel[axis] - 1) / strides[axis]))];
        int[] needed = [.. least.Zip(strides, (count, stride) => count * stride)];
        for (int axis = 0; axis < 3; axis++)
        {
            if (x.Shape[axis + 1] > needed[axis]) x = Parts.Taken(import, x, axis + 1, [.. Enumerable.Range(0, needed[axis])]);
        }

        x = Padding.With(import, x, [0, 0, 0, 0], [0, .. needed.Zip(x.Shape[1..], (wanted, size) => Math.Max(0, wanted - size))], 0);
        string sizes = Shapes.Text(least.Zip(strides).SelectMany(pair => new[] { pair.First, pair.Second }));
        string values = Shapes.Text([groups, x.Shape[0] / groups, .. outputs]), matrix = Shapes.Text([groups, filters / groups, own]);
        string slices = string.Concat(Enumerable.Range(0, 3).Select(axis => Slices(Counters[axis], axis, strides[axis], dilations[axis])));
        string offset = bias is null ? "" : $" + Parameter(\"bias\", [{filters}, 1, 1, 1], start: 0)";
        string block = $$"""
            {
                Tensor weight = Parameter("weight", [{{Shapes.Text(weight.Shape)}}], Init.Kaiming);
                Tensor parts = x.Reshape({{x.Shape[0]}}, {{sizes}}), sum = 0;
                for (int depth = 0; depth < {{kernel[0]}}; depth++)
                {
                    for (int row = 0; row < {{kernel[1]}}; row++)
                    {
                        for (int column = 0; column < {{kernel[2]}}; column++)
                        {
                            Tensor value = parts{{slices}};
                            Tensor element = weight.Slice(2, depth, 1).Slice(3, row, 1).Slice(4, column, 1).Reshape({{matrix}});
                            sum += Einsum("goi,gidhw->godhw", element, value.Reshape({{values}}));
                        }
                    }
                }

                return sum.Reshape({{Shapes.Text([filters, .. outputs])}}){{offset}};
            }
            """;
        List<ImportedWeight> weights = [new("weight", weight.Shape, weight.ToFloats)];
        if (bias is not null) weights.Add(new("bias", [filters, 1, 1, 1], bias.ToFloats));
        import.Add(node, new Step("Apply", "", x.Id, import.NewSample([filters, .. outputs]))
        {
            Name = WeightNames.Layer(weight.Name),
            Weights = weights,
            Function = new Function("Conv3D", block),
        });

        string Slices(string letter, int axis, int stride, int dilation)
        {
            string at = dilation == 1 ? letter : $"{dilation} * {letter}", position = dilation == 1 ? at : $"({at})";
            (string start, string phase) = stride == 1 ? (at, "0") : ($"{position} / {stride}", $"{position} % {stride}");
            return $".Slice({(2 * axis) + 1}, {start}, {outputs[axis]}).Slice({(2 * axis) + 2}, {phase}, 1)";
        }
    }
}
