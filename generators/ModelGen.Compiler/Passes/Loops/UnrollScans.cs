using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>A scan as copies of its body, one behind the other: what a loop of it must compute, to the bit.</summary>
internal static class UnrollScans
{
    /// <summary>All scans.</summary>
    public static readonly Pass Pass = new("unroll-scans", graph => Where(graph, _ => true));

    /// <summary>Those for which something holds.</summary>
    public static TensorGraph Where(TensorGraph graph, Func<Node, bool> isUnrolled)
    {
        var scans = new ScanResults(graph);
        if (!scans.Any) return graph;
        var done = new Dictionary<Node, Value>();
        return Pass.Rewriting("unroll-scans", (context, node, inputs) =>
        {
            if (node.Op is not ScanOp || !isUnrolled(node)) return null;
            if (!done.ContainsKey(node)) Unroll(context.Builder, scans.Of(node), inputs, done);
            return done[node];
        }).Apply(graph);
    }

    private static void Unroll(GraphBuilder builder, IReadOnlyList<Node> results, Value[] inputs, Dictionary<Node, Value> done)
    {
        var op = (ScanOp)results[0].Op;
        var (body, loop) = (op.Body, new ScanLoop(0, op.Length, op.Backwards));
        var values = body.Inputs.Select((leaf, i) => (leaf, Value: inputs[i])).ToDictionary(p => p.leaf, p => p.Value);
        var sequences = body.Sequences.Select(leaf => values[leaf]).ToArray();
        var steps = results.Select(_ => new Value[op.Length]).ToArray();
        for (var iteration = 0; iteration < op.Length; iteration++)
        {
            var time = loop.At(iteration);
            for (var i = 0; i < sequences.Length; i++)
                values[body.Sequences[i]] = sequences[i].Slice(ScanOp.TimeAxis, time, 1).Reshape(body.Sequences[i].Shape);
            var step = body.Inline(builder, leaf => values[leaf]);
            for (var i = 0; i < results.Count; i++)
            {
                var value = step[body[((ScanOp)results[i].Op).Output]];
                steps[i][time] = value.Reshape(Shape.Batched([1, .. value.Shape.Sample]));
            }

            for (var i = 0; i < body.Carries.Count; i++) values[body.Carries[i]] = step[body.NextOf(i)];
        }

        for (var i = 0; i < results.Count; i++) done[results[i]] = builder.Concat(ScanOp.TimeAxis, steps[i]);
    }
}
