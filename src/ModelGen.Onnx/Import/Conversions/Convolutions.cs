using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Convolutions of sequences and images.</summary>
internal static class Convolutions
{
    public static void Conv(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        Constant weight = import.ConstantOf(node, 1);
        Constant? bias = import.OptionalConstant(node, 2);
        int axes = Axes(x, weight);
        int groups = (int)node.Int("group", 1), filters = weight.Shape[0];
        if (weight.Shape[1] * groups != x.Shape[0])
            throw new Unsupported($"its weight is for {weight.Shape[1] * groups} channels, and {x.Shape[0]} arrive.");
        int[] kernel = weight.Shape[2..];
        Window window = Window.Of(node, kernel, x.Shape[1..]);
        (int[] begin, int[] end) = (window.Begin, window.End);
        bool isCausal = axes == 1 && end[0] == 0 && begin[0] > 0 && begin[0] == window.Dilations[0] * (kernel[0] - 1);
        if (!isCausal && !begin.SequenceEqual(end))
        {
            if (axes == 1) throw new Unsupported($"it pads {begin[0]} at the beginning and {end[0]} at the end of a sequence.");
            x = Resizing.ZeroPad(import, x, begin, end);
            begin = end = [0, 0];
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
        Sample x = import.SampleOf(node, 0);
        Constant weight = import.ConstantOf(node, 1);
        Constant? bias = import.OptionalConstant(node, 2);
        if (Axes(x, weight) != 2) throw new Unsupported("transposed convolutions are for images: two axes besides channels.");
        int groups = (int)node.Int("group", 1), filters = weight.Shape[1] * groups;
        if (weight.Shape[0] != x.Shape[0]) throw new Unsupported($"its weight is for {weight.Shape[0]} channels, and {x.Shape[0]} arrive.");
        int[] kernel = weight.Shape[2..], strides = Window.Ints(node, "strides", 2, 1), dilations = Window.Ints(node, "dilations", 2, 1);
        int[] more = Window.Ints(node, "output_padding", 2, 0), begin = new int[2], end = new int[2], outputs = new int[2];
        int[]? pads = node.Has("pads") ? Window.Ints(node, "pads", 4, 0) : null;
        int[]? wanted = node.Ints("output_shape")?.Select(size => checked((int)size)).ToArray();
        if (wanted is { Length: not (2 or 4) }) throw new Unsupported($"its output_shape has {wanted.Length} sizes.");
        string auto = node.Text("auto_pad", "NOTSET");
        for (int axis = 0; axis < 2; axis++)
        {
            int natural = ((x.Shape[axis + 1] - 1) * strides[axis]) + more[axis] + (dilations[axis] * (kernel[axis] - 1)) + 1;
            if (wanted is not null || auto.StartsWith("SAME", StringComparison.Ordinal))
            {
                int target = wanted is null ? x.Shape[axis + 1] * strides[axis] : wanted[wanted.Length - 2 + axis];

                // A window smaller than its stride gives its natural size, as in ONNX Runtime.
                int total = Math.Max(0, natural - target), small = total / 2;
                (begin[axis], end[axis]) = auto == "SAME_UPPER" ? (small, total - small) : (total - small, small);
                if (wanted is not null && natural < target) more[axis] += target - natural;
                outputs[axis] = wanted is null ? natural - total : target;
            }
            else
            {
                if (pads is not null) (begin[axis], end[axis]) = (pads[axis], pads[axis + 2]);
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
            Weights = Weights(weight, weight.Shape, bias, filters),
        };
        if (isEven)
        {
            import.Add(node, step);
            return;
        }

        Sample full = import.AddInner(step);
        import.Add(node, new Step(
            "Crop2D", Resizing.Sides(begin, end), full.Id, import.NewSample(filters, outputs[0], outputs[1])));
    }

    /// <summary>The weights of a layer with a bias.</summary>
    public static IReadOnlyList<ImportedWeight> Weights(Constant weight, IReadOnlyList<int> shape, Constant? bias, int outputs)
    {
        if (bias is null) return [new("weight", shape, weight.ToFloats)];
        if (bias.Count != outputs) throw new Unsupported($"its bias has {bias.Count} numbers; {outputs} are needed.");
        return [new("weight", shape, weight.ToFloats), new("bias", [outputs], bias.ToFloats)];
    }

    private static int Axes(Sample x, Constant weight)
    {
        int axes = weight.Shape.Length - 2;
        if (axes is not (1 or 2)) throw new Unsupported($"it works along {axes} axes; sequences and images have one and two.");
        return x.Shape.Length == axes + 1
            ? axes
            : throw new Unsupported($"[N, {Shapes.Text(x.Shape)}] arrives; its weight is [{Shapes.Text(weight.Shape)}].");
    }
}
