using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using static ModelGen.Compiler.Codegen.Exchange.GraphText;

namespace ModelGen.Compiler.Codegen.Exchange;

/// <summary>Each operation of a graph as operators of ONNX.</summary>
internal static class OnnxOperations
{
    /// <summary>Functions of elements that ONNX has.</summary>
    private static readonly Dictionary<ScalarFunction, string> Functions = new()
    {
        [ScalarFunction.Add] = "Add",
        [ScalarFunction.Subtract] = "Sub",
        [ScalarFunction.Multiply] = "Mul",
        [ScalarFunction.Divide] = "Div",
        [ScalarFunction.Negate] = "Neg",
        [ScalarFunction.Abs] = "Abs",
        [ScalarFunction.Sqrt] = "Sqrt",
        [ScalarFunction.Exp] = "Exp",
        [ScalarFunction.Log] = "Log",
        [ScalarFunction.Tanh] = "Tanh",
        [ScalarFunction.Sigmoid] = "Sigmoid",
        [ScalarFunction.Erf] = "Erf",
        [ScalarFunction.Relu] = "Relu",
        [ScalarFunction.Max] = "Max",
    };

    /// <summary>Adds a node.</summary>
    /// <param name="text">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="name">What its result would like to be called.</param>
    /// <param name="operands">The names of its inputs.</param>
    /// <param name="parameters">All parameters by name.</param>
    /// <returns>The name of its result.</returns>
    public static string Add(
        GraphText text, Node node, string name, string[] operands, IReadOnlyDictionary<string, ParameterInfo> parameters)
    {
        switch (node.Op)
        {
            case LeafOp { Kind: LeafKind.Parameter } leaf when parameters.TryGetValue(leaf.LeafName, out var parameter):
                return Parameter(text, parameter, name);
            case ConstantOp constant:
                return text.Floats([constant.Number]);
            case TableOp table:
                return text.Floats(table.Formula.Numbers(), [.. node.Shape.Dimensions]);
            case PositionOp position:
                return text.Floats(Enumerable.Range(0, position.Length).Select(i => (double)i), [.. node.Shape.Dimensions]);
            case DetachOp or GivenGradientOp or CopyOp or TieOp:
                return operands[0];
            case MapOp map:
                return Map(text, map.Function.Unfused == map.Function ? map.Function : null, map, name, operands);
            case ReshapeOp:
                return Reshape(text, name, operands[0], node.Shape);
            case PermuteOp permute:
                return text.Node("Transpose", name, operands, Of("perm", permute.Order));
            case BroadcastOp when node.Shape.IsBatched == node.Inputs[0].Shape.IsBatched:
                return text.Node(
                    "Expand", name, [operands[0], text.Ints([.. node.Shape.Dimensions.Select(size => size == Shape.Batch ? 1 : size)])]);
            case SliceOp slice:
                return text.Node(
                    "Slice", name,
                    [
                        operands[0], text.Ints(slice.Start), text.Ints(slice.Start + ((slice.Length - 1) * slice.Step) + 1),
                        text.Ints(slice.Axis), text.Ints(slice.Step),
                    ]);
            case ConcatOp concat:
                return text.Node("Concat", name, operands, Of("axis", concat.Axis));
            case PadOp pad:
                return text.Node("Pad", name, [operands[0], text.Ints(Pads(pad, node.Shape.Rank)), text.Floats([pad.Number])]);
            case ReduceOp { Kind: ReduceKind.Sum } sum:
                return text.Node("ReduceSum", name, [operands[0], text.Ints([.. sum.Axes])], Of("keepdims", 1));
            case ReduceOp maximum:
                return text.Since(
                    18, name,
                    result => text.Node("ReduceMax", result, [operands[0], text.Ints([.. maximum.Axes])], Of("keepdims", 1)),
                    result => text.Node("ReduceMax", result, operands, Of("axes", maximum.Axes), Of("keepdims", 1)));
            case TakeOp when node.Inputs[1].Op is LeafOp:
                return text.Node("Gather", name, operands, Of("axis", 0));
            case TakeOp:
                var ids = text.Node("Cast", name + "/ids", [operands[1]], Of("to", 7));
                return text.Node("Gather", name, [operands[0], ids], Of("axis", 0));
            case ContractOp { HasWindows: false, IsOfPairs: false } contract:
                return text.Node(
                    "Einsum", name, operands, Of("equation", $"{contract.Left},{contract.Right}->{contract.Result}"));
            case WindowReduceOp window when window.Windows.All(one => one.Axis >= 2) && node.Shape.Rank is 3 or 4:
                return Pool(text, window, name, operands[0], node.Inputs[0].Shape);
            default:
                return text.Fail($"{(node.Label is null ? "the model" : $"the layer '{node.Label}'")} computes {node.Op}, which has no "
                    + "operator in ONNX.");
        }
    }

