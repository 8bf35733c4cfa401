using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[AvgPool2D]</c>: the mean of each window, the zeros of the padding included.</summary>
internal sealed class AvgPool2DLayer : LayerDefinition<AvgPool2DAttribute>
{
    public override bool IsForImages => true;

    protected override IEnumerable<ArgumentProblem?> Validate(AvgPool2DAttribute attribute) => Pooling.Validate(attribute);

    protected override Value? Build(AvgPool2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context) || Pooling.Arguments(attribute).Over(context) is not { } axes) return null;
        var x = context.Current;
        var sum = Sliding.Padded(x, axes).Reduce(ReduceKind.Sum, axes.Select(axis => axis.Window).ToArray());
        var beyond = axes.ToDictionary(axis => axis, axis => axis.After - axis.Before);
        var mean = sum * (1.0 / axes.Where(axis => beyond[axis] <= 0).Aggregate(1, (n, axis) => n * axis.Window.Size));
        return axes.Where(axis => beyond[axis] > 0).Aggregate(mean, (value, axis) => value * Shares(value, axis, beyond[axis]));
    }

    /// <summary>One over the places that count along an axis, where those of the last window that lie beyond the padding do not.</summary>
    /// <remarks>A table with its own axis, so that it may be multiplied whatever lies in the lanes.</remarks>
    private static Value Shares(Value value, Sliding axis, int beyond)
    {
        var sizes = new[] { 1, 1, 1, 1 };
        sizes[axis.Window.Axis] = axis.Positions;
        var counts = Enumerable.Repeat(axis.Window.Size, axis.Positions - 1).Append(axis.Window.Size - beyond);
        return value.Builder.Table(counts.Select(count => 1.0 / count), sizes);
    }
}
