using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Convolutions of sequences and images.</summary>
internal static class Convolutions
{
    public static void Conv(GraphImport import, OnnxNode node)
    {
        Sample x = import.BatchOf(node, 0);
        Constant weight = import.ConstantOf(node, 1);
        Constant? bias = import.OptionalConstant(node, 2);
        int axes = Axes(import, x, weight);
        int groups = (int)node.Int("group", 1), filters = weight.Shape[0];
        if (weight.Shape[1] * groups != x.Shape[0])
            throw new Unsupported($"its weight is for {weight.Shape[1] * groups} channels, and {x.Shape[0]} arrive.");
        int[] kernel = weight.Shape[2..];
        Window window = Window.Of(node, kernel, x.Shape[1..]);
        (int[] begin, int[] end) = (window.Begin, window.End);
        bool isCausal = axes == 1 && end[0] == 0 && begin[0] > 0 && begin[0] == window.Dilations[0] * (kernel[0] - 1);
        if (axes == 3)
        {
            Volumes.Conv(import, node, Padding.With(import, x, [0, .. begin], [0, .. end], 0), weight, bias, groups, window);
            return;
        }

        if (!isCausal && !begin.SequenceEqual(end))
        {
            x = Padding.With(import, x, [0, .. begin], [0, .. end], 0);
            begin = end = new int[axes];
        }

        int[] shape = [filters, .. window.Outputs];
        Arguments arguments = Arguments.Of(Shapes.Text(filters), Arguments.Size(kernel));
        if (axes == 1)
        {
            arguments.Option("Stride", window.Strides[0], 1).Option("Padding", isCausal ? 0 : begin[0], 0).Option("Causal", isCausal, false)
                .Option("Dilation", window.Dilations[0], 1);
        }
        else
        {
            arguments.Each("Stride", window.Strides, 1).Each("Padding", begin, 0).Each("Dilation", window.Dilations, 1);
        }

        arguments.Option("Groups", groups, 1).Option("UseBias", bias is not null, true);
        import.Add(node, new Step(axes == 1 ? "Conv1D" : "Conv2D", arguments.ToString(), x.Id, import.NewSample(shape))
        {
            Name = WeightNames.Layer(weight.Name),
            Weights = Weights(weight, weight.Shape, bias, filters),
        });
    }

    public static void ConvTranspose(GraphImport import, OnnxNode node)
    {
        Sample x = import.BatchOf(node, 0);
        Constant weight = import.ConstantOf(node, 1);
        Constant? bias = import.OptionalConstant(node, 2);
        int axes = Axes(import, x, weight);
        if (axes == 3) throw new Unsupported("transposed convolutions are for sequences and images: one or two axes besides channels.");

        // A sequence is an image of one column.
        if (axes == 1) x = Views.Reshaped(import, x, [.. x.Shape, 1]);
        int groups = (int)node.Int("group", 1), filters = weight.Shape[1] * groups;
        if (weight.Shape[0] != x.Shape[0]) throw new Unsupported($"its weight is for {weight.Shape[0]} channels, and {x.Shape[0]} arrive.");
        int[] kernel = Two(weight.Shape[2..], 1), strides = Two(Window.Ints(node, "strides", axes, 1), 1);
        int[] dilations = Two(Window.Ints(node, "dilations", axes, 1), 1), more = Two(Window.Ints(node, "output_padding", axes, 0), 0);
        int[] begin = new int[2], end = new int[2], outputs = [1, 1];
        int[]? pads = node.Has("pads") ? Window.Ints(node, "pads", 2 * axes, 0) : null;
        int[]? wanted = node.Ints("output_shape")?.Select(size => checked((int)size)).ToArray();
        if (wanted is not null && wanted.Length != axes && wanted.Length != axes + 2)
            throw new Unsupported($"its output_shape has {wanted.Length} sizes.");
        string auto = node.Text("auto_pad", "NOTSET");
        for (int axis = 0; axis < axes; axis++)
        {
            int natural = ((x.Shape[axis + 1] - 1) * strides[axis]) + more[axis] + (dilations[axis] * (kernel[axis] - 1)) + 1;
            if (wanted is not null || auto.StartsWith("SAME", StringComparison.Ordinal))
            {
                int target = wanted is null ? x.Shape[axis + 1] * strides[axis] : wanted[wanted.Length - axes + axis];

                // A window smaller than its stride gives its natural size, as in ONNX Runtime.
                int total = Math.Max(0, natural - target), small = total / 2;
                (begin[axis], end[axis]) = auto == "SAME_UPPER" ? (small, total - small) : (total - small, small);
                if (wanted is not null && natural < target) more[axis] += target - natural;
                outputs[axis] = wanted is null ? natural - total : target;
            }
            else
            {
                if (pads is not null) (begin[axis], end[axis]) = (pads[axis], pads[axis + axes]);
                outputs[axis] = natural - begin[axis] - end[axis];
            }
        }

        bool isEven = begin.SequenceEqual(end);
        int[] whole = isEven ? outputs : [outputs[0] + begin[0] + end[0], outputs[1] + begin[1] + end[1]];
        Arguments arguments = Arguments.Of(Shapes.Text(filters), Arguments.Size(kernel)).Each("Stride", strides, 1)
            .Each("Padding", isEven ? begin : [0, 0], 0).Each("Dilation", dilations, 1).Each("OutputPadding", more, 0)
            .Option("Groups", groups, 1).Option("UseBias", bias is not null, true);
        if (more.Zip(strides.Zip(dilations, Math.Max)).Any(pair => pair.First >= pair.Second))
            throw new Unsupported($"its output padding [{Shapes.Text(more)}] is not less than its strides [{Shapes.Text(strides)}].");
        Step step = new("ConvTranspose2D", arguments.ToString(), x.Id, import.NewSample(filters, whole[0], whole[1]))
        {
            Name = WeightNames.Layer(weight.Name),
            Weights = Weights(weight, [weight.Shape[0], weight.Shape[1], .. kernel], bias, filters),
        };
        Sample result = import.AddInner(step);
        if (!isEven)
        {
            result = import.AddInner(new Step(
                "Crop2D", Padding.Sides(begin, end), result.Id, import.NewSample(filters, outputs[0], outputs[1])));
        }

        import.Set(node.Outputs[0], Views.Reshaped(import, result, [filters, .. outputs[..axes]]));

        static int[] Two(int[] all, int otherwise) => all.Length == 1 ? [all[0], otherwise] : all;
    }

    /// <summary>The weights of a layer with a bias.</summary>
    public static IReadOnlyList<ImportedWeight> Weights(Constant weight, IReadOnlyList<int> shape, Constant? bias, int outputs)
    {
        if (bias is null) return [new("weight", shape, weight.ToFloats)];
        if (bias.Count != outputs) throw new Unsupported($"its bias has {bias.Count} numbers; {outputs} are needed.");
        return [new("weight", shape, weight.ToFloats), new("bias", [outputs], bias.ToFloats)];
    }

    private static int Axes(GraphImport import, Sample x, Constant weight)
    {
        int axes = weight.Shape.Length - 2;
        if (axes is < 1 or > 3) throw new Unsupported($"it works along {axes} axes; one, two and three are possible.");
        return x.Shape.Length == axes + 1
            ? axes
            : throw new Unsupported($"{GraphImport.Text(x)} arrives; its weight is [{Shapes.Text(weight.Shape)}].");
    }
}