    /// <summary>The numbers of a sample in another shape.</summary>
    public static string Reshape(GraphText text, string name, string operand, Shape shape) => text.Node(
        "Reshape", name, [operand, text.Ints([.. shape.Dimensions.Select(size => size == Shape.Batch ? -1 : size)])]);

    /// <summary>A parameter in the order of the compiler's axes; files have the standard one.</summary>
    private static string Parameter(GraphText text, ParameterInfo parameter, string name)
    {
        var weight = text.Weight(parameter.Name);
        if (parameter.PairedAxis >= 0 || parameter.IsWhole) return text.Fail($"the parameter '{parameter.Name}' is of whole numbers.");
        return parameter.Order.SequenceEqual(Enumerable.Range(0, parameter.Order.Count))
            ? weight
            : text.Node("Transpose", name, [weight], Of("perm", parameter.Order));
    }

    private static string Map(GraphText text, ScalarFunction? known, MapOp map, string name, string[] operands)
    {
        var function = known ?? map.Function;
        if (Functions.TryGetValue(function, out var type)) return text.Node(type, name, operands);
        string Inner(string inner, params string[] inputs) => text.Node(inner, $"{name}/{inner}", inputs);
        if (function == ScalarFunction.MultiplyAdd)
            return text.Node("Add", name, [Inner("Mul", operands[0], operands[1]), operands[2]]);
        if (function == ScalarFunction.Expm1) return text.Node("Sub", name, [Inner("Exp", operands[0]), text.Floats([1])]);
        if (function == ScalarFunction.Log1p) return text.Node("Log", name, [Inner("Add", operands[0], text.Floats([1]))]);
        if (function == ScalarFunction.IfLess)
            return text.Node("Where", name, [Inner("Less", operands[0], operands[1]), operands[2], operands[3]]);
        if (function == ScalarFunction.IfEqual)
            return text.Node("Where", name, [Inner("Equal", operands[0], operands[1]), operands[2], operands[3]]);
        return text.Fail($"the function '{map.Name}' has no operator in ONNX.");
    }

    private static int[] Pads(PadOp pad, int rank)
    {
        var pads = new int[2 * rank];
        (pads[pad.Axis], pads[pad.Axis + rank]) = (pad.Before, pad.After);
        return pads;
    }

    /// <summary>Windows without padding: maxima, or sums, which are means times the size of the window.</summary>
    private static string Pool(GraphText text, WindowReduceOp op, string name, string operand, Shape shape)
    {
        var axes = shape.Rank - 2;
        int Number(int axis, Func<Window, int> number) => op.Windows.FirstOrDefault(w => w.Axis == axis + 2) is { } w ? number(w) : 1;
        int[] All(Func<Window, int> number) => [.. Enumerable.Range(0, axes).Select(axis => Number(axis, number))];
        var kernel = All(window => window.Size);
        string[] attributes = [Of("kernel_shape", kernel), Of("strides", All(window => window.Stride))];
        if (op.Kind == ReduceKind.Max)
            return text.Node("MaxPool", name, [operand], [.. attributes, Of("dilations", All(window => window.Dilation))]);
        if (op.Windows.Any(window => window.Dilation != 1)) return text.Fail("sums of windows with gaps have no operator in ONNX.");
        var mean = text.Node("AveragePool", name + "/AveragePool", [operand], attributes);
        return text.Node("Mul", name, [mean, text.Floats([kernel.Aggregate(1, (a, b) => a * b)])]);
    }
}
