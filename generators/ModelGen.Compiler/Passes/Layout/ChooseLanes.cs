using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>Decides what is in the lanes. The order of each sum of the forward pass is fixed before, so this changes no value.</summary>
/// <remarks>
/// A program for whole batches has samples in the lanes if features would leave many lanes empty. Prediction has features there, or
/// channels of images; a second program predicts whole blocks of samples.
/// </remarks>
internal static class ChooseLanes
{
    /// <summary>With samples in the lanes, inputs must be transposed, so they must save at least this factor.</summary>
    private const double WorthTransposing = 1.5;

    /// <summary>For a program that always sees whole batches.</summary>
    public static readonly Pass ForBatches = new("lanes-for-batches", graph =>
        Best(graph) == Lanes.Samples ? Samples(SumsInOrder.Pass.Apply(graph)) : graph);

    /// <summary>For a program that may see a single sample.</summary>
    public static readonly Pass ForSamples = new("lanes-for-samples", graph => graph.HasWindows ? ChannelsLast.Pass.Apply(graph) : graph);

    /// <summary>For a program that does the same for blocks of sixteen samples.</summary>
    public static readonly Pass ForBlocks = new("lanes-for-blocks", graph => graph.HasWindows ? Samples(graph) : graph);

    /// <summary>
    /// Samples in the lanes of everything, apart from ids and what they index: the rows that sixteen samples name lie apart, while a row's
    /// features lie side by side.
    /// </summary>
    private static TensorGraph Samples(TensorGraph graph) => Pass.Rewriting("samples-in-lanes", (context, node, inputs) =>
    {
        var byRows = node.Op is TakeOp or ScatterAddOp or LeafOp { Kind: LeafKind.Tokens };
        for (var i = 0; i < inputs.Length; i++) inputs[i] = InLanes(context.Builder, inputs[i], byRows ? Lanes.Features : Lanes.Samples);
        context.Builder.Lanes = byRows ? Lanes.Features : Lanes.Samples;
        return context.Builder.Add(node.Op, inputs.Select(i => i.Node).ToArray());
    }).Apply(graph);

    private static Value InLanes(GraphBuilder builder, Value value, Lanes lanes)
    {
        if (!value.Shape.IsBatched || value.Node.Op.Role == OpRole.Inline || value.Node.Lanes == lanes) return value;
        builder.Lanes = lanes;
        return builder.Add(lanes == Lanes.Features ? new FeaturesInLanesOp() : new SamplesInLanesOp(), value.Node);
    }

    /// <summary>Samples if the graph has windows, or if features would fill the lanes badly.</summary>
    private static Lanes Best(TensorGraph graph)
    {
        if (graph.HasWindows) return Lanes.Samples;
        double inFeatures = 0, inSamples = 0;
        foreach (var node in graph.Nodes.Where(n => n.Shape.IsBatched || n.Inputs.Any(i => i.Shape.IsBatched)))
        {
            var (cost, lane) = Work(node);
            inSamples += cost;
            inFeatures += cost * Layout.RoundUp(lane) / lane;
        }

        return inFeatures > WorthTransposing * inSamples ? Lanes.Samples : Lanes.Features;
    }

    /// <summary>The operations for one sample, and the size of the axis that would be in the lanes.</summary>
    private static (double Cost, int Lane) Work(Node node)
    {
        var times = (double)(node.Loop?.Length ?? 1);
        if (node.Op is ContractOp op)
        {
            var letter = ContractPlan.PreferredLane(op, node.Shape);
            return (times * node.Op.MultiplyAdds(node), Math.Max(1, node.Shape[op.Result.IndexOf(letter)]));
        }

        if (node.Op is not MapOp)
            return (0, 1);
        var axis = Layout.Padded(node.Shape).LaneAxis;
        var lane = axis < 0 || node.Shape[axis] == Shape.Batch ? Layout.Lanes : node.Shape[axis];
        return (times * Instructions.Of([node]) * node.Shape.SampleElements, lane);
    }
}
