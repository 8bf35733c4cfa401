using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Constants are folded and neutral operations dropped: x + 0, x · 1, −(−x), a sum over an axis of size one. Elementwise functions are
/// computed before
/// their operands are stretched, on the fewest elements.
/// </summary>
/// <remarks>0 · x stays: it is NaN where x is NaN or infinite. A gradient that is always zero is not made at all.</remarks>
internal static class Simplify
{
    /// <summary>In the graph of a model, before gradients are taken: the points where gradients are stopped must stay.</summary>
    public static readonly Pass OfModel = Pass.Rewriting("simplify", (context, node, inputs) => Rule(context, node, inputs, mayFold: true));

    /// <summary>Behind gradients. Values of the forward pass stay as they are.</summary>
    public static readonly Pass OfGradients = Pass.Rewriting("simplify-gradients", (context, node, inputs) =>
        node.Op is DetachOp or GivenGradientOp ? inputs[0] : Rule(context, node, inputs, mayFold: node.Phase != Phase.Forward));

    private static Value? Rule(RewriteContext context, Node node, Value[] inputs, bool mayFold) => node.Op switch
    {
        ReshapeOp reshape => inputs[0].Node.Op is ReshapeOp
            ? context.Builder.Wrap(inputs[0].Node.Inputs[0]).Reshape(reshape.Target)
            : inputs[0].Reshape(reshape.Target),
        BroadcastOp broadcast => Unstretched(inputs[0]).BroadcastTo(broadcast.Target),
        ReduceOp { IsShared: false } reduce when reduce.Axes.All(axis => inputs[0].Shape[axis] == 1) => inputs[0],
        MapOp { Function: var add } when add == ScalarFunction.Add && Joined(inputs[0], inputs[1]) is { } joined => joined,
        MapOp map => OnFewestElements(context.Builder, map, inputs, mayFold).BroadcastTo(node.Shape),
        _ => null,
    };

    /// <summary>
    /// Two values with zeros around them, side by side: what the gradients of ranges next to each other add up to. Nothing is added then.
    /// </summary>
    private static Value? Joined(Value a, Value b)
    {
        if (a.Node.Op is not PadOp { Number: 0 } left || b.Node.Op is not PadOp { Number: 0 } right || left.Axis != right.Axis) return null;
        if (right.Before < left.Before) return Joined(b, a);
        var (builder, axis) = (a.Builder, left.Axis);
        var (first, second) = (builder.Wrap(a.Node.Inputs[0]), builder.Wrap(b.Node.Inputs[0]));
        return left.Before + first.Shape[axis] == right.Before
            ? builder.Concat(axis, first, second).Pad(axis, left.Before, right.After)
            : null;
    }

    private static Value OnFewestElements(GraphBuilder builder, MapOp map, Value[] inputs, bool mayFold)
    {
        var unstretched = inputs.Select(Unstretched).ToArray();
        return (mayFold ? Fold(builder, map, unstretched) : null) ?? builder.Map(map.Function, unstretched);
    }

    private static Value Unstretched(Value value) =>
        value.Node.Op is BroadcastOp ? Unstretched(value.Builder.Wrap(value.Node.Inputs[0])) : value;

    private static Value? Fold(GraphBuilder builder, MapOp map, Value[] inputs)
    {
        var f = map.Function;
        var constants = inputs.Select(ConstantOf).ToArray();
        if (constants.All(c => c.HasValue))
            return builder.Constant(f.Evaluate(constants.Select(c => c!.Value).ToArray()));

        if (f == ScalarFunction.Add)
            return constants[0] == 0 ? inputs[1]
                : constants[1] == 0 ? inputs[0]
                : null;
        if (f == ScalarFunction.Subtract)
            return constants[1] == 0 ? inputs[0]
                : constants[0] == 0 ? -inputs[1]
                : null;
        if (f == ScalarFunction.Divide)
            return constants[1] == 1 ? inputs[0] : null;
        if (f == ScalarFunction.Negate)
            return inputs[0].Node.Op is MapOp { Function: var g } && g == f ? builder.Wrap(inputs[0].Node.Inputs[0]) : null;
        if (f != ScalarFunction.Multiply)
            return null;
        for (var i = 0; i < 2; i++)
        {
            var (constant, other) = (constants[i], inputs[1 - i]);
            if (constant == 1) return other;
            if (constant == -1) return -other;
        }

        return null;
    }

    private static double? ConstantOf(Value value) => value.Node.Op switch
    {
        ConstantOp constant => constant.Number,
        _ => null,
    };
}
