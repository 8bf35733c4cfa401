using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[MaxOverTime]</c>: the maximum of each feature over the steps that count.</summary>
internal sealed class MaxOverTimeLayer : LayerDefinition<MaxOverTimeAttribute>
{
    public override bool WorksOnSteps => true;

    protected override Value? Build(MaxOverTimeAttribute attribute, LayerContext context)
    {
        if (!Sequence.Is(context)) return null;
        var x = context.Current;
        var counting = context.LengthsOf(x) is { } lengths ? Sequence.Within(x, lengths, -float.MaxValue) : x;
        return counting.Max([Sequence.TimeAxis]).Reshape(Shape.Batched([x.Shape[Sequence.FeatureAxis]]));
    }
}
