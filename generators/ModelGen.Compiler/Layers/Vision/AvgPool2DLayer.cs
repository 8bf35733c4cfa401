using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[AvgPool2D]</c>: the mean of each window, the zeros of the padding included.</summary>
internal sealed class AvgPool2DLayer : LayerDefinition<AvgPool2DAttribute>
{
    public override bool IsForImages => true;

    protected override WindowArguments? WindowsOf(AvgPool2DAttribute attribute) => Pooling.Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(AvgPool2DAttribute attribute) => Pooling.Validate(attribute);

    protected override Value? Build(AvgPool2DAttribute attribute, LayerContext context) =>
        Image.Arrives(context) && Pooling.Arguments(attribute).Over(context) is { } axes ? Pooling.Mean(context.Current, axes) : null;
}
