using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[AvgPool1D]</c>: the mean of each window of a sequence, the zeros of the padding included.</summary>
internal sealed class AvgPool1DLayer : LayerDefinition<AvgPool1DAttribute>
{
    protected override WindowArguments? WindowsOf(AvgPool1DAttribute attribute) => Pooling.Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(AvgPool1DAttribute attribute) => Pooling.Validate(attribute);

    protected override Value? Build(AvgPool1DAttribute attribute, LayerContext context) =>
        Image.Arrives(context, axes: 1) && Pooling.Arguments(attribute).Over(context) is { } axes
            ? Pooling.Mean(context.Current, axes)
            : null;
}
