using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import;

/// <summary>How many operands and results a node has at least. Everything behind this check may take them for granted.</summary>
internal static class Arity
{
    private static readonly HashSet<string> OfTwo =
    [
        "Add", "Sub", "Mul", "Div", "Pow", "Mod", "And", "Or", "Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual", "MatMul",
        "Gemm", "Conv", "ConvTranspose", "Gather", "PRelu", "Expand", "Xor", "Einsum", "Tile", "CumSum", "QuantizeLinear",
        "DequantizeLinear",
    ];

    /// <summary>Checks a node.</summary>
    /// <exception cref="InvalidDataException">It has too few operands or results.</exception>
    public static void Check(OnnxNode node)
    {
        if (node.Outputs.All(output => output.Length == 0))
            throw new InvalidDataException($"{node.OpType} '{node.Title}' has no result.");
        if (node.Domain.Length > 0) return;
        int least = node.OpType switch
        {
            "Constant" => 0,
            "Where" or "Range" or "GroupNormalization" or "LSTM" or "GRU" or "RNN" => 3,
            _ => OfTwo.Contains(node.OpType) ? 2 : 1,
        };
        int given = node.Inputs.TakeWhile(input => input.Length > 0).Count();
        if (given < least)
            throw new InvalidDataException($"{node.OpType} '{node.Title}' has {given} operands; at least {least} are needed.");
    }
}
