using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[LeakyRelu]</c>: x above 0, slope · x otherwise.</summary>
internal sealed class LeakyReluLayer : LayerDefinition<LeakyReluAttribute>
{
    public override InitRole InitRole => InitRole.ReluLike;

    public override bool KeepsPositive => true;

    protected override Interval Range(LeakyReluAttribute attribute) => attribute.Slope > 0 ? Interval.All : Interval.NotNegative;

    protected override IEnumerable<ArgumentProblem?> Validate(LeakyReluAttribute attribute) =>
        [Require.Finite("slope", attribute.Slope, 0.01f)];

    protected override Value? Build(LeakyReluAttribute attribute, LayerContext context)
    {
        var x = context.Current;
        return context.Builder.Constant(0).IfLess(x, x, x * attribute.Slope);
    }
}
