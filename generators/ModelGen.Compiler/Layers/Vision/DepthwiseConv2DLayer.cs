using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[DepthwiseConv2D]</c>: a convolution with as many groups as channels.</summary>
internal sealed class DepthwiseConv2DLayer : LayerDefinition<DepthwiseConv2DAttribute>
{
    public override bool IsForImages => true;

    public override bool IsLinear => true;

    public override IReadOnlyList<string> ParameterNames => [.. NormalizedWeight.Names("weight"), "bias"];

    protected override int? BiasAxis(DepthwiseConv2DAttribute attribute, int rank) => attribute.UseBias ? 1 : null;

    protected override WindowArguments? WindowsOf(DepthwiseConv2DAttribute attribute) => Convolution.Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(DepthwiseConv2DAttribute attribute) =>
        Convolution.Validate(attribute).Append(Require.AtLeast("Multiplier", attribute.Multiplier, 1));

    protected override Value? Build(DepthwiseConv2DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context) || Convolution.Arguments(attribute).Over(context) is not { } axes) return null;
        return Convolution.AddBias(context, Apply(context, axes, attribute.Multiplier, "weight", attribute), attribute.UseBias);
    }

    /// <summary>Each channel of the current value convolved by itself. Null, reported, if that would be too large.</summary>
    public static Value? Apply(
        LayerContext context,
        IReadOnlyList<PaddedWindow> axes,
        int multiplier,
        string name,
        ConvolutionAttribute attribute)
    {
        var channels = context.Current.Shape[1];
        return context.Fits(
            Limits.Product([channels, multiplier, .. axes.Select(a => a.Positions)]),
            $"{Limits.Text((long)channels * multiplier)} channels")
            ? Convolution.Apply(context, context.Current, axes, channels * multiplier, channels, name, attribute)
            : null;
    }
}
