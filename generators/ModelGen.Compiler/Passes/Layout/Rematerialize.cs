using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// What differs from a mean over all samples is computed again wherever it is read: one subtraction, where memory would have to take
/// it and give it back.
/// </summary>
/// <remarks>
/// Such a node cannot be in the kernel of the tensor whose mean it takes, which so is in memory already. It is the centred input of
/// batch normalization, which its forward and its backward pass read. Values do not change.
/// </remarks>
internal static class Rematerialize
{
    public static readonly Pass Pass = Pass.Rewriting("rematerialize", (context, node, inputs) =>
    {
        if (node.Loop is not null || !node.Inputs.Any(IsCentred)) return null;
        for (var i = 0; i < inputs.Length; i++)
            if (IsCentred(node.Inputs[i])) inputs[i] = Again(context, node.Inputs[i], node);
        return context.Builder.Add(node.Op, inputs.Select(input => input.Node).ToArray());
    });

    /// <summary>The node as one of its readers computes it.</summary>
    private static Value Again(RewriteContext context, Node node, Node reader)
    {
        var ordinal = context.Users(node).Select((user, i) => (user, i)).First(u => u.user == reader).i + 1;
        var lanes = context.Builder.Lanes;
        context.Builder.Lanes = node.Lanes;
        var again = context.Builder.Add(
            (MapOp)node.Op with { Ordinal = ordinal }, node.Inputs.Select(input => context.New[input].Node).ToArray());
        context.Builder.Lanes = lanes;
        return again;
    }

    private static bool IsCentred(Node node) => node.Op is MapOp { Ordinal: 0, Function: var f } && f == ScalarFunction.Subtract
        && node.Loop is null && node.Inputs[0] is var tensor && tensor.Shape.IsBatched && tensor.Shape == node.Shape
        && !Fusion.IsFree(tensor) && IsMeanOf(tensor, node.Inputs[1]);

    /// <summary>Whether a node is a tensor's sum over samples, perhaps times a number.</summary>
    private static bool IsMeanOf(Node tensor, Node node)
    {
        return !node.Shape.IsBatched && (IsSum(node) || (node.Op is MapOp && node.Inputs.Any(IsSum)));

        bool IsSum(Node other) => other.Op is ReduceOp && other.Inputs[0] == tensor;
    }
}
