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
        if (context.LengthsOf(x) is { } lengths)
        {
            var (last, time) = (lengths.Reshape(Shape.Batched([1, 1])) - 1, context.Builder.Position(x.Shape, Sequence.TimeAxis));
            return time.IfEqual(last, x, context.Builder.Constant(0)).Sum(Sequence.TimeAxis)
                .Reshape(Shape.Batched([x.Shape[Sequence.FeatureAxis]]));
        }

        return x.Slice(Sequence.TimeAxis, x.Shape[Sequence.TimeAxis] - 1, 1).Reshape(Shape.Batched([x.Shape[Sequence.FeatureAxis]]));
    }
}
