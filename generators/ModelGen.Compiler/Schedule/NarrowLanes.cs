using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Which kernels compute only the first eight lanes of every vector, because the others are unused.</summary>
/// <remarks>
/// A convolution of six channels has six of sixteen lanes to fill. Where a multiply-add of 512 bits takes as long as two of 256, and
/// wherever vectors are narrower than sixteen lanes, eight lanes take half the time. The layout stays the same, and the values in the
/// other lanes are undefined. (Not in gradients of weights, where they must be zero.)
/// </remarks>
internal static class NarrowLanes
{
    /// <summary>Lanes that are computed.</summary>
    public const int Count = VirtualVector.NarrowLanes;

    /// <summary>
    /// Whether they are enough for a kernel: sums of products with features in the lanes, and simple arithmetic behind them.
    /// </summary>
    public static bool Suffice(KernelGroup group) =>
        group.Anchor is { Op: ContractOp, Shape.IsBatched: true } anchor
        && LaneSize(anchor) is > 1 and <= Count
        && group.Members.All(n =>
            n == anchor || (n.Op is MapOp map && Instructions.Of(map.Function) == 1 && !n.Inputs.Any(i => i.Op is RandomOp)));

    private static int LaneSize(Node anchor)
    {
        var op = (ContractOp)anchor.Op;
        return ContractPlan.Choose(anchor) is { } plan && op.Result.IndexOf(plan.Lane) is >= 0 and var axis ? anchor.Shape[axis] : 0;
    }
}
