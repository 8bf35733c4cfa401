using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[AvgPool2D]</c>: the mean of each window, the zeros of the padding included.</summary>
internal sealed class AvgPool2DLayer : LayerDefinition<AvgPool2DAttribute>
{
    public override bool IsForImages => true;

    protected override WindowArguments? WindowsOf(AvgPool2DAttribute attribute) => Pooling.Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(AvgPool2DAttribute attribute) => Pooling.Validate(attribute);

    protected override Value? Build(AvgPool2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context) || Pooling.Arguments(attribute).Over(context) is not { } axes) return null;
        var x = context.Current;
        var sum = PaddedWindow.Padded(x, axes).Reduce(ReduceKind.Sum, axes.Select(axis => axis.Window).ToArray());
        var beyond = axes.ToDictionary(axis => axis, axis => axis.After - axis.Before);
        var mean = sum * (1.0 / axes.Where(axis => beyond[axis] <= 0).Aggregate(1, (n, axis) => n * axis.Window.Size));
        return axes.Where(axis => beyond[axis] > 0).Aggregate(mean, (value, axis) => value * Shares(value, axis, beyond[axis]));
    }

    /// <summary>
    /// One over the number of pixels in each window along an axis. Pixels of the last window outside of the padding do not count.
    /// </summary>
    private static Value Shares(Value value, PaddedWindow axis, int beyond)
    {
        var (size, builder) = (axis.Window.Size, value.Builder);
        var position = builder.Position(value.Shape, axis.Window.Axis);
        return position.IfEqual(
            builder.Constant(axis.Positions - 1),
            builder.Constant(1.0 / (size - beyond)),
            builder.Constant(1.0 / size));
    }
}
