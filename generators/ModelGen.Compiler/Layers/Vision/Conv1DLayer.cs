using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Conv1D]</c>: a convolution of sequences.</summary>
internal sealed class Conv1DLayer : LayerDefinition<Conv1DAttribute>
{
    public override bool IsLinear => true;

    public override IReadOnlyList<string> ParameterNames => [.. NormalizedWeight.Names("weight"), "bias"];

    /// <summary>How its window slides.</summary>
    public static WindowArguments Arguments(Conv1DAttribute attribute) =>
        new(
            PerAxis.Of("kernel", attribute.Kernel),
            PerAxis.Of("Stride", attribute.Stride),
            PerAxis.Of("Dilation", attribute.Dilation),
            PerAxis.Of("Padding", attribute.Padding))
        { IsCausal = attribute.Causal };

    protected override int? BiasAxis(Conv1DAttribute attribute, int rank) => attribute.UseBias ? 1 : null;

    protected override WindowArguments? WindowsOf(Conv1DAttribute attribute) => Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(Conv1DAttribute attribute) =>
    [
        Require.AtLeast("filters", attribute.Filters, 1),
        Require.AtLeast("kernel", attribute.Kernel, 1),
        Require.AtLeast("Stride", attribute.Stride, 1),
        Require.AtLeast("Dilation", attribute.Dilation, 1),
        Require.AtLeast("Padding", attribute.Padding, 0),
        attribute is { Causal: true, Padding: not 0 }
            ? Require.OutOfRange("Padding", Limits.Plain(attribute.Padding), "0 with 'Causal', which puts its zeros before").Or("0")
            : null,
        Require.AtLeast("Groups", attribute.Groups, 1),
        .. NormalizedWeight.Validate(attribute),
    ];

    protected override Value? Build(Conv1DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context, axes: 1) || !Convolution.GroupsFit(context, attribute.Groups, attribute.Filters)) return null;
        if (Arguments(attribute).Over(context) is not { } axes) return null;
        return Convolution.AddBias(
            context,
            Convolution.Apply(context, context.Current, axes, attribute.Filters, attribute.Groups, "weight", attribute),
            attribute.UseBias);
    }
}
