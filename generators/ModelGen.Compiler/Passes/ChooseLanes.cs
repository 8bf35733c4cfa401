using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>Decides what lies in the lanes of a program that always sees whole batches: the samples, where features would leave lanes empty.</summary>
internal static class ChooseLanes
{
    /// <summary>Samples in the lanes need their inputs turned, so they must save a good part.</summary>
    private const double WorthTurning = 1.5;

    public static readonly Pass Pass = new("choose-lanes", graph =>
    {
        var lanes = Best(graph);
        return Pass.Rewriting("choose-lanes", (context, _, _) =>
        {
            context.Builder.Lanes = lanes;
            return null;
        }).Apply(graph);
    });

    /// <summary>Samples if the graph has windows, or if features would fill the lanes badly.</summary>
    public static Lanes Best(TensorGraph graph)
    {
        double inFeatures = 0, inSamples = 0;
        foreach (var node in graph.Nodes.Where(n => n.Shape.IsBatched || n.Inputs.Any(i => i.Shape.IsBatched)))
        {
            if (node.Op is ContractOp { Left: var left, Right: var right } && (left.HasWindows || right.HasWindows)) return Lanes.Samples;
            var (cost, lane) = Work(node);
            inSamples += cost;
            inFeatures += cost * Layout.RoundUp(lane) / lane;
        }

        return inFeatures > WorthTurning * inSamples ? Lanes.Samples : Lanes.Features;
    }

    /// <summary>Operations for one sample, and how many features lie side by side.</summary>
    private static (double Cost, int Lane) Work(Node node)
    {
        if (node.Op is ContractOp op) return (node.Op.MultiplyAdds(node), Math.Max(1, node.Shape[op.Result.IndexOf(ContractPlan.PreferredLane(op, node.Shape))]));
        if (node.Op is not MapOp) return (0, 1);
        var axis = Layout.Padded(node.Shape).LaneAxis;
        var lane = axis < 0 || node.Shape[axis] == Shape.Batch ? Layout.Lanes : node.Shape[axis];
        return (JitBudget.Cost([node]) * (double)node.Shape.SampleElements, lane);
    }
}
