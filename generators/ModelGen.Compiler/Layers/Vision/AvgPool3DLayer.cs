using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[AvgPool3D]</c>: the mean of each window of a volume, the zeros of the padding included.</summary>
internal sealed class AvgPool3DLayer : LayerDefinition<AvgPool3DAttribute>
{
    protected override WindowArguments? WindowsOf(AvgPool3DAttribute attribute) => Pooling.Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(AvgPool3DAttribute attribute) =>
        Pooling.Validate(attribute);

    protected override Value? Build(AvgPool3DAttribute attribute, LayerContext context) =>
        Image.Arrives(context, axes: 3) && Pooling.Arguments(attribute).Over(context) is { } axes
            ? Pooling.Mean(context.Current, axes)
            : null;
}
