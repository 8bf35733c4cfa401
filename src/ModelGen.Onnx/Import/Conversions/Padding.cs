using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>What is put around values: zeros, another number, or what lies at the edge.</summary>
internal static class Padding
{
    public static void Pad(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        int[] pads = Pads(import, node, x);
        int rank = x.OnnxRank, batch = x.BatchAxis;
        if (batch >= 0 && (pads[batch] != 0 || pads[rank + batch] != 0))
            throw new Unsupported($"it pads axis {batch}, which is the batch.");
        int[] begin = [.. pads[..rank].Where((_, axis) => axis != batch)], end = [.. pads[rank..].Where((_, axis) => axis != batch)];
        string mode = node.Text("mode", "constant");
        for (int axis = 0; axis < begin.Length; axis++)
        {
            int size = x.Shape[axis], from = Math.Max(0, -begin[axis]), left = size - from - Math.Max(0, -end[axis]);
            x = Parts.Taken(import, x, axis, [.. Enumerable.Range(from, Math.Max(0, left))]);
            (begin[axis], end[axis]) = (Math.Max(0, begin[axis]), Math.Max(0, end[axis]));
            Shapes.CheckSize((long)Math.Max(0, left) + begin[axis] + end[axis]);
            if (mode != "constant") x = Parts.Taken(import, x, axis, Beyond(mode, left, begin[axis], end[axis]));
        }

        if (mode == "constant")
        {
            double value = node.Has("value") ? node.Float("value", 0) : import.OptionalConstant(node, 2)?.Values.FirstOrDefault() ?? 0;
            x = With(import, x, begin, end, value);
        }

        import.Set(node.Outputs[0], x);
    }

    /// <summary>A number around a value.</summary>
    public static Sample With(GraphImport import, Sample x, int[] begin, int[] end, double value)
    {
        int[] before = x.Shape;
        if (before.Length == 3 && begin[0] == 0 && end[0] == 0) x = Zeros(import, x, begin[1..], end[1..]);
        else
        {
            for (int axis = 0; axis < begin.Length; axis++)
            {
                if (begin[axis] == 0 && end[axis] == 0) continue;
                int[] shape = [.. x.Shape];
                x = Views.Reshaped(import, x, Shapes.Count(shape[..axis]), shape[axis], Shapes.Count(shape[(axis + 1)..]));
                x = Zeros(import, x, [begin[axis], 0], [end[axis], 0]);
                shape[axis] += begin[axis] + end[axis];
                x = Views.Reshaped(import, x, shape);
            }
        }

        if (value == 0 || before.SequenceEqual(x.Shape)) return x;
        int[] all = x.Shape;
        return Fixed(import, x, "Bordered", "x + {0}", all, all, index =>
            index.Select((at, axis) => at >= begin[axis] && at < begin[axis] + before[axis]).All(isWithin => isWithin) ? 0 : (float)value);
    }

    /// <summary>Zeros around an image, for rows and columns.</summary>
    public static Sample Zeros(GraphImport import, Sample x, int[] begin, int[] end) => begin.Concat(end).All(pad => pad == 0)
        ? x
        : import.AddInner(new Step(
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

    /// <summary>A formula with a table of numbers that are not learned.</summary>
    /// <param name="import">The walk.</param>
    /// <param name="x">What the formula calls x.</param>
    /// <param name="name">What the function would like to be called.</param>
    /// <param name="format">The formula, with {0} for the table.</param>
    /// <param name="result">The shape of the result.</param>
    /// <param name="shape">The shape of the table.</param>
    /// <param name="number">A number of the table by its index.</param>
    public static Sample Fixed(
        GraphImport import, Sample x, string name, string format, int[] result, int[] shape, Func<int[], float> number)
    {
        Shapes.CheckSize(shape);
        string table = $"Parameter(\"table\", [{Shapes.Text(shape)}], start: 0)";
        return import.AddInner(new Step("Apply", "", x.Id, import.NewSample(result))
        {
            Function = new Function(name, string.Format(System.Globalization.CultureInfo.InvariantCulture, format, table)),
            Weights = [new("table", shape, () => Numbers(shape, number))],
            IsFrozen = true,
        });
    }

    private static float[] Numbers(int[] shape, Func<int[], float> number)
    {
        float[] numbers = new float[Shapes.Count(shape)];
        int[] index = new int[shape.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = number(index);
            for (int axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
        }

        return numbers;
    }

    private static int[] Beyond(string mode, int size, int begin, int end) =>
    [
        .. Enumerable.Range(-begin, size + begin + end).Select(at => mode switch
        {
            "edge" => Math.Clamp(at, 0, size - 1),
            "wrap" => Modulo(at, size),
            "reflect" when size > 1 => Math.Abs(Modulo(at - (size - 1), 2 * (size - 1)) - (size - 1)),
            "reflect" => 0,
            _ => throw new Unsupported($"it pads in mode {mode}."),
        }),
    ];

    private static int Modulo(int value, int divisor) => ((value % divisor) + divisor) % divisor;

    private static int[] Pads(GraphImport import, OnnxNode node, Sample x)
    {
        IReadOnlyList<long> given = import.IntegersOf(node, node.Has("paddings") ? "paddings" : "pads", 1)
            ?? throw new Unsupported("it has no pads.");
        int[] pads = [.. given.Select(pad => checked((int)pad))];
        int rank = x.OnnxRank;
        if (import.OptionalConstant(node, 3) is { } axes)
        {
            int[] all = new int[2 * rank];
            for (int i = 0; i < axes.Count; i++)
            {
                int ours = import.Axis(axes.ToIntegers()[i], rank), axis = x.BatchAxis >= 0 && ours >= x.BatchAxis ? ours + 1 : ours;
                (all[axis], all[axis + rank]) = (pads[i], pads[i + axes.Count]);
            }

            pads = all;
        }

        return pads.Length == 2 * rank ? pads : throw new Unsupported($"it has {pads.Length} pads; {2 * rank} are needed.");
    }
}
