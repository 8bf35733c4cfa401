using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[PositionalEncoding]</c>: waves of many lengths, added.</summary>
internal sealed class PositionalEncodingLayer : LayerDefinition<PositionalEncodingAttribute>
{
    public override bool WorksOnSteps => true;

    protected override IEnumerable<ArgumentProblem?> Validate(PositionalEncodingAttribute attribute) =>
        [Require.BelowOne("Dropout", (float)attribute.Dropout, 0.1f)];

    protected override Value? Build(PositionalEncodingAttribute attribute, LayerContext context)
    {
        if (!Sequence.Is(context)) return null;
        var x = context.Current;
        var waves = new Waves(x.Shape[Sequence.TimeAxis], x.Shape[Sequence.FeatureAxis]);
        return context.FitsTable(waves) ? DropoutLayer.Apply(context, x + context.Builder.Table(waves), (float)attribute.Dropout) : null;
    }
}
