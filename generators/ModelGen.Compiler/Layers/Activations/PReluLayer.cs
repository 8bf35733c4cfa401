using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[PRelu]</c>: x above 0, a · x otherwise, a being learned.</summary>
internal sealed class PReluLayer : LayerDefinition<PReluAttribute>
{
    public override InitRole InitRole => InitRole.ReluLike;

    public override bool KeepsPositive => true;

    public override IReadOnlyList<string> ParameterNames => ["weight"];

    protected override IEnumerable<ArgumentProblem?> Validate(PReluAttribute attribute) =>
        [Require.Finite("InitialSlope", (float)attribute.InitialSlope, 0.25f)];

    protected override Value? Build(PReluAttribute attribute, LayerContext context)
    {
        var x = context.Current;
        return context.Parameter("weight", [1], [0], ParameterInit.Constant((float)attribute.InitialSlope)) is { } slope
            ? context.Builder.Constant(0).IfLess(x, x, x * slope)
            : null;
    }
}
