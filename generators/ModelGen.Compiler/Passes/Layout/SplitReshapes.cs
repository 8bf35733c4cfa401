using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>A reshape that changes the length of padded rows first copies its input to memory without padding.</summary>
internal static class SplitReshapes
{
    public static readonly Pass Pass = Pass.Rewriting("split-reshapes", (context, node, inputs) =>
    {
        if (node.Op is not ReshapeOp) return null;
        if (Memory.IsAlias(context.Builder.Add(node.Op, inputs[0].Node).Node)) return null;
        var compact = context.Builder.Add(new CompactOp(), inputs[0].Node);
        return context.Builder.Add(node.Op, compact.Node);
    });
}
