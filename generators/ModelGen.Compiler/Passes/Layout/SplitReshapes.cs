using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>A reshape that changes the length of padded rows first copies its input to memory without padding.</summary>
/// <remarks>If the input is itself a copy with its axes in another order, that order is made by the same copy.</remarks>
internal static class SplitReshapes
{
    public static readonly Pass Pass = Pass.Rewriting("split-reshapes", (context, node, inputs) =>
    {
        if (node.Op is not ReshapeOp) return null;
        if (Memory.IsAlias(context.Builder.Add(node.Op, inputs[0].Node).Node)) return null;
        var input = inputs[0].Node;
        var compact = input.Op is PermuteOp { InPanels: false } permute && !Memory.IsAlias(input)
            ? context.Builder.Add(new CompactOp(permute.Order), input.Inputs[0])
            : context.Builder.Add(new CompactOp(), input);
        return context.Builder.Add(node.Op, compact.Node);
    });
}
