using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Embedding]</c>: the row of a learned table for each id.</summary>
internal sealed class EmbeddingLayer : LayerDefinition<EmbeddingAttribute>
{
    public override bool TakesTokens => true;

    public override bool HasTable => true;

    public override IReadOnlyList<string> ParameterNames => ["weight"];

    protected override IEnumerable<ArgumentProblem?> Validate(EmbeddingAttribute attribute) =>
    [
        Require.AtLeast("dim", attribute.Dim, 1),
        Require.AtLeast("PaddingIndex", attribute.PaddingIndex, -1),
        Require.Positive("InitScale", (float)attribute.InitScale, 1),
    ];

    protected override Value? Build(EmbeddingAttribute attribute, LayerContext context)
    {
        if (context.Tokens is not { } ids)
        {
            return context.Fail(
                DiagnosticCatalogue.NoTokens,
                null,
                context.CurrentShape,
                context.CurrentOrigin,
                "Declare the input as [Tokens(length, vocabulary)], or write [Dense] for a layer on numbers.");
        }

        if (attribute.PaddingIndex >= ids.Values)
        {
            return context.Fail(
                DiagnosticCatalogue.ArgumentOutOfRange,
                "PaddingIndex",
                context.Change("PaddingIndex", "0"),
                "PaddingIndex",
                Limits.Plain(attribute.PaddingIndex),
                $"less than the vocabulary, {Limits.Plain(ids.Values)}");
        }

        var indices = context.Current;
        if (!context.Fits(Shape.Batched([.. indices.Shape.Sample, attribute.Dim]))) return null;
        int[] size = [ids.Values, attribute.Dim];
        var start = new ParameterInit("Normal", attribute.InitScale, 0, 0) { ZeroRow = attribute.PaddingIndex };
        if (context.Parameter("weight", size, [0, 1], start) is not { } table) return null;
        var taken = table.Take(indices);
        if (attribute.PaddingIndex < 0) return taken;

        // The same values; but into those of padding no gradient flows.
        var positions = indices.Reshape(Shape.Batched([.. indices.Shape.Sample, 1]));
        return positions.IfEqual(context.Builder.Constant(attribute.PaddingIndex), taken.Detach(), taken);
    }
}
