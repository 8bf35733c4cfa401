using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Elementwise nodes alone: one pass over their shape.</summary>
internal static class MapLowering
{
    public static void Lower(GroupLowering lowering)
    {
        var domain = lowering.Group.Domain;
        var members = lowering.Group.Members.ToArray();
        var laneAxis = Layout.Of(domain, lowering.Lanes).LaneAxis;
        var space = new IterationSpace([.. domain.Dimensions], laneAxis);
        var outputs = lowering.Stored(members).ToArray();
        foreach (var node in lowering.ExternalInputs(members).Concat(outputs)) space.Touch(lowering.Plan.StorageOf(node), node.Shape);

        // A loop over the padding, too, would overwrite it where it must stay zero.
        var mergeLane = !outputs.Any(o => lowering.Plan.StorageOf(o).Address.CleanPadding && domain.Rank > 1);
        var loops = space.Loops(Enumerable.Range(0, domain.Rank), mergeLane, !lowering.NeedsPositions(members));
        var budget = lowering.Target.IsForOneSample ? JitBudget.UnrolledOfOneSample : JitBudget.UnrolledOperations;
        LoopNest.Write(lowering.Builder, loops, positions =>
        {
            var evaluation = new Evaluation(lowering, domain, positions, positions.Any(p => p.Axis.IsLane) ? laneAxis : -1);
            foreach (var output in outputs) evaluation.Store(output);
        }, Instructions.Of(members) * lowering.Target.Parts, budget, lowering.Lanes == Lanes.Samples);
    }
}
