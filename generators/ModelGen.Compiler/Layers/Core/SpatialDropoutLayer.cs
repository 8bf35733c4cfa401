using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[SpatialDropout]</c>: in training, a whole channel is zero with probability p, otherwise x / (1 − p).</summary>
internal sealed class SpatialDropoutLayer : LayerDefinition<SpatialDropoutAttribute>
{
    public override InitRole InitRole => InitRole.Transparent;

    protected override IEnumerable<ArgumentProblem?> Validate(SpatialDropoutAttribute attribute) =>
        [Require.BelowOne("rate", attribute.Rate, 0.5f)];

    protected override Value? Build(SpatialDropoutAttribute attribute, LayerContext context)
    {
        var shape = context.Current.Shape;
        return DropoutLayer.Apply(context, attribute.Rate, Shape.Batched([shape[1], .. shape.Sample.Skip(1).Select(_ => 1)]));
    }
}
