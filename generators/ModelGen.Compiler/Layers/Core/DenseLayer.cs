using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Dense]</c>: y = x · Wᵀ + b along the last axis. In memory W is [in, units], so that units are in the lanes.</summary>
internal sealed class DenseLayer : LayerDefinition<DenseAttribute>
{
    private const string Letters = "nabcdefghijlmpqrstuvwxyz";

    public override bool IsLinear => true;

    public override IReadOnlyList<string> ParameterNames => [.. NormalizedWeight.Names("weight"), "bias"];

    protected override int? BiasAxis(DenseAttribute attribute, int rank) => attribute.UseBias ? rank - 1 : null;

    protected override IEnumerable<ArgumentProblem?> Validate(DenseAttribute attribute) =>
    [
        Require.AtLeast("units", attribute.Units, 1),
        .. NormalizedWeight.Validate(attribute),
    ];

    protected override Value? Build(DenseAttribute attribute, LayerContext context) =>
        Apply(context, attribute.Units, attribute.UseBias, attribute.Init, (float)attribute.InitScale, NormalizedWeight.FormOf(attribute));

    /// <summary>A fully connected layer with the parameters <c>weight</c> and <c>bias</c>.</summary>
    public static Value? Apply(LayerContext context, int units, bool useBias, Init init, float scale, WeightForm form = WeightForm.Plain)
    {
        var input = context.Current;
        var features = input.Shape[input.LastAxis];
        var start = context.Weight(init, scale, features, units);
        if (new NormalizedWeight(context, "weight", [units, features], [1, 0], start).Make(form) is not { } weight) return null;

        var leading = Letters.Substring(0, input.LastAxis);
        var output = context.Builder.Contract($"{leading}k,ko->{leading}o", input, weight);
        if (!useBias) return output;
        return context.Parameter("bias", [units], [0], ParameterInit.Zeros) is { } bias ? output + bias : null;
    }
}
