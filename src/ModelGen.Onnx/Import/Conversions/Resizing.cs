using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>What makes images larger or smaller without weights.</summary>
internal static class Resizing
{
    public static void Resize(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        if (x.Shape.Length != 3) throw new Unsupported($"[N, {Shapes.Text(x.Shape)}] arrives; an image is needed.");
        int[] scale = Scales(import, node, x);

        // Before version 11 there was one way only.
        bool isEarly = node.OpType == "Upsample" || import.Opset < 11;
        string mode = node.Text("mode", "nearest"), otherwise = isEarly ? "asymmetric" : "half_pixel";
        string coordinates = node.Text("coordinate_transformation_mode", otherwise);
        string rounding = node.Text("nearest_mode", isEarly ? "floor" : "round_prefer_floor");
        if (node.Int("antialias", 0) != 0 || node.Int("exclude_outside", 0) != 0)
            throw new Unsupported("antialias and exclude_outside are not possible.");
        bool isAligned = coordinates == "align_corners", isHalf = coordinates is "half_pixel" or "pytorch_half_pixel";
        string? name = mode switch
        {
            "nearest" when coordinates == "asymmetric" && rounding == "floor" => "",
            "nearest" when isHalf && rounding is "round_prefer_floor" or "round_prefer_ceil" => scale.All(s => s > 1) ? "" : null,
            "linear" when isAligned || isHalf => "Bilinear",
            "cubic" when (isAligned || isHalf) && node.Float("cubic_coeff_a", -0.75f) == -0.75f => "Bicubic",
            _ => null,
        };
        if (name is null) throw new Unsupported($"the mode {mode} with {coordinates} and {rounding} is none of Upsample2D's.");
        string arguments = Arguments.Size(scale) + (name.Length > 0 ? $", Mode = Upsampling.{name}" : "")
            + (isAligned ? ", AlignCorners = true" : "");
        int[] shape = [x.Shape[0], x.Shape[1] * scale[0], x.Shape[2] * scale[1]];
        import.Add(node, new Step("Upsample2D", arguments, x.Id, import.NewSample(shape)));
    }

    public static void DepthToSpace(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        int block = (int)node.Int("blocksize", 1);
        if (x.Shape.Length != 3 || block < 1 || x.Shape[0] % (block * block) != 0)
            throw new Unsupported($"[N, {Shapes.Text(x.Shape)}] arrives; the square of blocksize {block} must divide the channels.");
        (int channels, int height, int width) = (x.Shape[0] / (block * block), x.Shape[1], x.Shape[2]);
        Sample result = import.NewSample(channels, height * block, width * block);
        if (node.Text("mode", "DCR") == "CRD")
        {
            import.Add(node, new Step("PixelShuffle", Shapes.Text(block), x.Id, result));
            return;
        }

        // The channel is the fastest of the parts that the channels are divided into.
        string parts = Shapes.Text([block, block, channels, height, width]);
        import.Add(node, new Step("Apply", "", x.Id, result)
        {
            Function = new Function(
                "DepthToSpace", $"x.Reshape({parts}).Permute(2, 3, 0, 4, 1).Reshape({Shapes.Text(result.Shape)})"),
        });
    }

    public static void Pad(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        string mode = node.Text("mode", "constant");
        if (mode != "constant") throw new Unsupported($"it pads in mode {mode}; zeros are possible.");
        double value = node.Has("value") ? node.Float("value", 0) : import.OptionalConstant(node, 2)?.Values.FirstOrDefault() ?? 0;
        if (value != 0) throw new Unsupported($"it pads with {Shapes.Text(value)}; zeros are possible.");
        int[] pads = [.. (import.IntegersOf(node, "pads", 1) ?? throw new Unsupported("it has no pads.")).Select(pad => checked((int)pad))];
        if (import.OptionalConstant(node, 3) is { } axes)
        {
            int[] all = new int[2 * x.OnnxRank];
            for (int i = 0; i < axes.Count; i++)
            {
                int axis = Shapes.SampleAxis(axes.ToIntegers()[i], x.OnnxRank) + 1;
                (all[axis], all[axis + x.OnnxRank]) = (pads[i], pads[i + axes.Count]);
            }

            pads = all;
        }

        if (pads.Length != 2 * x.OnnxRank) throw new Unsupported($"it has {pads.Length} pads; {2 * x.OnnxRank} are needed.");
        if (pads.All(pad => pad == 0))
        {
            import.Set(node.Outputs[0], x);
            return;
        }

        int rank = x.OnnxRank;
        if (rank != 4 || pads[0] != 0 || pads[1] != 0 || pads[rank] != 0 || pads[rank + 1] != 0 || pads.Any(pad => pad < 0))
            throw new Unsupported($"its pads are [{Shapes.Text(pads)}]; zeros around images are possible.");
        import.Set(node.Outputs[0], ZeroPad(import, x, pads[2..4], pads[6..8]));
    }

    /// <summary>Zeros around an image.</summary>
    public static Sample ZeroPad(GraphImport import, Sample x, int[] begin, int[] end) => import.AddInner(new Step(
        "ZeroPad2D",
        Sides(begin, end),
        x.Id,
        import.NewSample(x.Shape[0], x.Shape[1] + begin[0] + end[0], x.Shape[2] + begin[1] + end[1])));

    /// <summary>How many rows and columns on each side, as arguments.</summary>
    public static string Sides(int[] begin, int[] end) =>
        begin[0] == begin[1] && begin.SequenceEqual(end)
            ? Shapes.Text(begin[0])
            : Arguments.Of().Option("Top", begin[0], 0).Option("Bottom", end[0], 0).Option("Left", begin[1], 0).Option("Right", end[1], 0)
                .ToString();

    private static int[] Scales(GraphImport import, OnnxNode node, Sample x)
    {
        Constant? scales = node.OpType == "Upsample" || import.Opset < 11
            ? import.OptionalConstant(node, 1)
            : import.OptionalConstant(node, 2) is { Count: > 0 } given ? given : null;
        double[] factors = scales?.Values ?? node.Find("scales")?.Floats.Select(scale => (double)scale).ToArray() ?? [];
        if (factors.Length == 0 && import.OptionalConstant(node, 3) is { } sizes)
            factors = [.. sizes.Values.Select((size, axis) => axis == 0 ? 1 : size / x.Shape[axis - 1])];
        if (factors.Length != 4 || factors[0] != 1 || factors[1] != 1 || factors.Any(factor => factor < 1 || factor != Math.Floor(factor)))
        {
            throw new Unsupported(
                $"its scales are [{string.Join(", ", factors.Select(Shapes.Text))}]; whole numbers for height and width are possible.");
        }

        return [(int)factors[2], (int)factors[3]];
    }
}
