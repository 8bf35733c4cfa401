using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Sums over a batch whose results would leave most lanes empty are computed transposed: the gradient of a [16, 4] weight takes
/// sixteen vectors of four numbers for each sample, and that of a [4, 16] weight four of sixteen.
/// </summary>
internal static class FillLanes
{
    /// <summary>
    /// The least factor by which there must be fewer vectors. Transposing the result costs as much for a small batch as for a large one.
    /// </summary>
    private const int Worthwhile = 2;

    public static readonly Pass Pass = Pass.Rewriting(
        "fill-lanes",
        (context, node, inputs) =>
        {
            if (node.Op is not ContractOp op || node.Lanes != Lanes.Features || node.Shape.IsBatched || !inputs.All(i => i.Shape.IsBatched))
                return null;
            var sizes = op.Sizes(inputs.Select(i => i.Shape).ToArray());
            var lane = ContractPlan.PreferredLane(op, node.Shape);
            var better = new[] { (op.Left, inputs[0]), (op.Right, inputs[1]) }
                .Select(o => Adjacent(o.Item1, o.Item2))
                .OfType<char>()
                .Where(letter => letter != lane && op.Result.Contains(letter) && Worthwhile * Vectors(letter) <= Vectors(lane))
                .OrderBy(Vectors)
                .FirstOrDefault();
            if (better == default)
                return null;
            var result = op.Result.Replace(better.ToString(), "") + better;
            return context
                .Builder.Add(op with { Result = result }, inputs.Select(i => i.Node).ToArray())
                .Permute(op.Result.Select(letter => result.IndexOf(letter)).ToArray());

            int Vectors(char along) =>
                op.Result.Aggregate(
                    1,
                    (count, letter) => count * (letter == along ? Layout.RoundUp(sizes[letter]) / Layout.Lanes : sizes[letter]));
        });

    /// <summary>The letter of the operand's contiguous axis, if it is not in a window.</summary>
    private static char? Adjacent(Subscripts letters, Value operand)
    {
        var axis = Layout.Padded(operand.Shape).LaneAxis;
        return axis < 0 || operand.Shape[axis] == Shape.Batch ? null : letters.Axes[axis].Plain;
    }
}
