using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>
/// <c>[BatchNorm]</c>: each channel is normalized over the batch and its positions; in prediction with running statistics.
/// </summary>
/// <remarks>
/// In prediction it is x · scale + shift with two numbers a channel, applied in one pass with the activation behind it: see
/// docs/decisions/0013-batch-normalization-is-no-part-of-the-weights.md.
/// </remarks>
internal sealed class BatchNormLayer : LayerDefinition<BatchNormAttribute>
{
    private const int Channels = 1;
    private const string MeanName = "running_mean", VarianceName = "running_var", CountName = "num_batches_tracked";

    public override InitRole InitRole => InitRole.Normalizing;

    public override bool RemovesMean => true;

    public override IReadOnlyList<string> ParameterNames =>
        [LearnedAffine.WeightName, LearnedAffine.BiasName, MeanName, VarianceName, CountName];

    protected override IEnumerable<ArgumentProblem?> Validate(BatchNormAttribute attribute) =>
    [
        Require.ZeroToOne("Momentum", (float)attribute.Momentum, 0.1f),
        Require.Positive("Epsilon", (float)attribute.Epsilon, 1e-5f),
    ];

    protected override Value? Build(BatchNormAttribute attribute, LayerContext context)
    {
        var x = context.Current;
        LearnedAffine? affine = null;
        if (attribute.Affine && (affine = LearnedAffine.Along(context, Channels)) is null) return null;
        int[] size = [x.Shape[Channels]];
        if (context.Buffer(MeanName, size, ParameterInit.Zeros) is not { } mean) return null;
        if (context.Buffer(VarianceName, size, ParameterInit.Constant(1)) is not { } variance) return null;
        if (context.Buffer(CountName, [], ParameterInit.Zeros, isCount: true) is not { } count) return null;

        // The variance of a single number says nothing.
        var positions = x.Shape.SampleElements / x.Shape[Channels];
        if (positions == 1 && !attribute.Frozen) context.NeedsSamples(2);
        return !context.UpdatesBuffers
            ? Predict(
                x,
                LearnedAffine.Stretch(mean, x.Shape, Channels),
                LearnedAffine.Stretch(variance, x.Shape, Channels),
                affine,
                (float)attribute.Epsilon)
            : Train(context, affine, attribute, mean, variance, count);
    }

    private static Value Predict(Value x, Value mean, Value variance, LearnedAffine? affine, float epsilon)
    {
        var scale = 1 / Standardized.Deviation(variance, epsilon);
        if (affine is { } learned) scale *= learned.Scale;
        var shift = affine is { } also ? also.Shift - (mean * scale) : -(mean * scale);
        return (x * scale) + shift;
    }

    private static Value Train(
        LayerContext context,
        LearnedAffine? affine,
        BatchNormAttribute attribute,
        Value mean,
        Value variance,
        Value count)
    {
        var x = context.Current;
        var axes = Enumerable.Range(0, x.Shape.Rank).Where(axis => axis != Channels).ToArray();
        var positions = x.Shape.SampleElements / x.Shape[Channels];
        var inverse = context.InverseSamples * (1.0 / positions);
        var standardized = new Standardized(x, value => context.SumOfSamples(value, axes) * inverse);

        // n / (n − 1) makes the mean of the squares of n distances an estimate without bias.
        var unbiased = standardized.Variance * (1 / (1 - inverse));
        context.SetBuffer(MeanName, Running(mean, standardized.Mean));
        context.SetBuffer(VarianceName, Running(variance, unbiased));
        context.SetBuffer(CountName, count + 1);

        var scale = 1 / Standardized.Deviation(standardized.Variance, (float)attribute.Epsilon);
        return standardized.Apply(affine is { } learned ? scale * learned.Scale : scale, affine?.Shift);

        Value Running(Value before, Value found) =>
            (before * (1 - (double)(float)attribute.Momentum)) + (found.Reshape(before.Shape) * (float)attribute.Momentum);
    }
}
