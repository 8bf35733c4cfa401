using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Maxima and means of windows, and of whole channels.</summary>
internal static class Pooling
{
    public static void Max(GraphImport import, OnnxNode node)
    {
        if (import.IsRead(node, 1)) throw new Unsupported("its positions of maxima are read.");
        if (node.Int("storage_order", 0) != 0) throw new Unsupported("storage_order is 1.");
        Pool(import, node, "MaxPool");
    }

    public static void Average(GraphImport import, OnnxNode node) => Pool(import, node, "AvgPool");

    public static void GlobalAverage(GraphImport import, OnnxNode node) => Global(import, node, "GlobalAvgPool", "Mean");

    public static void GlobalMax(GraphImport import, OnnxNode node) => Global(import, node, "GlobalMaxPool", "Max");

    private static void Pool(GraphImport import, OnnxNode node, string kind)
    {
        Sample x = import.BatchOf(node, 0);
        bool isMax = kind == "MaxPool", ceil = node.Int("ceil_mode", 0) != 0, counts = node.Int("count_include_pad", 0) != 0;
        int[] kernel = [.. (node.Ints("kernel_shape") ?? throw new Unsupported("it has no kernel_shape.")).Select(size => (int)size)];
        if (kernel.Length is 0 or > 3) throw new Unsupported($"it works along {kernel.Length} axes; one, two and three are possible.");
        Window window = Window.Of(node, kernel, x.Shape[1..], ceil);
        if (!isMax && window.Dilations.Any(dilation => dilation != 1)) throw new Unsupported("its window is dilated.");
        Sample result = kernel.Length < 3 && Direct(import, x, kind, window, ceil, counts) is { } direct
            ? direct
            : AxisByAxis(import, x, kind, window, counts);
        import.Set(node.Outputs[0], result);
    }

    /// <summary>A layer of the language that does the same, or null.</summary>
    private static Sample? Direct(GraphImport import, Sample x, string kind, Window window, bool ceil, bool counts)
    {
        bool isMax = kind == "MaxPool", isPadded = window.Begin.Concat(window.End).Any(pad => pad > 0);
        if (!window.Begin.SequenceEqual(window.End) || window.Kernel.Zip(window.Begin).Any(pair => pair.Second > pair.First / 2)
            || (!isMax && isPadded && (!counts || ceil)) || (window.Kernel.Length == 1 && window.Dilations[0] != 1))
        {
            return null;
        }

        Arguments arguments = Arguments.Of(Arguments.Size(window.Kernel));
        if (!window.Strides.SequenceEqual(window.Kernel)) arguments.Each("Stride", window.Strides, 0);
        arguments.Each("Padding", window.Begin, 0).Each("Dilation", window.Dilations, 1).Option("CeilMode", ceil, false);
        return import.AddInner(new Step(
            $"{kind}{window.Kernel.Length}D", arguments.ToString(), x.Id, import.NewSample([x.Shape[0], .. window.Outputs])));
    }

    /// <summary>
    /// The edges first, then windows along two axes at a time; at the end means of fewer numbers are scaled. The maximum of a window, and
    /// its mean, are those along the axes one after the other.
    /// </summary>
    private static Sample AxisByAxis(GraphImport import, Sample x, string kind, Window window, bool counts)
    {
        bool isMax = kind == "MaxPool";
        int axes = window.Kernel.Length;
        int[] sizes = x.Shape[1..], end = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            int reach = ((window.Outputs[axis] - 1) * window.Strides[axis]) + (window.Dilations[axis] * (window.Kernel[axis] - 1)) + 1;
            end[axis] = Math.Max(0, reach - sizes[axis] - window.Begin[axis]);
        }

        double around = isMax && import.Maker(x)?.IsNotNegative != true ? float.MinValue : 0;
        x = Padding.With(import, x, [0, .. window.Begin], [0, .. end], around);
        for (int first = Math.Max(0, axes - 2); ; first = 0)
        {
            // What lies in front is channels, what lies behind is one row.
            int last = Math.Min(axes, first == 0 && axes == 3 ? 1 : first + 2);
            int[] kernel = Two(window.Kernel), strides = Two(window.Strides), dilations = Two(window.Dilations), whole = x.Shape;
            int channels = Shapes.Count(whole[..(first + 1)]), behind = Shapes.Count(whole[(last + 1)..]);
            int[] image = last - first == 2 ? [channels, whole[^2], whole[^1]] : [channels, whole[first + 1], behind];
            x = Views.Reshaped(import, x, image);
            Arguments arguments = Arguments.Of(Arguments.Size(kernel));
            if (!strides.SequenceEqual(kernel)) arguments.Each("Stride", strides, 0);
            if (isMax) arguments.Each("Dilation", dilations, 1);
            int[] outputs = last - first == 2 ? window.Outputs[first..last] : [window.Outputs[first], behind];
            x = import.AddInner(new Step($"{kind}2D", arguments.ToString(), x.Id, import.NewSample([channels, .. outputs])));
            x = Views.Reshaped(import, x, [.. whole[..(first + 1)], .. window.Outputs[first..last], .. whole[(last + 1)..]]);
            if (first == 0) break;

            int[] Two(int[] all) => last - first == 2 ? all[first..last] : [all[first], 1];
        }

        if (isMax) return x;
        for (int axis = 0; axis < axes; axis++)
        {
            float[] scales = Scales(window, axis, sizes[axis], counts);
            if (scales.All(scale => scale == 1)) continue;
            int[] along = [.. x.Shape.Select((size, i) => i == axis + 1 ? size : 1)];
            x = Padding.Fixed(import, x, "Means", "x * {0}", x.Shape, along, index => scales[index.Max()]);
        }

        return x;
    }

    /// <summary>By what means over a whole window are multiplied, for each window of an axis.</summary>
    private static float[] Scales(Window window, int axis, int size, bool counts)
    {
        (int begin, int end) = (window.Begin[axis], window.End[axis]);
        int low = counts ? -begin : 0, high = counts ? size + end : size;
        return
        [
            .. Enumerable.Range(0, window.Outputs[axis]).Select(at =>
            {
                int start = (at * window.Strides[axis]) - begin;
                int within = Enumerable.Range(start, window.Kernel[axis]).Count(position => position >= low && position < high);
                return (float)window.Kernel[axis] / Math.Max(1, within);
            }),
        ];
    }

    /// <summary>The language's result is a vector; ONNX keeps axes of size 1, which the next node mostly removes.</summary>
    private static void Global(GraphImport import, OnnxNode node, string kind, string method)
    {
        Sample x = import.BatchOf(node, 0);
        int axes = x.Shape.Length - 1;
        if (axes < 1) throw new Unsupported($"{GraphImport.Text(x)} arrives.");
        int[] shape = [x.Shape[0], .. x.Shape.Skip(1).Select(_ => 1)];
        if (axes > 2)
        {
            string along = Shapes.Text(Enumerable.Range(1, axes));
            Function function = new(kind, $"x.{method}({along})");
            import.Add(node, new Step("Apply", "", x.Id, import.NewSample(shape)) { Function = function });
            return;
        }

        Sample pooled = import.AddInner(new Step($"{kind}{axes}D", "", x.Id, import.NewSample(x.Shape[0])));
        import.Add(node, new Step("Reshape", Shapes.Text(shape), pooled.Id, import.NewSample(shape)));
    }
}
