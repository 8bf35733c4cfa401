using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[LayerNorm]</c>: the last axis is normalized, at each position of each sample by itself.</summary>
internal sealed class LayerNormLayer : LayerDefinition<LayerNormAttribute>
{
    public override InitRole InitRole => InitRole.Normalizing;

    public override IReadOnlyList<string> ParameterNames => [LearnedAffine.WeightName, LearnedAffine.BiasName];

    protected override IEnumerable<ArgumentProblem?> Validate(LayerNormAttribute attribute) =>
        [Require.Positive("Epsilon", (float)attribute.Epsilon, 1e-5f)];

    protected override Value? Build(LayerNormAttribute attribute, LayerContext context)
    {
        var x = context.Current;
        if (x.Shape[x.LastAxis] == 1)
        {
            return context.Fail(
                DiagnosticCatalogue.CannotNormalize,
                null,
                [Fix.Remove(context.Location, "LayerNorm")],
                "compares the numbers along the last axis with each other",
                context.CurrentShape,
                context.CurrentOrigin,
                "One number alone would always become 0. Give the layer before it more features, or remove this layer.");
        }

        var normalized = new Standardized(x, value => value.Mean(x.LastAxis)).Normalize((float)attribute.Epsilon);
        if (!attribute.Affine) return normalized;
        return LearnedAffine.Along(context, x.LastAxis)?.Apply(normalized);
    }
}
