using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>Scans become loops: the nodes of the body stand in the graph once, between nodes that read and stack the steps.</summary>
/// <remarks>
/// A step is a view that moves with the loop, and so is the memory that a value of a step is written to. So all passes behind this one, and
/// the schedule, see a body as they see everything else. What is carried lies in a tensor of all its values, the one before the first step
/// included: the values before each step and those behind it are ranges of it.
/// </remarks>
internal static class ScansToLoops
{
    public static readonly Pass Pass = new("scans-to-loops", graph => Loops(UnrollScans.Where(graph, IsOfSingleNumbers)));

    /// <summary>
    /// Whether some value of a step is a single number. Those of neighbouring samples would lie side by side, but steps lie between them.
    /// </summary>
    private static bool IsOfSingleNumbers(Node node)
    {
        var body = ((ScanOp)node.Op).Body;
        return body.Sequences.Concat(body.Carries).Select(leaf => leaf.Shape).Append(body[((ScanOp)node.Op).Output].Shape)
            .Any(shape => shape.SampleElements == 1);
    }

    private static TensorGraph Loops(TensorGraph graph)
    {
        var scans = new ScanResults(graph);
        if (!scans.Any) return graph;
        var (done, loops) = (new Dictionary<Node, Value>(), 0);
        return Pass.Rewriting("scans-to-loops", (context, node, inputs) =>
        {
            if (node.Op is not ScanOp op) return null;
            if (!done.ContainsKey(node))
                Loop(context.Builder, new ScanLoop(loops++, op.Length, op.Backwards), scans.Of(node), inputs, done);
            return done[node];
        }).Apply(graph);
    }

    private static void Loop(
        GraphBuilder builder, ScanLoop loop, IReadOnlyList<Node> results, Value[] inputs, Dictionary<Node, Value> done)
    {
        var body = ((ScanOp)results[0].Op).Body;
        var outside = body.Inputs.Select((leaf, i) => (leaf, Value: inputs[i])).ToDictionary(p => p.leaf, p => p.Value);
        var inside = new Dictionary<LeafOp, Value>();
        foreach (var leaf in body.Sequences) inside[leaf] = builder.Add(new StepOp(loop), outside[leaf].Node);
        foreach (var leaf in body.Constants) inside[leaf] = outside[leaf];
        var initial = new Value[body.Carries.Count];
        for (var i = 0; i < initial.Length; i++)
        {
            initial[i] = builder.Add(new KeepOp(FirstOrdinal + (loop.Id * MostCarries) + i), outside[body.Carries[i]].Node);
            inside[body.Carries[i]] = builder.Add(new CarriedOp(loop, i), initial[i].Node);
        }

        var step = body.Inline(builder, leaf => inside[leaf]);
        var histories = body.Carries.Select((leaf, i) => builder.Add(
            new HistoryOp(loop), initial[i].Node, inside[leaf].Node, step[body.NextOf(i)].Node)).ToArray();
        foreach (var result in results)
        {
            var node = body[((ScanOp)result.Op).Output];
            done[result] = node.Op is LeafOp leaf && body.Sequences.Contains(leaf) ? outside[leaf] : Tied(node);
        }

        Value Tied(Node node)
        {
            for (var i = 0; i < histories.Length; i++)
            {
                var isBefore = node.Op is LeafOp leaf && leaf == body.Carries[i];
                if (!isBefore && node != body.NextOf(i)) continue;
                var first = isBefore ? HistoryOp.Before(loop) : HistoryOp.Behind(loop);
                return Tie(histories[i]).Slice(ScanOp.TimeAxis, first, loop.Length);
            }

            return Tie(builder.Add(new StackOp(loop), step[node].Node));
        }

        Value Tie(Value value)
        {
            var others = histories.Where(h => h.Node != value.Node).Select(h => h.Node).ToArray();
            return others.Length == 0 ? value : builder.Add(new TieOp(), [value.Node, .. others]);
        }
    }

    // Other copies are numbered from zero.
    private const int FirstOrdinal = 1_000_000, MostCarries = 1_000;
}
