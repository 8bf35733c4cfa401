using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Folding;

/// <summary>Constants as whole numbers with a scale, and back: weights of quantized files become floats, exactly.</summary>
internal static class Quantization
{
    /// <summary>QuantizeLinear or DequantizeLinear of a constant.</summary>
    public static Constant Fold(OnnxNode node, Constant x, Constant scale, Constant? zero)
    {
        if (node.Int("block_size", 0) != 0) throw new Unsupported("its scales are for blocks.");
        int axis = (int)node.Int("axis", 1);
        if (axis < 0) axis += x.Shape.Length;
        bool isPerAxis = scale.Count > 1;
        if (isPerAxis && (axis < 0 || axis >= x.Shape.Length || x.Shape[axis] != scale.Count))
            throw new Unsupported($"its {scale.Count} scales are not along axis {axis} of [{Shapes.Text(x.Shape)}].");
        if (scale.Count == 0 || (zero is not null && zero.Count != scale.Count))
            throw new Unsupported("it has other zero points than scales.");
        int inner = isPerAxis ? Shapes.Count(x.Shape.Skip(axis + 1)) : 1;
        OnnxElementType type = zero?.Type ?? OnnxElementType.UInt8;
        double[] values = new double[x.Count];
        for (int i = 0; i < values.Length; i++)
        {
            int at = isPerAxis ? i / inner % scale.Count : 0;
            double offset = zero?.Values[at] ?? 0;
            values[i] = node.OpType == "DequantizeLinear"
                ? (float)((float)(x.Values[i] - offset) * (float)scale.Values[at])
                : Saturated(Math.Round((float)x.Values[i] / (float)scale.Values[at], MidpointRounding.ToEven) + offset, type);
        }

        return Constant.Of(node.OpType == "DequantizeLinear" ? scale.Type : type, x.Shape, values) with { Name = x.Name };
    }

    private static double Saturated(double value, OnnxElementType type) => type switch
    {
        OnnxElementType.UInt8 => Math.Clamp(value, 0, 255),
        OnnxElementType.Int8 => Math.Clamp(value, -128, 127),
        OnnxElementType.UInt16 => Math.Clamp(value, 0, 65535),
        OnnxElementType.Int16 => Math.Clamp(value, -32768, 32767),
        _ => throw new Unsupported($"it makes {type}."),
    };
}
