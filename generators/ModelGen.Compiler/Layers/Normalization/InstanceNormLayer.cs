using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[InstanceNorm]</c>: each channel of each sample is normalized over its positions.</summary>
internal sealed class InstanceNormLayer : LayerDefinition<InstanceNormAttribute>
{
    private const int Channels = 1;

    public override InitRole InitRole => InitRole.Normalizing;

    public override bool RemovesMean => true;

    public override IReadOnlyList<string> ParameterNames => [LearnedAffine.WeightName, LearnedAffine.BiasName];

    protected override IEnumerable<ArgumentProblem?> Validate(InstanceNormAttribute attribute) =>
        [Require.Positive("Epsilon", (float)attribute.Epsilon, 1e-5f)];

    protected override Value? Build(InstanceNormAttribute attribute, LayerContext context)
    {
        var x = context.Current;
        if (x.Shape.SampleElements == x.Shape[Channels])
        {
            return context.Fail(
                DiagnosticCatalogue.CannotNormalize,
                null,
                [Fix.Of("Replace [InstanceNorm] by [LayerNorm]", Edit.Set(context.Location, "LayerNorm"))],
                "compares the positions of each channel with each other, so it needs an image (channels × height × width) or a sequence "
                    + "(channels × positions) of more than one position",
                context.CurrentShape, context.CurrentOrigin, "To normalize a vector, write [LayerNorm] or [BatchNorm].");
        }

        var positions = Enumerable.Range(Channels + 1, x.Shape.Rank - Channels - 1).ToArray();
        var normalized = new Standardized(x, value => value.Mean(positions)).Normalize((float)attribute.Epsilon);
        if (!attribute.Affine) return normalized;
        return LearnedAffine.Along(context, Channels)?.Apply(normalized);
    }
}
