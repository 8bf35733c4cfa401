using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Elu]</c>: x above 0, α · (eˣ − 1) otherwise.</summary>
internal sealed class EluLayer : LayerDefinition<EluAttribute>
{
    public override InitRole InitRole => InitRole.ReluLike;

    public override bool KeepsPositive => true;

    protected override Interval Range(EluAttribute attribute) => new(Math.Min(0, -attribute.Alpha), double.PositiveInfinity);

    protected override IEnumerable<ArgumentProblem?> Validate(EluAttribute attribute) => [Require.Finite("alpha", attribute.Alpha, 1)];

    protected override Value? Build(EluAttribute attribute, LayerContext context)
    {
        // For large x, eˣ is infinite and its gradient would be 0 · ∞. So the branch that is not taken must be finite, too.
        var (x, zero) = (context.Current, context.Builder.Constant(0));
        var negativePart = zero.IfLess(x, zero, x);
        return zero.IfLess(x, x, negativePart.Expm1() * attribute.Alpha);
    }
}
