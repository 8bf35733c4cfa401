using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Constants are folded and neutral operations dropped: x + 0, x · 1, −(−x), 0 · x, x · (c ? 1 : 0), a sum over an axis of size
/// one. Elementwise functions are computed before their operands are stretched, on the fewest elements.
/// </summary>
internal static class Simplify
{
    public static readonly Pass Pass = Pass.Rewriting("simplify", Rule);

    private static Value? Rule(RewriteContext context, Node node, Value[] inputs) => node.Op switch
    {
        DetachOp => inputs[0],
        ReshapeOp reshape => inputs[0].Node.Op is ReshapeOp
            ? context.Builder.Wrap(inputs[0].Node.Inputs[0]).Reshape(reshape.Target)
            : inputs[0].Reshape(reshape.Target),
        BroadcastOp broadcast => Unstretched(inputs[0]).BroadcastTo(broadcast.Target),
        ReduceOp reduce when reduce.Axes.All(axis => inputs[0].Shape[axis] == 1) => inputs[0],
        MapOp map => OnFewestElements(context.Builder, map, inputs).BroadcastTo(node.Shape),
        _ => null,
    };

    private static Value OnFewestElements(GraphBuilder builder, MapOp map, Value[] inputs)
    {
        var unstretched = inputs.Select(Unstretched).ToArray();
        return Fold(builder, map, unstretched) ?? builder.Map(map.Function, unstretched);
    }

    private static Value Unstretched(Value value) =>
        value.Node.Op is BroadcastOp ? Unstretched(value.Builder.Wrap(value.Node.Inputs[0])) : value;

    private static Value? Fold(GraphBuilder builder, MapOp map, Value[] inputs)
    {
        var f = map.Function;
        var constants = inputs.Select(ConstantOf).ToArray();
        if (constants.All(c => c.HasValue))
            return builder.Constant(f.Evaluate(constants.Select(c => c!.Value).ToArray()));

        if (f == ScalarFunction.Add) return constants[0] == 0 ? inputs[1] : constants[1] == 0 ? inputs[0] : null;
        if (f == ScalarFunction.Subtract) return constants[1] == 0 ? inputs[0] : constants[0] == 0 ? -inputs[1] : null;
        if (f == ScalarFunction.Divide) return constants[1] == 1 ? inputs[0] : null;
        if (f == ScalarFunction.Negate) return inputs[0].Node.Op is MapOp { Function: var g } && g == f ? builder.Wrap(inputs[0].Node.Inputs[0]) : null;
        if (f != ScalarFunction.Multiply) return null;
        for (var i = 0; i < 2; i++)
        {
            var (constant, other) = (constants[i], inputs[1 - i]);
            if (constant == 1) return other;
            if (constant == 0) return builder.Constant(0);
            if (constant == -1) return -other;
            if (ChoiceOfOneAndZero(builder, inputs[i], other) is { } choice) return choice;
        }

        return null;
    }

    /// <summary>other · (a ? 1 : 0) is a ? other : 0, which needs no product.</summary>
    private static Value? ChoiceOfOneAndZero(GraphBuilder builder, Value candidate, Value other)
    {
        if (candidate.Node.Op is not MapOp { Function: var f } || (f != ScalarFunction.IfLess && f != ScalarFunction.IfEqual)) return null;
        var parts = candidate.Node.Inputs.Select(builder.Wrap).ToArray();
        return (ConstantOf(parts[2]), ConstantOf(parts[3])) switch
        {
            (1, 0) => builder.Map(f, parts[0], parts[1], other, parts[3]),
            (0, 1) => builder.Map(f, parts[0], parts[1], parts[2], other),
            _ => null,
        };
    }

    private static double? ConstantOf(Value value) => value.Node.Op switch
    {
        ConstantOp constant => constant.Number,
        _ => null,
    };
}
