using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Gelu]</c>: x / 2 · (1 + erf(x / √2)), the exact form.</summary>
internal sealed class GeluLayer : LayerDefinition<GeluAttribute>
{
    public override InitRole InitRole => InitRole.ReluLike;

    // Smallest near x = -0.7518.
    protected override Interval Range(GeluAttribute attribute) => new(-0.16997, double.PositiveInfinity);

    protected override Value? Build(GeluAttribute attribute, LayerContext context) =>
        context.Current * 0.5 * ((context.Current * Math.Sqrt(0.5)).Erf() + 1);
}
