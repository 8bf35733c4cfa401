using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Which letter of a contraction runs along the vector lanes, and how each operand is read then.</summary>
/// <param name="Lane">The letter in the lanes.</param>
/// <param name="LeftIsVector">Whether the left operand is loaded as vectors; otherwise one number is broadcast.</param>
/// <param name="RightIsVector">The same for the right operand.</param>
internal sealed record ContractPlan(char Lane, bool LeftIsVector, bool RightIsVector)
{
    /// <summary>Stands for no letter: a window slides along the axis in the lanes, and results are computed one by one.</summary>
    public const char None = ' ';

    /// <summary>The plan for a node, or null if an operand is not contiguous along the lanes.</summary>
    public static ContractPlan? Choose(Node node) => Choose((ContractOp)node.Op, node.Inputs[0].Shape, node.Inputs[1].Shape, node.Lanes);

    /// <summary>The plan for operands in the compiler's own layouts, or null if one is not contiguous along the lanes.</summary>
    public static ContractPlan? Choose(ContractOp op, Shape left, Shape right, Lanes lanes)
    {
        if (lanes == Lanes.Samples && (left.IsBatched || right.IsBatched))
        {
            var batch = BatchOf(op, left, right);
            return new ContractPlan(batch, op.Left.Contains(batch), op.Right.Contains(batch));
        }

        var result = op.InferShape([left, right]);
        var lane = PreferredLane(op, result);
        var wide = result[op.Result.IndexOf(lane)] != 1;
        if (wide && (IsInWindow(op.Left, lane) || IsInWindow(op.Right, lane))) return new ContractPlan(None, false, false);
        var leftIsVector = wide && op.Left.Contains(lane);
        var rightIsVector = wide && op.Right.Contains(lane);
        return (leftIsVector && !IsContiguous(op.Left, left, lane)) || (rightIsVector && !IsContiguous(op.Right, right, lane))
            ? null
            : new ContractPlan(lane, leftIsVector, rightIsVector);
    }

    /// <summary>Whether samples are in the lanes and are summed over. Then the operands must hold zeros behind the last sample.</summary>
    public static bool SumsOverSamples(Node node) => node.Op is ContractOp && node.Lanes == Lanes.Samples && !node.Shape.IsBatched
        && node.Inputs.Any(i => i.Shape.IsBatched);

    /// <summary>
    /// The operands of a kernel that must hold zeros behind the last sample: those with samples in the lanes that it sums over or
    /// transposes, since it reads blocks of sixteen in full.
    /// </summary>
    public static IEnumerable<Node> WholeBlocks(Node anchor) =>
        anchor.Op is FeaturesInLanesOp || (anchor.Op is ContractOp && !anchor.Shape.IsBatched)
            ? anchor.Inputs.Select(Memory.Root).Where(root => root.Shape.IsBatched && root.Lanes == Lanes.Samples)
            : [];

    /// <summary>The letter along which the result is contiguous in memory, where features lie in the lanes.</summary>
    public static char PreferredLane(ContractOp op, Shape result)
    {
        var axis = Layout.Padded(result).LaneAxis;
        return axis < 0 || result[axis] == Shape.Batch ? op.Result[op.Result.Length - 1] : op.Result[axis];
    }

    /// <summary>Whether the operand must be transposed for a vector to read it along <paramref name="lane"/>.</summary>
    public static bool NeedsTranspose(Subscripts letters, Shape shape, char lane) =>
        letters.Contains(lane) && !IsContiguous(letters, shape, lane);

    private static bool IsContiguous(Subscripts letters, Shape shape, char lane) => Layout.Padded(shape).LaneAxis == letters.AxisOf(lane);

    private static bool IsInWindow(Subscripts letters, char lane) => letters.Contains(lane) && letters.AxisOf(lane) < 0;

    private static char BatchOf(ContractOp op, Shape left, Shape right)
    {
        var (operand, shape) = left.IsBatched ? (op.Left, left) : (op.Right, right);
        return operand.Axes[0].Plain ?? throw new CompilerException($"{op} has a window over the samples of {shape}.");
    }
}
