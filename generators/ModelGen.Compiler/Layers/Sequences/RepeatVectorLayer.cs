using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[RepeatVector]</c>: a vector as each step of a sequence.</summary>
internal sealed class RepeatVectorLayer : LayerDefinition<RepeatVectorAttribute>
{
    public override InitRole InitRole => InitRole.Transparent;

    public override bool KeepsPositive => true;

    protected override IEnumerable<ArgumentProblem?> Validate(RepeatVectorAttribute attribute) => [Require.AtLeast("n", attribute.N, 1)];

    protected override Value? Build(RepeatVectorAttribute attribute, LayerContext context)
    {
        var x = context.Current;
        if (x.Shape.Rank != 2)
        {
            var isSequence = x.Shape.Rank == 3;
            return context.Fail(
                DiagnosticCatalogue.NotAVector,
                null,
                [Fix.InsertBefore(context.Location, isSequence ? "LastStep" : "Flatten")],
                context.CurrentShape,
                context.CurrentOrigin,
                isSequence ? "Take its last step with [LastStep], or all of them with [Flatten]." : "Make it one with [Flatten].");
        }

        var repeated = Shape.Batched([attribute.N, x.Shape[1]]);
        return context.Fits(repeated) ? x.Reshape(Shape.Batched([1, x.Shape[1]])).BroadcastTo(repeated) : null;
    }
}
