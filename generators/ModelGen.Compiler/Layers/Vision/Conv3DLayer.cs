using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Conv3D]</c>: a convolution of volumes.</summary>
internal sealed class Conv3DLayer : LayerDefinition<Conv3DAttribute>
{
    public override bool IsLinear => true;

    public override IReadOnlyList<string> ParameterNames => [.. NormalizedWeight.Names("weight"), "bias"];

    protected override int? BiasAxis(Conv3DAttribute attribute, int rank) => attribute.UseBias ? 1 : null;

    protected override WindowArguments? WindowsOf(Conv3DAttribute attribute) => Convolution.Arguments(attribute);

    protected override IEnumerable<ArgumentProblem?> Validate(Conv3DAttribute attribute) =>
        Convolution
            .Validate(attribute)
            .Append(Require.AtLeast("filters", attribute.Filters, 1))
            .Append(Require.AtLeast("Groups", attribute.Groups, 1));

    protected override Value? Build(Conv3DAttribute attribute, LayerContext context)
    {
        if (!Image.Arrives(context, axes: 3) || !Convolution.GroupsFit(context, attribute.Groups, attribute.Filters)) return null;
        if (Convolution.Arguments(attribute).Over(context) is not { } axes) return null;
        return Convolution.AddBias(
            context,
            Convolution.Apply(context, context.Current, axes, attribute.Filters, attribute.Groups, "weight", attribute),
            attribute.UseBias);
    }
}
