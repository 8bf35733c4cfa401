using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Products with weights of 8 bits: the factor of an output is the same in all terms of its sum, and is applied once, behind it. Without
/// this, weights would be multiplied by it one by one, in a kernel of its own.
/// </summary>
/// <remarks>
/// It fits where the factors belong to the last axis of the weights, and that axis, or the two into which a reshape divides it, are axes
/// of the result: in dense layers, convolutions and projections.
/// </remarks>
internal static class ScaleAfterSums
{
    public static readonly Pass Pass = Pass.Rewriting("scale-after-sums", (context, node, inputs) =>
    {
        if (node.Op is not ContractOp op) return null;
        for (var side = 0; side < 2; side++)
        {
            if (Factors(node.Inputs[side]) is not var (numbers, scale)) continue;
            var (letters, shape) = (side == 0 ? op.Left : op.Right, node.Inputs[side].Shape);
            if (ResultSizes(op, letters, shape, scale.Shape[0], node.Shape) is not { } sizes) continue;
            var operands = inputs.Select(input => input.Node).ToArray();
            operands[side] = context.New[numbers].Reshape(shape).Node;
            return context.Builder.Add(op, operands) * context.New[scale].Reshape(Shape.Of(sizes));
        }

        return null;
    });

    /// <summary>The whole numbers and the factors of their last axis, perhaps behind a reshape.</summary>
    private static (Node Numbers, Node Scale)? Factors(Node node)
    {
        if (node.Op is ReshapeOp) node = node.Inputs[0];
        return node.Op is MapOp { Function: var function } && function == ScalarFunction.Multiply
            && node.Inputs[0].Op is LeafOp { Kind: LeafKind.Parameter } numbers
            && node.Inputs[1].Op is LeafOp { Kind: LeafKind.Parameter } scale
            && scale.LeafName == numbers.LeafName + Elements.ScaleSuffix
            ? (node.Inputs[0], node.Inputs[1])
            : null;
    }

    /// <summary>The factors' shape among the axes of the result; null if they do not fit.</summary>
    private static int[]? ResultSizes(ContractOp op, Subscripts letters, Shape shape, int count, Shape result)
    {
        var axes = new List<int>();
        for (var axis = shape.Rank - 1; axis >= 0 && count > 1; axis--)
        {
            if (letters.Axes[axis].Plain is not { } letter || op.Result.IndexOf(letter) is not (>= 0 and var at)) return null;
            if (count % shape[axis] != 0 || (axes.Count > 0 && at >= axes[axes.Count - 1])) return null;
            count /= shape[axis];
            axes.Add(at);
        }

        return count > 1 ? null : Enumerable.Range(0, result.Rank).Select(axis => axes.Contains(axis) ? result[axis] : 1).ToArray();
    }
}
