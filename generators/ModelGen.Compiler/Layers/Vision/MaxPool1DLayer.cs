using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[MaxPool1D]</c>: the maximum of each window of a sequence.</summary>
internal sealed class MaxPool1DLayer : LayerDefinition<MaxPool1DAttribute>
{
    // An activation behind it gives the same result as before it.
    public override InitRole InitRole => InitRole.Transparent;

    protected override WindowArguments? WindowsOf(MaxPool1DAttribute attribute) => Pooling.Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(MaxPool1DAttribute attribute) =>
        [.. Pooling.Validate(attribute), Require.AtLeast("Dilation", attribute.Dilation, 1)];

    protected override Value? Build(MaxPool1DAttribute attribute, LayerContext context) =>
        Image.Arrives(context, axes: 1) && Pooling.Arguments(attribute).Over(context) is { } axes
            ? Pooling.Max(context.Current, axes)
            : null;
}
