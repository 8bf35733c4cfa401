using System.Globalization;
using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Operators on elements of several operands, stretched along axes of size 1.</summary>
internal static class Elementwise
{
    public static void Add(GraphImport import, OnnxNode node) => Combine(import, node, "Add", "Sum", "{0} + {1}");

    public static void Multiply(GraphImport import, OnnxNode node)
    {
        if (!Patterns.GeluFrom(import, node)) Combine(import, node, "Multiply", "Product", "{0} * {1}");
    }

    public static void Divide(GraphImport import, OnnxNode node)
    {
        if (!Patterns.GeluFrom(import, node)) Binary(import, node, "Quotient", "{0} / {1}");
    }

    public static void Power(GraphImport import, OnnxNode node)
    {
        bool isSquare = import.Find(node, 1) is Constant { Count: 1 } exponent && exponent.Values[0] == 2;
        Binary(import, node, isSquare ? "Squares" : "Power", isSquare ? "Square({0})" : "Pow({0}, {1})");
    }

    public static void Where(GraphImport import, OnnxNode node) => Binary(import, node, "Choice", "Where({0}, {1}, {2})");

    /// <summary>A formula over the operands in their order.</summary>
    public static void Binary(GraphImport import, OnnxNode node, string name, string format) =>
        Formula(import, node, name, operands => string.Format(CultureInfo.InvariantCulture, format, [.. operands]));

    /// <summary>A formula over two, with a third one, with a fourth one, ….</summary>
    public static void Fold(GraphImport import, OnnxNode node, string name, string format)
    {
        if (node.Inputs.Count == 1)
        {
            import.Set(node.Outputs[0], import.SampleOf(node, 0));
            return;
        }

        Formula(
            import,
            node,
            name,
            operands => operands.Aggregate((a, b) => string.Format(CultureInfo.InvariantCulture, format, a, b)));
    }

    /// <summary>
    /// The shape of a constant beside one sample: the axis of the batch, of size 1, is left out, and so are others in front.
    /// </summary>
    public static int[] SampleShape(GraphImport import, int[] shape, Sample beside)
    {
        if (!import.HasBatch || beside.BatchAxis < 0) return shape;
        int batch = shape.Length - beside.BatchFromEnd;
        int[] inner = batch < 0
            ? shape
            : [.. shape[..batch], .. Enumerable.Repeat(1, beside.Before + beside.After), .. shape[(batch + 1)..]];
        int extra = Math.Max(0, inner.Length - beside.Shape.Length);
        if ((batch >= 0 && shape[batch] != 1) || inner[..extra].Any(size => size != 1))
        {
            throw new Unsupported(
                $"the constant [{Shapes.Text(shape)}] has other numbers for each sample of {GraphImport.Text(beside)}.");
        }

        int[] rest = inner[extra..];
        return [.. rest.SkipWhile((size, axis) => size == 1 && axis < rest.Length - 1)];
    }

    /// <summary>The language's own way where all operands are values of fitting shapes, otherwise a formula.</summary>
    private static void Combine(GraphImport import, OnnxNode node, string kind, string name, string format)
    {
        Value?[] operands = [.. Enumerable.Range(0, node.Inputs.Count).Select(i => import.Find(node, i))];
        if (operands.Length == 1)
        {
            import.Set(node.Outputs[0], import.SampleOf(node, 0));
            return;
        }

        Sample[] samples = [.. operands.OfType<Sample>()];
        int[] shape = samples.Select(sample => sample.Shape).Aggregate(Shapes.Broadcast);
        if (samples.Length != operands.Length || samples.Any(one => one.Shape.Length != shape.Length)
            || samples.Select(one => one.Id).Distinct().Count() != samples.Length
            || !samples[0].Shape.SequenceEqual(shape) && samples.Length > 2)
        {
            Fold(import, node, name, format);
            return;
        }

        Sample first = samples[0].Shape.SequenceEqual(shape) ? samples[0] : samples[^1];
        if (!first.Shape.SequenceEqual(shape))
        {
            Fold(import, node, name, format);
            return;
        }

        import.Add(node, new Step(kind, "", first.Id, import.NewSample(shape))
        {
            Others = [.. samples.Where(sample => sample.Id != first.Id).Select(sample => sample.Id)],
        });
    }

    private static void Formula(GraphImport import, OnnxNode node, string name, Func<IEnumerable<string>, string> expression)
    {
        Value?[] operands = [.. Enumerable.Range(0, node.Inputs.Count).Select(i => import.Find(node, i))];
        if (operands.Any(operand => operand is Ids)) throw new Unsupported("ids are read by an embedding (Gather) and by nothing else.");
        Sample[] samples = [.. operands.OfType<Sample>().DistinctBy(sample => sample.Id)];
        if (samples.Length == 0) throw new Unsupported("all its operands are constants, and it is not computed while importing.");
        if (samples.Length > Function.Operands.Length) throw new Unsupported($"it has {samples.Length} operands.");
        int[] shape = samples.Select(sample => sample.Shape).Aggregate(Shapes.Broadcast);
        List<ImportedWeight> weights = [];
        List<string> texts = [];
        foreach (Value? operand in operands)
        {
            if (operand is Sample sample)
            {
                texts.Add(Function.Operands[Array.FindIndex(samples, one => one.Id == sample.Id)]);
                continue;
            }

            Constant constant = operand as Constant ?? throw new Unsupported("an operand is missing.");
            int[] own = SampleShape(import, Aligned(node, constant.Shape, samples[0].OnnxRank), samples.MaxBy(one => one.Shape.Length)!);
            shape = Shapes.Broadcast(shape, own);
            texts.Add(Text(constant, own, shape.Length, weights));
        }

        import.Add(node, new Step("Apply", "", samples[0].Id, import.NewSample(shape))
        {
            Others = [.. samples.Skip(1).Select(sample => sample.Id)],
            Function = new Function(name, expression(texts)),
            Weights = weights,
            IsOfEachElement = weights.Count == 0 && samples.All(sample => sample.Shape.SequenceEqual(shape)),
        });
    }

    /// <summary>
    /// Before version 7 the second operand is stretched only if <c>broadcast</c> says so, and its axes may begin at one of the first's.
    /// </summary>
    private static int[] Aligned(OnnxNode node, int[] shape, int onnxRank)
    {
        if (node.Int("broadcast", 0) == 0 || !node.Has("axis")) return shape;
        int axis = (int)node.Int("axis", 0), behind = onnxRank - (axis < 0 ? axis + onnxRank : axis) - shape.Length;
        return behind >= 0 ? [.. shape, .. Enumerable.Repeat(1, behind)] : throw new Unsupported("its operands do not fit together.");
    }

    /// <summary>One number is written as it is; several are a parameter.</summary>
    private static string Text(Constant constant, int[] shape, int axes, List<ImportedWeight> weights)
    {
        if (constant.Count == 0) throw new Unsupported("a constant operand is empty.");
        if (constant.Count == 1 && shape.Length <= axes)
            return constant.Values[0] < 0 ? $"({Shapes.Text(constant.Values[0])})" : Shapes.Text(constant.Values[0]);
        string name = weights.Count == 0 ? "value" : "value" + Shapes.Text(weights.Count + 1);
        weights.Add(new ImportedWeight(name, shape, constant.ToFloats));
        return $"Parameter(\"{name}\", [{Shapes.Text(shape)}], start: 0)";
    }
}
