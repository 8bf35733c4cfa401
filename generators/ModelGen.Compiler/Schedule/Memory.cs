using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Which nodes share memory.</summary>
public static class Memory
{
    /// <summary>Whether the node is its input's memory: under another shape, or a part of it.</summary>
    public static bool IsAlias(Node node) => Root(node) != node;

    /// <summary>Whether memory with one shape can be viewed with another.</summary>
    public static bool CanBeSeenAs(Node root, Shape from, Shape to)
    {
        if (IsPacked(root)) return true;
        // Panels stay panels of the same rows, however those are counted.
        if (IsInPanels(root)) return from.Rank > 0 && to.Rank > 0 && from[from.Rank - 1] == to[to.Rank - 1] && Layout.Panels(to).InPanels;
        if (!IsInSamples(root)) return Layout.SameMemory(from, to);
        return Layout.Samples(from) == Layout.Samples(from, isPacked: true) && Layout.Samples(to) == Layout.Samples(to, isPacked: true);
    }

    /// <summary>The node whose memory this one is.</summary>
    public static Node Root(Node node) => View.IsView(node.Op) ? ViewOf(node).Root : node;

    /// <summary>The node as a view of the memory that its elements are in.</summary>
    /// <param name="node">The node.</param>
    /// <param name="at">Where a root with memory lies; without it, each has memory of its own.</param>
    /// <remarks>The chain is walked once, from the memory up: whether a node is an alias depends on the root of the node below.</remarks>
    internal static View ViewOf(Node node, Func<Node, View>? at = null)
    {
        var chain = new Stack<Node>();
        for (; View.IsView(node.Op); node = node.Inputs[0]) chain.Push(node);
        var (view, root) = (View.Of(node), node);
        var seen = new List<Node>();
        foreach (var alias in chain)
        {
            if (view.Through(alias) is { } next)
            {
                view = next;
                seen.Add(alias);
                continue;
            }

            (view, root) = (View.Of(alias), alias);
            seen.Clear();
        }

        if (at is null) return view;
        return seen.Aggregate(at(root), (moved, alias) =>
            moved.Through(alias) ?? throw new CompilerException($"{alias} cannot be seen in the memory of {root}."));
    }

    /// <summary>Whether the node is a part of its root's memory, or all of it in another order, not only another shape.</summary>
    public static bool IsMoved(Node node) => !ViewOf(node).IsWhole;

    /// <summary>Whether two shapes differ only in leading ones, so that an elementwise kernel may run over either.</summary>
    public static bool SameDomain(Shape a, Shape b)
    {
        if (a == b) return true;
        return a.Dimensions.SkipWhile(d => d == 1).SequenceEqual(b.Dimensions.SkipWhile(d => d == 1));
    }

    /// <summary>Whether the node only adds or drops leading ones: inside a kernel it is its input's value.</summary>
    public static bool IsSameValue(Node node) => node.Op.Role == OpRole.Alias && SameDomain(node.Shape, node.Inputs[0].Shape);

    /// <summary>Whether the memory has no padding, so that it can be read in any shape.</summary>
    /// <remarks>With samples in the lanes, that is so of whatever is copied from or to a caller.</remarks>
    public static bool IsPacked(Node root) =>
        root.Op is CompactOp || IsExternal(root) || (IsInSamples(root) && root.Op is LeafOp or CopyOp);

    /// <summary>The layout of a node that lies in memory of its own.</summary>
    public static Layout LayoutOf(Node root) => LayoutOf(root, root.Shape);

    /// <summary>The layout of memory seen through the shape of one of its aliases.</summary>
    public static Layout LayoutOf(Node root, Shape shape) => root switch
    {
        _ when IsPacked(root) => IsInSamples(root) ? Layout.Samples(shape, isPacked: true) : Layout.Contiguous(shape),
        { Op: LeafOp { IsLikeParameter: true } or PermuteOp { InPanels: true } } => Layout.Panels(shape),
        _ => Layout.Of(shape, root.Lanes),
    };

    /// <summary>Whether the memory is cut into panels, so that no other shape can be read from it.</summary>
    public static bool IsInPanels(Node root) => !IsInSamples(root) && LayoutOf(root).InPanels;

    /// <summary>Whether the caller owns the memory, or the node is a copy as it came from there.</summary>
    public static bool IsExternal(Node node) => node.Op is LeafOp leaf && IsExternal(leaf);

    /// <inheritdoc cref="IsExternal(Node)"/>
    internal static bool IsExternal(LeafOp leaf) => leaf is
    {
        Kind: LeafKind.Input or LeafKind.Output or LeafKind.Target or LeafKind.StartState,
    };

    private static bool IsInSamples(Node root) => root.Lanes == Lanes.Samples && root.Shape.IsBatched;
}
