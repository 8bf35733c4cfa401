using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>Gives every result memory of its own. A result that is a leaf, a constant or an alias of another result is copied.</summary>
/// <remarks>
/// If two results are the same sums under different shapes, the copy has the shape of the sums: then their kernel stores them twice, and
/// no other kernel is needed.
/// </remarks>
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

        var users = graph.Users();
        var taken = new HashSet<Node>();
        return new TensorGraph(graph.Outputs.Select((output, i) =>
        {
            var node = replaced[output.Node].Node;
            var root = Memory.Root(node);
            var isOwn = root.Op.Role != OpRole.Leaf && root.Op is not CompactOp && !Fusion.IsFree(root);
            if (isOwn && HasLayout(output.Role, node, root, IsReadElsewhere(output.Node)) && taken.Add(root))
                return output with { Node = node };
            builder.Phase = output.Node.Phase;
            builder.Lanes = output.Node.Lanes;
            var copy = isOwn && !root.Shape.IsBatched && !Memory.IsMoved(node) ? CopyOfRoot(builder, node, root, i) : null;
            if (copy is not null && HasLayout(output.Role, copy, Memory.Root(copy), isReadElsewhere: false))
                return output with { Node = copy };
            // A copy alone would be made by that very kernel.
            if (IsParameter(output.Role) && IsSummedOverSamples(root)) node = builder.Add(new CompactOp(), node).Node;
            return output with { Node = builder.Add(new CopyOp(i), node).Node };
        }).ToArray());

        // Whether another node than the result reads the memory under a shape.
        bool IsReadElsewhere(Node node)
        {
            var root = Memory.Root(node);
            for (var readers = 0; node != root; node = node.Inputs[0], readers = 1)
                if (users[node].Count > readers) return true;
            return users[root].Count > 1;
        }
    });

    /// <summary>The result as an alias of a copy of its memory.</summary>
    private static Node CopyOfRoot(GraphBuilder builder, Node node, Node root, int ordinal) => node == root
        ? builder.Add(new CopyOp(ordinal), root).Node
        : builder.Add(node.Op, CopyOfRoot(builder, node.Inputs[0], root, ordinal)).Node;

    /// <summary>
    /// Whether the memory can have the layout that the result needs: gradients and buffers have that of their parameters, which may be
    /// panels. What a stream is given has that of its own shape.
    /// </summary>
    private static bool HasLayout(OutputRole output, Node node, Node root, bool isReadElsewhere) =>
        !Memory.IsMoved(node)
        && !Memory.IsInPanels(root)
        && (output != OutputRole.Given || node == root)
        && (root.Lanes == Lanes.Features || !root.Shape.IsBatched || IsTight(root))
        && (!IsParameter(output)
            || !Layout.Panels(node.Shape).InPanels
            || (!IsSummedOverSamples(root)
                && !IsCutElsewhere(root)
                && (node == root || (Layout.SamePanels(root.Shape, node.Shape) && !isReadElsewhere))));

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
