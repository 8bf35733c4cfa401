using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>Gradients of dense weights have features in the lanes, even where everything else has samples there.</summary>
/// <remarks>
/// With samples in the lanes, each of the many results is sixteen sums, which must be added up in the end: for a batch of 128 that
/// costs more than its eight multiply-adds. With features there, one operand must be transposed, which is little beside the products;
/// the other is read as it is. A convolution's gradient has few results and long sums, and stays.
/// </remarks>
internal static class FeaturesForSums
{
    /// <summary>The least number of products in which each transposed number must be used, for each sample.</summary>
    private const int LeastRows = 64;

    /// <summary>The share of lanes that must not be empty.</summary>
    private const double LeastFilled = 0.85;

    public static readonly Pass Pass = Pass.Rewriting(
        "features-for-sums",
        (context, node, inputs) =>
        {
            if (
                node.Op is not ContractOp { HasWindows: false } op
                || !ContractPlan.SumsOverSamples(node)
                || !inputs.All(i => i.Shape.IsBatched))
                return null;
            var lane = ContractPlan.PreferredLane(op, node.Shape);
            var size = node.Shape[op.Result.IndexOf(lane)];
            var (letters, operand) = op.Left.Contains(lane) ? (op.Left, 0) : (op.Right, 1);
            var rows = op
                .Result.Where(letter => !letters.Contains(letter))
                .Aggregate(1, (product, letter) => product * node.Shape[op.Result.IndexOf(letter)]);
            if (size < LeastFilled * Layout.RoundUp(size) || rows < LeastRows)
                return null;
            if ((op.Left.Contains(lane) && op.Right.Contains(lane)) || ContractPlan.NeedsTranspose(letters, inputs[operand].Shape, lane))
                return null;
            context.Builder.Lanes = Lanes.Features;
            inputs[operand] = context.Builder.Add(new FeaturesInLanesOp(), inputs[operand].Node);
            return context.Builder.Add(op, inputs.Select(i => i.Node).ToArray());
        });
}
