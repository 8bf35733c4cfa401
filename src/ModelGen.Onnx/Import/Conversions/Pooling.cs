using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Maxima and means of windows, and of whole channels.</summary>
internal static class Pooling
{
    public static void Max(GraphImport import, OnnxNode node)
    {
        if (node.Outputs.Count > 1 && node.Outputs[1].Length > 0 && import.Readers(node.Outputs[1]).Count > 0)
            throw new Unsupported("its positions of maxima are read.");
        if (node.Int("storage_order", 0) != 0) throw new Unsupported("storage_order is 1.");
        Pool(import, node, "MaxPool");
    }

    public static void Average(GraphImport import, OnnxNode node) => Pool(import, node, "AvgPool");

    public static void GlobalAverage(GraphImport import, OnnxNode node) => Global(import, node, "GlobalAvgPool");

    public static void GlobalMax(GraphImport import, OnnxNode node) => Global(import, node, "GlobalMaxPool");

    private static void Pool(GraphImport import, OnnxNode node, string kind)
    {
        Sample x = import.SampleOf(node, 0);
        bool isMax = kind == "MaxPool", ceil = node.Int("ceil_mode", 0) != 0;
        int[] kernel = [.. (node.Ints("kernel_shape") ?? throw new Unsupported("it has no kernel_shape.")).Select(size => (int)size)];
        if (kernel.Length is not (1 or 2)) throw new Unsupported($"it works along {kernel.Length} axes; one and two are possible.");
        Window window = Window.Of(node, kernel, x.Shape[1..], ceil);
        (int[] begin, int[] end) = (window.Begin, window.End);
        bool isPadded = begin.Concat(end).Any(pad => pad > 0), isDilated = window.Dilations.Any(dilation => dilation != 1);
        if (!isMax && isDilated) throw new Unsupported("its window is dilated.");
        if (kernel.Length == 1 && isDilated) throw new Unsupported("its window is dilated along a sequence.");
        if (!isMax && isPadded && node.Int("count_include_pad", 0) == 0)
            throw new Unsupported("it divides by the elements within the edges only (count_include_pad = 0); AvgPool counts the padding.");
        bool isTooWide = kernel.Zip(begin.Zip(end, Math.Max)).Any(pair => pair.Second > pair.First / 2);
        if (isPadded && (isTooWide || !begin.SequenceEqual(end)))
        {
            // Zeros are never the maximum where nothing is negative, unless everything is zero.
            if (kernel.Length == 1 || ceil || (isMax && import.Maker(x)?.IsNotNegative != true))
                throw new Unsupported($"it pads [{Shapes.Text(begin)}] in front and [{Shapes.Text(end)}] behind.");
            x = Resizing.ZeroPad(import, x, begin, end);
            begin = [0, 0];
        }

        Arguments arguments = Arguments.Of(Arguments.Size(kernel));
        if (!window.Strides.SequenceEqual(kernel)) arguments.Each("Stride", window.Strides, 0);
        arguments.Each("Padding", begin, 0).Each("Dilation", window.Dilations, 1).Option("CeilMode", ceil, false);
        import.Add(node, new Step(
            $"{kind}{kernel.Length}D", arguments.ToString(), x.Id, import.NewSample([x.Shape[0], .. window.Outputs])));
    }

    /// <summary>The language's result is a vector; ONNX keeps axes of size 1, which the next node mostly removes.</summary>
    private static void Global(GraphImport import, OnnxNode node, string kind)
    {
        Sample x = import.SampleOf(node, 0);
        if (x.Shape.Length is not (2 or 3)) throw new Unsupported($"[N, {Shapes.Text(x.Shape)}] arrives.");
        Sample pooled = import.AddInner(new Step($"{kind}{x.Shape.Length - 1}D", "", x.Id, import.NewSample(x.Shape[0])));
        int[] shape = [x.Shape[0], .. x.Shape.Skip(1).Select(_ => 1)];
        import.Add(node, new Step("Reshape", Shapes.Text(shape), pooled.Id, import.NewSample(shape)));
    }
}
