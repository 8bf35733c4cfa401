using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>Stores zeros around operands of windows whose implicit padding no loop bound can express.</summary>
internal static class ExplicitPadding
{
    public static readonly Pass Pass = Pass.Rewriting("explicit-padding", (context, node, inputs) =>
    {
        if (node.Op is not ContractOp { HasWindows: true } op) return null;
        var sizes = op.Sizes(inputs.Select(i => i.Shape).ToArray());
        Subscript[] reaching = [.. Reaching(op.Left, inputs[0], sizes), .. Reaching(op.Right, inputs[1], sizes)];
        var left = Padded(op, op.Left, inputs[0], sizes, IsAlone);
        var right = Padded(op, op.Right, inputs[1], sizes, IsAlone);
        return context.Builder.Add(op with { Left = left.Subscripts, Right = right.Subscripts }, left.Value.Node, right.Value.Node);

        // Whether its letters are in no other window with implicit padding.
        bool IsAlone(ImplicitPadding padding) =>
            new[] { padding.Free, padding.Summed }.All(letter => reaching.Count(axis => axis.FactorOf(letter) != 0) == 1);
    });

    private static IEnumerable<Subscript> Reaching(Subscripts operand, Value value, IReadOnlyDictionary<char, int> sizes) =>
        operand.Axes.Where((_, axis) => operand.Reaches(axis, value.Shape, sizes));

    private static SubscriptedValue Padded(
        ContractOp op,
        Subscripts operand,
        Value value,
        IReadOnlyDictionary<char, int> sizes,
        Func<ImplicitPadding, bool> isAlone)
    {
        var axes = operand.Axes.ToArray();
        for (var axis = 0; axis < axes.Length; axis++)
        {
            if (!operand.Reaches(axis, value.Shape, sizes)) continue;
            if (ImplicitPadding.Of(op, axes[axis], value.Shape[axis], sizes) is { } padding && isAlone(padding)) continue;
            var (first, last) = axes[axis].Range(letter => sizes[letter]);
            var before = Math.Max(0, -first);
            value = value.Pad(axis, before, Math.Max(0, last - value.Shape[axis] + 1));
            axes[axis] = axes[axis] with { Offset = axes[axis].Offset + before };
        }

        return new SubscriptedValue(
            new Subscripts(Spec.EquatableArray.Of(axes)),
            SlidesOverPanels(axes, value.Node) ? value.Builder.Add(new CopyOp(0), value.Node) : value);
    }

    /// <summary>
    /// Whether a window slides along the axis of a parameter that is cut into panels, where neighbours do not all have the same
    /// distance.
    /// </summary>
    private static bool SlidesOverPanels(Subscript[] axes, Node node) =>
        node.Op is LeafOp { IsLikeParameter: true }
        && Layout.Panels(node.Shape) is { InPanels: true } layout
        && axes[layout.LaneAxis].Plain is null;
}
