using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Which nodes share memory.</summary>
public static class Memory
{
    /// <summary>Whether the node is its input's memory under another shape.</summary>
    public static bool IsAlias(Node node) => node.Op.Role == OpRole.Alias
        && (IsPacked(Root(node.Inputs[0])) || Layout.SameMemory(node.Inputs[0].Shape, node.Shape));

    /// <summary>The node whose memory this one is.</summary>
    public static Node Root(Node node)
    {
        while (IsAlias(node)) node = node.Inputs[0];
        return node;
    }

    /// <summary>Whether the memory has no padding, so that it can be read in any shape.</summary>
    public static bool IsPacked(Node root) => root.Op is CompactOp || IsExternal(root);

    /// <summary>The layout of a node that lies in memory of its own.</summary>
    public static Layout LayoutOf(Node root) => IsPacked(root) ? Layout.Contiguous(root.Shape) : Layout.Padded(root.Shape);

    /// <summary>Whether the caller owns the memory.</summary>
    public static bool IsExternal(Node node) =>
        node.Op is LeafOp { Kind: LeafKind.Input or LeafKind.Target or LeafKind.OutputGradient };
}
