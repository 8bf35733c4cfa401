using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Passes;

/// <summary>Transposes the operands of a product that no vector could read along the lanes of the result.</summary>
internal static class TransposeOperands
{
    public static readonly Pass Pass = Pass.Rewriting("transpose-operands", (context, node, inputs) =>
    {
        if (node.Op is not ContractOp op || ContractPlan.Choose(op, inputs[0].Shape, inputs[1].Shape, node.Lanes) is not null) return null;
        var lane = ContractPlan.PreferredLane(op, node.Shape);
        var (left, leftLetters) = Transposed(inputs[0], op.Left, lane);
        var (right, rightLetters) = Transposed(inputs[1], op.Right, lane);
        return context.Builder.Add(op with { Left = leftLetters, Right = rightLetters }, left.Node, right.Node);
    });

    private static (Value, Subscripts) Transposed(Value operand, Subscripts letters, char lane)
    {
        if (!ContractPlan.NeedsTranspose(letters, operand.Shape, lane)) return (operand, letters);
        var last = letters.AxisOf(lane);
        var order = Enumerable.Range(0, letters.Rank).Where(axis => axis != last).Append(last).ToArray();
        var transposed = operand.Builder.Add(new PermuteOp(order.ToEquatableArray(), InPanels: true), operand.Node);
        return (transposed, new Subscripts(order.Select(axis => letters.Axes[axis]).ToEquatableArray()));
    }
}
