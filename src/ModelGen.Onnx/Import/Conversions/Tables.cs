using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Operators that are a product with a table of numbers, or a choice by one.</summary>
internal static class Tables
{
    /// <summary>What lies above a diagonal, or below; the rest is zero.</summary>
    public static void Triangle(GraphImport import, OnnxNode node)
    {
        Sample x = import.SampleOf(node, 0);
        if (x.Shape.Length < 2 || x.BatchFromEnd is 1 or 2) throw new Unsupported($"{GraphImport.Text(x)} arrives; matrices are needed.");
        Func<int[], float> isKept = Kept(node, import.OptionalConstant(node, 1));
        int[] matrix = x.Shape[^2..];
        import.Set(
            node.Outputs[0], Padding.Fixed(import, x, "Triangle", "Where(Equal({0}, 1), x, 0)", x.Shape, matrix, isKept));
    }

    /// <summary>Whether an element of a matrix is in the triangle: 1 or 0.</summary>
    public static Func<int[], float> Kept(OnnxNode node, Constant? diagonal)
    {
        (bool isUpper, long k) = (node.Int("upper", 1) != 0, diagonal?.ToIntegers().FirstOrDefault() ?? 0);
        return index => (isUpper ? index[1] - (long)index[0] >= k : index[1] - (long)index[0] <= k) ? 1 : 0;
    }

    /// <summary>Sums up to each position of an axis.</summary>
    public static void CumulativeSum(GraphImport import, OnnxNode node)
    {
        const string Letters = "ijklmnop";
        Sample x = import.SampleOf(node, 0);
        if (x.Shape.Length > Letters.Length) throw new Unsupported($"{GraphImport.Text(x)} arrives.");
        if (import.ConstantOf(node, 1).ToIntegers() is not [var onnx]) throw new Unsupported("it has no axis.");
        int axis = import.Axis(onnx, x.OnnxRank), size = x.Shape[axis];
        int least = node.Int("exclusive", 0) != 0 ? 1 : 0, sign = node.Int("reverse", 0) != 0 ? -1 : 1;
        string all = Letters[..x.Shape.Length], made = all.Replace(all[axis], 'z');
        import.Set(node.Outputs[0], Padding.Fixed(
            import, x, "Sums", $"Einsum(\"z{all[axis]},{all}->{made}\", {{0}}, x)", x.Shape, [size, size],
            index => sign * (index[0] - index[1]) >= least ? 1 : 0));
    }
}
