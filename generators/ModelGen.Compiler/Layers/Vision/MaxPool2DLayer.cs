using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[MaxPool2D]</c>: the maximum of each window.</summary>
internal sealed class MaxPool2DLayer : LayerDefinition<MaxPool2DAttribute>
{
    public override bool IsForImages => true;

    // An activation behind it gives the same result as before it.
    public override InitRole InitRole => InitRole.Transparent;

    protected override WindowArguments? WindowsOf(MaxPool2DAttribute attribute) => Pooling.Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(MaxPool2DAttribute attribute) =>
        Pooling
            .Validate(attribute)
            .Append(PerAxis.AllOrNone("Dilation", attribute.Dilations))
            .Concat(PerAxis.Of("Dilation", attribute.Dilation, attribute.Dilations).AtLeast(1));

    protected override Value? Build(MaxPool2DAttribute attribute, LayerContext context) =>
        Image.Arrives(context) && Pooling.Arguments(attribute).Over(context) is { } axes ? Pooling.Max(context.Current, axes) : null;
}
