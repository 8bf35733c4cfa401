using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[AvgPool2D]</c>: the mean of each window, zeros beyond the edge included.</summary>
internal sealed class AvgPool2DLayer : LayerDefinition<AvgPool2DAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(AvgPool2DAttribute attribute) => Pooling.Validate(attribute);

    protected override Value? Build(AvgPool2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context) || Pooling.Arguments(attribute).Over(context) is not { } axes) return null;
        var sum = Sliding.Padded(context.Current, axes).Reduce(ReduceKind.Sum, axes.Select(axis => axis.Window).ToArray());
        return sum * (1.0 / axes.Aggregate(1, (n, axis) => n * axis.Window.Size));
    }
}
