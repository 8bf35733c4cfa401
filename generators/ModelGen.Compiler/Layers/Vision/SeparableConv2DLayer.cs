using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[SeparableConv2D]</c>: a depthwise convolution, and a 1×1 convolution behind it.</summary>
internal sealed class SeparableConv2DLayer : LayerDefinition<SeparableConv2DAttribute>
{
    public override bool IsForImages => true;

    public override bool IsLinear => true;

    public override IReadOnlyList<string> ParameterNames =>
        [.. NormalizedWeight.Names("depthwise_weight"), .. NormalizedWeight.Names("pointwise_weight"), "bias"];

    protected override int? BiasAxis(SeparableConv2DAttribute attribute, int rank) => attribute.UseBias ? 1 : null;

    protected override WindowArguments? WindowsOf(SeparableConv2DAttribute attribute) => Convolution.Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(SeparableConv2DAttribute attribute) =>
        Convolution
            .Validate(attribute)
            .Append(Require.AtLeast("filters", attribute.Filters, 1))
            .Append(Require.AtLeast("Multiplier", attribute.Multiplier, 1));

    protected override Value? Build(SeparableConv2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context) || Convolution.Arguments(attribute).Over(context) is not { } axes)
            return null;
        if (DepthwiseConv2DLayer.Apply(context, axes, attribute.Multiplier, "depthwise_weight", attribute) is not { } depthwise)
            return null;
        var points = axes.Select(axis => new PaddedWindow(new Window(axis.Window.Axis, 1, 1), 0, 0, axis.Positions)).ToArray();
        return Convolution.AddBias(
            context, Convolution.Apply(context, depthwise, points, attribute.Filters, 1, "pointwise_weight", attribute), attribute.UseBias);
    }
}
