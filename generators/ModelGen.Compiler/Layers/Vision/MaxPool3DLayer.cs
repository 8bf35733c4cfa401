using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[MaxPool3D]</c>: the maximum of each window of a volume.</summary>
internal sealed class MaxPool3DLayer : LayerDefinition<MaxPool3DAttribute>
{
    // An activation behind it gives the same result as before it.
    public override InitRole InitRole => InitRole.Transparent;

    protected override WindowArguments? WindowsOf(MaxPool3DAttribute attribute) => Pooling.Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(MaxPool3DAttribute attribute) =>
        Pooling.Validate(attribute)
            .Append(PerAxis.AllOrNone("Dilation", attribute.Dilations, 3))
            .Concat(Pooling.Arguments(attribute).Dilation.AtLeast(1));

    protected override Value? Build(MaxPool3DAttribute attribute, LayerContext context) =>
        Image.Arrives(context, axes: 3) && Pooling.Arguments(attribute).Over(context) is { } axes
            ? Pooling.Max(context.Current, axes)
            : null;
}
