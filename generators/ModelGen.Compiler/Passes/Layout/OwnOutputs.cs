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
            // A copy alone would be made by that very kernel.
            if (IsParameter(output.Role) && IsSummedOverSamples(root)) node = builder.Add(new CompactOp(), node).Node;
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
        && (
            (node == root && !IsSummedOverSamples(root) && !IsCutElsewhere(root))
            || !IsParameter(output)
            || !Layout.Panels(node.Shape).InPanels
        );

    /// <summary>
    /// Whether the kernel that makes it adds up samples that lie in the lanes, and so walks over all other axes: in panels it cannot.
    /// </summary>
    private static bool IsSummedOverSamples(Node node) =>
        node.Lanes == Lanes.Samples
        && (
            node.Op is ReduceOp
                ? node.Inputs[0].Shape.IsBatched
                : node.Op.Role is OpRole.Elementwise or OpRole.Alias
                    && node.Inputs.Any(input => !input.Shape.IsBatched && IsSummedOverSamples(input))
        );

    /// <summary>Whether it is put together of parts that begin within a panel.</summary>
    private static bool IsCutElsewhere(Node root) =>
        Part.Of(root) is { } parts
        && parts.Any(part =>
            part.Axis == Layout.Padded(root.Shape).LaneAxis && (root.Op is not ConcatOp || part.Start % Layout.Lanes != 0));

    /// <summary>With samples in the lanes, results are copied to the caller element by element.</summary>
    private static bool IsTight(Node root) => Memory.LayoutOf(root) == Layout.Samples(root.Shape, isPacked: true);

    private static bool IsParameter(OutputRole output) => output is OutputRole.Gradient or OutputRole.Buffer;
}
