using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[GroupNorm]</c>: neighbouring channels of each sample are normalized together, over all their positions.</summary>
internal sealed class GroupNormLayer : LayerDefinition<GroupNormAttribute>
{
    private const int Channels = 1;

    public override InitRole InitRole => InitRole.Normalizing;

    public override IReadOnlyList<string> ParameterNames => [LearnedAffine.WeightName, LearnedAffine.BiasName];

    protected override IEnumerable<ArgumentProblem?> Validate(GroupNormAttribute attribute) =>
        [Require.AtLeast("groups", attribute.Groups, 1), Require.Positive("Epsilon", (float)attribute.Epsilon, 1e-5f)];

    protected override Value? Build(GroupNormAttribute attribute, LayerContext context)
    {
        var (x, groups) = (context.Current, attribute.Groups);
        var channels = x.Shape[Channels];
        if (channels % groups != 0) return FailToDivide(context, channels, groups);
        if (x.Shape.SampleElements == groups)
        {
            return context.Fail(
                DiagnosticCatalogue.CannotNormalize,
                "groups",
                Fitting(channels, groups)
                    .Where(fitting => fitting < channels)
                    .SelectMany(fitting => context.Change("groups", Limits.Plain(fitting)))
                    .ToArray(),
                $"compares the numbers of each of {Limits.Plain(groups)} groups with each other",
                context.CurrentShape,
                context.CurrentOrigin,
                "One number alone would always become 0. Write fewer groups.");
        }

        var grouped = x.Reshape(Shape.Batched([groups, channels / groups, .. x.Shape.Sample.Skip(1)]));
        var members = Enumerable.Range(Channels + 1, grouped.Shape.Rank - Channels - 1).ToArray();
        var normalized = new Standardized(grouped, value => value.Mean(members)).Normalize((float)attribute.Epsilon).Reshape(x.Shape);
        if (!attribute.Affine) return normalized;
        return LearnedAffine.Along(context, Channels)?.Apply(normalized);
    }

    private static Value? FailToDivide(LayerContext context, int channels, int groups)
    {
        var fitting = Fitting(channels, groups).Take(2).ToArray();
        return context.Fail(
            DiagnosticCatalogue.UnevenGroups,
            "groups",
            fitting.SelectMany(size => context.Change("groups", Limits.Plain(size))).ToArray(),
            context.CurrentShape,
            context.CurrentOrigin,
            channels == 1 ? "1 channel" : Limits.Plain(channels) + " channels",
            $"{Limits.Plain(groups)} groups",
            $"Choose a number that divides {Limits.Plain(channels)}, such as {Limits.Plain(fitting[0])}.");
    }

    /// <summary>The numbers of groups that are possible, the nearest first.</summary>
    private static IEnumerable<int> Fitting(int channels, int groups) =>
        Divisors.Of(channels).OrderBy(size => Math.Abs((long)size - groups));
}
