using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;

namespace ModelGen.Compiler.Programs;

/// <summary>
/// Buffers as a forward pass found them. Between <c>Forward</c> and <c>Backward</c> they get their next values, so those that gradients
/// depend on are copied first, to where activations lie.
/// </summary>
internal static class KeptBuffers
{
    public static readonly Pass Pass = new("kept-buffers", graph =>
    {
        var updated = new HashSet<string>(
            graph.Outputs.Where(o => o.Role == OutputRole.Buffer).Select(o => o.Name), StringComparer.Ordinal);
        var gradients = graph.Outputs.Where(o => o.Role is OutputRole.Gradient or OutputRole.InputGradient);
        var kept = new HashSet<Node>(new TensorGraph(gradients).Nodes
            .Where(node => node.Op is LeafOp { Kind: LeafKind.Parameter } leaf && updated.Contains(leaf.LeafName)));
        if (kept.Count == 0) return graph;
        return Pass.Rewriting("kept-buffers", (context, node, inputs) =>
        {
            if (!kept.Contains(node)) return null;
            context.Builder.Phase = Phase.Forward;
            return context.Builder.Add(new CopyOp(-1), context.Builder.Add(node.Op).Node);
        }).Apply(graph);
    });
}
