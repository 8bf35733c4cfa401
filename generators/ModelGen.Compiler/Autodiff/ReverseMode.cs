using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Autodiff;

/// <summary>Reverse-mode differentiation: walks from results to leaves and asks each primitive for its rule.</summary>
public static class ReverseMode
{
    /// <summary>
    /// The gradients of Σ seeds·roots with respect to <paramref name="targets"/>; null for a target that no root depends on.
    /// </summary>
    /// <remarks>Nodes that depend on no target are not differentiated, such as the input of the first layer.</remarks>
    public static IReadOnlyList<Value?> Gradients(
        GraphBuilder builder, IReadOnlyList<(Value Root, Value Seed)> roots, IReadOnlyList<Value> targets)
    {
        var nodes = new TensorGraph(roots.Select((r, i) => new GraphOutput("root" + i, r.Root.Node))).Nodes;
        var wanted = new HashSet<Node>(targets.Select(t => t.Node));
        foreach (var node in nodes)
            if (node.Inputs.Any(wanted.Contains)) wanted.Add(node);

        var (phase, label) = (builder.Phase, builder.Label);
        builder.Phase = Phase.Backward;
        var gradients = new Dictionary<Node, Value>();
        foreach (var (root, seed) in roots) Accumulate(root.Node, seed.BroadcastTo(root.Shape));
        foreach (var node in nodes.Reverse())
        {
            if (!wanted.Contains(node) || !gradients.TryGetValue(node, out var upstream)) continue;
            builder.Label = node.Label;
            var inputs = node.Inputs.Select(builder.Wrap).ToArray();
            var partial = node.Op.Gradient(builder.Wrap(node), inputs, upstream);
            for (var i = 0; i < partial.Count; i++)
                if (partial[i] is { } gradient && wanted.Contains(node.Inputs[i])) Accumulate(node.Inputs[i], gradient);
        }

        (builder.Phase, builder.Label) = (phase, label);
        return targets.Select(t => gradients.TryGetValue(t.Node, out var g) ? g : (Value?)null).ToArray();

        void Accumulate(Node node, Value gradient)
        {
            if (!IsZero(gradient.Node)) gradients[node] = gradients.TryGetValue(node, out var sum) ? sum + gradient : gradient;
        }
    }

    /// <summary>
    /// Whether a gradient is the constant zero, so that none flows. A product with zero does not count, since it may be NaN.
    /// </summary>
    private static bool IsZero(Node gradient) =>
        gradient.Op is ConstantOp { Number: 0 } || (gradient.Op is BroadcastOp or ReshapeOp && IsZero(gradient.Inputs[0]));
}
