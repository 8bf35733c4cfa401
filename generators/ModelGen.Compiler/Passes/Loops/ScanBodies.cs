using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>Applies passes to the bodies of scans, which are graphs of their own.</summary>
internal static class ScanBodies
{
    /// <param name="graph">A graph on which the passes have run.</param>
    /// <param name="passes">The passes, in order.</param>
    /// <param name="verify">Whether the invariants of bodies are checked after each.</param>
    public static TensorGraph Run(TensorGraph graph, IReadOnlyList<Pass> passes, bool verify = false)
    {
        if (!graph.Nodes.Any(n => n.Op is ScanOp)) return graph;
        var done = new Dictionary<ScanBody, ScanBody>();
        return Pass.Rewriting("bodies-of-scans", (context, node, inputs) =>
        {
            if (node.Op is not ScanOp scan) return null;
            if (!done.TryGetValue(scan.Body, out var body))
            {
                var old = scan.Body;
                body = new ScanBody(old.Name, Pass.Run(old.Graph, passes, verify), old.Sequences, old.Carries, old.Constants);
                done.Add(old, body);
            }

            return context.Builder.Add(scan with { Body = body }, inputs.Select(i => i.Node).ToArray());
        }).Apply(graph);
    }
}
