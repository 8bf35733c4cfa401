using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// What a loop reads step by step must be a view, and what it stacks must be computed in place. Where that is not possible, it is copied.
/// </summary>
internal static class LoopMemory
{
    public static readonly Pass Pass = new("loop-memory", graph =>
    {
        if (!graph.Nodes.Any(n => n.Loop is not null)) return graph;
        var (taken, copies) = (new HashSet<Node>(), 0);
        return Passes.Pass.Rewriting("loop-memory", (context, node, inputs) =>
        {
            switch (node.Op)
            {
                case StepOp step:
                    var view = context.Builder.Add(step, inputs[0].Node);
                    return Memory.IsAlias(view.Node) ? view : context.Builder.Add(step, Kept(inputs[0], null).Node);
                case StackOp stack:
                    return context.Builder.Add(stack, InPlace(node.Inputs[0], inputs[0], stack.Loop).Node);
                case HistoryOp history:
                    var next = InPlace(node.Inputs[2], inputs[2], history.Loop);
                    return context.Builder.Add(history, inputs[0].Node, inputs[1].Node, next.Node);
                default:
                    return null;
            }

            Value InPlace(Node old, Value value, ScanLoop loop)
            {
                var isComputed = value.Node.Op.Role is OpRole.Elementwise or OpRole.Anchor && value.Node.Op is not CopyOp
                    && value.Node.Loop == loop && Memory.Root(value.Node) == value.Node && !Fusion.IsFree(value.Node)
                    && !Part.IsFilled(value.Node);
                // In a larger memory it might not be seen under another shape.
                var isSeen = context.Users(old).All(user => user.Op is not (ReshapeOp or ConcatOp or InterleaveOp or PadOp));
                return isComputed && isSeen && taken.Add(value.Node) ? value : Kept(value, loop);
            }

            Value Kept(Value value, ScanLoop? loop)
            {
                context.Builder.Lanes = value.Node.Lanes;
                return context.Builder.Add(new KeepOp(copies++, loop), value.Node);
            }
        }).Apply(graph);
    });
}
