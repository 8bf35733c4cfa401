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
        var leading = Letters.Substring(0, input.LastAxis);
        var equation = $"{leading}k,ko->{leading}o";
        if (Product() is not { } output) return null;
        if (!useBias) return output;
        return context.Parameter("bias", [units], [0], ParameterInit.Zeros) is { } bias ? output + bias : null;

        Value? Product()
        {
            const string Name = "weight";
            if (WholeProduct.IsFor(context, form, features))
            {
                return WholeProduct.Of(context, input, input.LastAxis, 1, Name, [units, features], 1, [1, 0], start) is { } whole
                    ? whole.Scaled(context.Builder.Contract(equation, whole.Left, whole.Weight, ofPairs: true), input.LastAxis)
                    : null;
            }

            return new NormalizedWeight(context, Name, [units, features], [1, 0], start).Make(form) is { } weight
                && context.Measures(Name, form, features, input)
                ? context.Builder.Contract(equation, input, weight)
                : null;
        }
    }
}
