using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// A product reads an operand where it is, axis by axis, if flattening it would take a copy: <c>nk,ko->no</c> of a flattened image with
/// channels last becomes <c>nhwc,chwo->no</c>.
/// </summary>
/// <remarks>The axes are summed in the order in which they were flattened, so the value is the same to the bit.</remarks>
internal static class UnflattenProducts
{
    /// <summary>The least number of products in the innermost loop. Shorter loops cost more than the copy.</summary>
    private const int LeastInnermost = 16;

    public static readonly Pass Pass = Pass.Rewriting(
        "unflatten-products",
        (context, node, inputs) =>
        {
            if (
                node.Op is not ContractOp { HasWindows: false } op
                || node.Lanes != Lanes.Features
                || inputs[0].Node is not { Op: ReshapeOp, Shape.IsBatched: true } flat
                || ContractPlan.Choose(op, flat.Shape, inputs[1].Shape, node.Lanes) is not { LeftIsVector: false })
                return null;
            var source = flat.Inputs[0];
            var isPermuted = source.Op is PermuteOp { InPanels: false } && !Memory.IsAlias(source);
            if ((Memory.IsAlias(flat) && !isPermuted) || Letters(op, source.Shape, flat.Shape) is not { } letters) return null;

            var (read, order) = isPermuted ? (source.Inputs[0], ((PermuteOp)source.Op).Order.ToArray()) : (source, null);
            var axes = letters.SelectMany(axis => axis).ToArray();
            if (order is not null) axes = axes.Select((_, axis) => axes[Array.IndexOf(order, axis)]).ToArray();
            var left = new Subscripts(axes.Select(Subscript.Of).ToEquatableArray());
            if (read.Lanes != Lanes.Features || Innermost(op, letters, left, read.Shape) < LeastInnermost) return null;

            var (right, rightLetters) = (inputs[1], op.Right);
            var summed = op.Summed;
            for (var axis = 0; axis < letters.Count; axis++)
            {
                if (letters[axis].Length == 1) continue;
                var letter = op.Left.Axes[axis].Plain!.Value;
                summed = summed.Replace(letter.ToString(), letters[axis]);
                var at = rightLetters.AxisOf(letter);
                var sizes = letters[axis].Select(l => read.Shape[left.AxisOf(l)]);
                right = right.Reshape(Shape.Of([.. right.Shape.Dimensions.Take(at), .. sizes, .. right.Shape.Dimensions.Skip(at + 1)]));
                rightLetters = new Subscripts(
                    rightLetters.Axes.Take(at).Concat(letters[axis].Select(Subscript.Of)).Concat(rightLetters.Axes.Skip(at + 1))
                        .ToEquatableArray());
            }

            if (!Memory.IsAlias(right.Node)) return null;
            var product = op with { Left = left, Right = rightLetters, Summed = summed };
            return ContractPlan.Choose(product, read.Shape, right.Shape, node.Lanes) is { LeftIsVector: false }
                ? context.Builder.Add(product, read, right.Node)
                : null;
        });

    /// <summary>
    /// For each axis of the flattened operand, the letters of the axes that it was made of; null if an axis was divided, or if one that
    /// was made of several is not summed.
    /// </summary>
    private static IReadOnlyList<string>? Letters(ContractOp op, Shape before, Shape after)
    {
        var letters = new List<string>();
        var fresh = new Queue<char>("ABCDEFGHIJKLMNOPQRSTUVWXYZ".Where(l => !op.Left.Contains(l) && !op.Right.Contains(l)));
        foreach (var run in ReshapeOp.Runs(before, after))
        {
            if (run.Before.Length == 0 || run.After.Length != 1 || fresh.Count < run.Before.Length) return null;
            var letter = op.Left.Axes[run.After[0]].Plain!.Value;
            if (run.Before.Length > 1 && (!op.Summed.Contains(letter) || op.Right.AxisOf(letter) < 0)) return null;
            letters.Add(run.Before.Length == 1
                ? letter.ToString()
                : string.Concat(run.Before.Select(_ => fresh.Dequeue().ToString())));
        }

        return letters.Any(axis => axis.Length > 1) ? letters : null;
    }

    /// <summary>The products of the innermost loop: over the axes at the end of the sum whose elements have one stride.</summary>
    private static int Innermost(ContractOp op, IReadOnlyList<string> letters, Subscripts left, Shape shape)
    {
        var strides = Layout.Padded(shape).Strides;
        var last = letters.Where((_, axis) => op.Left.Axes[axis].Plain == op.Summed[op.Summed.Length - 1]).FirstOrDefault() ?? "";
        var (count, stride) = (1, 0);
        foreach (var axis in last.Reverse().Select(left.AxisOf).Where(axis => shape[axis] != 1))
        {
            if (count > 1 && strides[axis] != stride * count) break;
            if (count == 1) stride = strides[axis];
            count *= shape[axis];
        }

        return count;
    }
}
