using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>Gives every result memory of its own. A result that is a leaf, a constant or an alias of another result is copied.</summary>
internal static class OwnOutputs
{
    public static readonly Pass Pass = new("own-outputs", graph =>
    {
        var builder = new GraphBuilder();
        var replaced = new Dictionary<Node, Value>();
        foreach (var node in graph.Nodes)
        {
            builder.Phase = node.Phase;
            builder.Label = node.Label;
            builder.Lanes = node.Lanes;
            replaced[node] = builder.Add(node.Op, node.Inputs.Select(i => replaced[i].Node).ToArray());
        }

        var taken = new HashSet<Node>();
        return new TensorGraph(graph.Outputs.Select((output, i) =>
        {
            var node = replaced[output.Node].Node;
            var root = Memory.Root(node);
            var isOwn = root.Op.Role != OpRole.Leaf && root.Op is not CompactOp && !Fusion.IsFree(root);
            if (isOwn && HasLayout(output.Role, node, root) && taken.Add(root)) return output with { Node = node };
            builder.Phase = output.Node.Phase;
            builder.Lanes = output.Node.Lanes;
            return output with { Node = builder.Add(new CopyOp(i), node).Node };
        }).ToArray());
    });

    /// <summary>
    /// Whether the memory can have the layout that the result needs: gradients and buffers have that of their parameters, which may be
    /// panels.
    /// </summary>
    private static bool HasLayout(OutputRole output, Node node, Node root) =>
        !Memory.IsMoved(node)
        && !Memory.IsInPanels(root)
        && (root.Lanes == Lanes.Features || !root.Shape.IsBatched || IsTight(root))
        && (node == root || !IsParameter(output) || !Layout.Panels(node.Shape).InPanels);

    /// <summary>With samples in the lanes, results are copied to the caller element by element.</summary>
    private static bool IsTight(Node root) => Memory.LayoutOf(root) == Layout.Samples(root.Shape, isPacked: true);

    private static bool IsParameter(OutputRole output) => output is OutputRole.Gradient or OutputRole.Buffer;
}
