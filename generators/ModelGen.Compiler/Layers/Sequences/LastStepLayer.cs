using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[LastStep]</c>: the last step of a sequence.</summary>
internal sealed class LastStepLayer : LayerDefinition<LastStepAttribute>
{
    public override InitRole InitRole => InitRole.Transparent;

    public override bool KeepsPositive => true;

    protected override Value? Build(LastStepAttribute attribute, LayerContext context)
    {
        if (!Sequence.Is(context)) return null;
        var x = context.Current;
        return x.Slice(Sequence.TimeAxis, x.Shape[Sequence.TimeAxis] - 1, 1).Reshape(Shape.Batched([x.Shape[Sequence.FeatureAxis]]));
    }
}
