using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>
/// What exporters write as several nodes and the language has as one layer. A pattern matches exactly, constants included, and only if
/// nothing else reads what lies within; otherwise each node is a step of its own.
/// </summary>
internal static class Patterns
{
    /// <summary>x · ½ · (1 + erf(x / √2)), from the node that divides by √2, in the orders that exporters write.</summary>
    /// <returns>Whether it was one; then it is done.</returns>
    public static bool GeluFrom(GraphImport import, OnnxNode node)
    {
        if (import.Find(node, 0) is not Sample x || import.Find(node, 1) is not Constant { Count: 1 } root) return false;
        double factor = node.OpType == "Div" ? 1 / root.Values[0] : root.Values[0];
        if (!IsNear(factor, Math.Sqrt(0.5)) || Next(import, node, "Erf") is not { } erf || Next(import, erf, "Add") is not { } add
            || Scalar(import, add, erf) != 1 || Next(import, add, "Mul") is not { } product)
        {
            return false;
        }

        // (x · (1 + erf)) · ½
        string other = Other(product, add);
        if (other == node.Inputs[0] && Next(import, product, "Mul") is { } half && Scalar(import, half, product) == 0.5)
            return Done(half.Outputs[0], erf, add, product, half);

        // (½ · x) · (1 + erf): the half was converted in front, and is not read any more.
        if (import.Readers(node.Inputs[0]).FirstOrDefault(reader => reader.OpType == "Mul" && reader.Outputs[0] == other) is { } before
            && import.OnlyReader(other) == product && ScalarBeside(import, before, node.Inputs[0]) == 0.5)
        {
            return Done(product.Outputs[0], erf, add, product, before);
        }

        return false;

        bool Done(string output, params OnnxNode[] nodes)
        {
            import.Consume(nodes);
            import.Set(output, import.AddInner(new Step("Gelu", "", x.Id, import.NewSample(x.Shape))));
            import.Set(node.Outputs[0], new Unknown());
            return true;
        }
    }

    public static void Erf(GraphImport import, OnnxNode node) => Activations.Apply(import, node, "ErrorFunction", "Erf(x)");

    /// <summary>The first of the nine nodes of a layer normalization, or a mean.</summary>
    public static void ReduceMean(GraphImport import, OnnxNode node)
    {
        if (!LayerNorm(import, node)) Reductions.Reduce(import, node, "Mean");
    }

    /// <summary>(x − mean) / √(mean of squares + ε) · γ + β along the last axis; without γ and β seven nodes.</summary>
    private static bool LayerNorm(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        if (x.BatchFromEnd == 1 || !IsMeanOfLast(import, node, x) || Next(import, node, "Sub") is not { } centred
            || centred.Inputs[0] != node.Inputs[0] || centred.Inputs[1] != node.Outputs[0])
        {
            return false;
        }

        IReadOnlyList<OnnxNode> readers = import.Readers(centred.Outputs[0]);
        OnnxNode? square = readers.FirstOrDefault(reader => IsSquare(import, reader, centred.Outputs[0]));
        OnnxNode? quotient = readers.FirstOrDefault(reader => reader.OpType == "Div" && reader.Inputs[0] == centred.Outputs[0]);
        if (square is null || quotient is null || readers.Any(reader => reader != square && reader != quotient)) return false;
        if (Next(import, square, "ReduceMean") is not { } variance || !IsMeanOfLast(import, variance, x)
            || Next(import, variance, "Add") is not { } shifted || Scalar(import, shifted, variance) is not { } epsilon
            || Next(import, shifted, "Sqrt") is not { } root || Next(import, root, "Div") != quotient
            || quotient.Inputs[1] != root.Outputs[0])
        {
            return false;
        }

        import.Consume(centred, square, variance, shifted, root, quotient);
        string output = quotient.Outputs[0];
        Constant? weight = null, bias = null;
        if (Next(import, quotient, "Mul") is { } scaled && Vector(import, scaled, quotient, x) is { } gamma
            && Next(import, scaled, "Add") is { } moved && Vector(import, moved, scaled, x) is { } beta)
        {
            (weight, bias, output) = (gamma, beta, moved.Outputs[0]);
            import.Consume(scaled, moved);
        }

        import.Set(output, Normalizations.Layer(import, x, weight, bias, epsilon));
        import.Set(node.Outputs[0], new Unknown());
        return true;
    }

    private static bool IsMeanOfLast(GraphImport import, OnnxNode node, Sample x)
    {
        IReadOnlyList<long>? axes = node.Ints("axes")
            ?? (node.Inputs.Count > 1 ? import.ConstantNamed(node.Inputs[1])?.ToIntegers() : null);
        return node.OpType == "ReduceMean" && node.Int("keepdims", 1) != 0 && axes is [var axis]
            && (axis == -1 || axis == x.OnnxRank - 1);
    }

    private static bool IsSquare(GraphImport import, OnnxNode node, string of) =>
        (node.OpType == "Pow" && node.Inputs[0] == of && import.ConstantNamed(node.Inputs[1]) is { Count: 1 } two && two.Values[0] == 2)
        || (node.OpType == "Mul" && node.Inputs[0] == of && node.Inputs[1] == of);

    /// <summary>The only reader of a node, if it is this operator.</summary>
    private static OnnxNode? Next(GraphImport import, OnnxNode node, string type) =>
        import.OnlyReader(node.Outputs[0]) is { } next && next.OpType == type && next.Domain.Length == 0 ? next : null;

    private static string Other(OnnxNode node, OnnxNode operand) => node.Inputs[node.Inputs[0] == operand.Outputs[0] ? 1 : 0];

    private static double? Scalar(GraphImport import, OnnxNode node, OnnxNode operand) =>
        import.ConstantNamed(Other(node, operand)) is { Count: 1 } constant ? constant.Values[0] : null;

    private static double? ScalarBeside(GraphImport import, OnnxNode node, string operand) =>
        import.ConstantNamed(node.Inputs[node.Inputs[0] == operand ? 1 : 0]) is { Count: 1 } constant ? constant.Values[0] : null;

    private static Constant? Vector(GraphImport import, OnnxNode node, OnnxNode operand, Sample x) =>
        import.ConstantNamed(Other(node, operand)) is { Shape: [var size] } constant && size == x.Shape[^1] ? constant : null;

    private static bool IsNear(double value, double wanted) => Math.Abs(value - wanted) < 1e-6;
}
