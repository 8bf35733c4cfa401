using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[PositionalEmbedding]</c>: a learned vector for each step, added.</summary>
internal sealed class PositionalEmbeddingLayer : LayerDefinition<PositionalEmbeddingAttribute>
{
    public override bool WorksOnSteps => true;

    public override IReadOnlyList<string> ParameterNames => ["weight"];

    protected override IEnumerable<ArgumentProblem?> Validate(PositionalEmbeddingAttribute attribute) =>
        [Require.Positive("InitScale", (float)attribute.InitScale, 1)];

    protected override Value? Build(PositionalEmbeddingAttribute attribute, LayerContext context)
    {
        if (!Sequence.Is(context)) return null;
        var x = context.Current;
        var start = new ParameterInit("Normal", attribute.InitScale, 0, 0);
        return context.Parameter("weight", x.Shape.Sample, [0, 1], start) is { } table ? x + table : null;
    }
}
