using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[MeanOverTime]</c>: the mean of each feature over the steps that count.</summary>
internal sealed class MeanOverTimeLayer : LayerDefinition<MeanOverTimeAttribute>
{
    public override bool WorksOnSteps => true;

    protected override Value? Build(MeanOverTimeAttribute attribute, LayerContext context)
    {
        if (!Sequence.Is(context)) return null;
        var (x, result) = (context.Current, Shape.Batched([context.Current.Shape[Sequence.FeatureAxis]]));
        return context.LengthsOf(x) is { } lengths
            ? Sequence.Within(x, lengths, 0).Sum(Sequence.TimeAxis).Reshape(result) / lengths
            : x.Mean(Sequence.TimeAxis).Reshape(result);
    }
}
