using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[CosineSimilarity]</c>: x · y / (max(‖x‖, ε) · max(‖y‖, ε)) along the last axis.</summary>
internal sealed class CosineSimilarityLayer : LayerDefinition<CosineSimilarityAttribute>
{
    protected override Interval Range(CosineSimilarityAttribute attribute) => new(-1, 1);

    protected override IEnumerable<ArgumentProblem?> Validate(CosineSimilarityAttribute attribute) =>
        [VectorLength.Validate(attribute.Epsilon, "1e-8")];

    protected override IEnumerable<ValueReference> Reads(CosineSimilarityAttribute attribute) =>
        [new ValueReference("other", -1, attribute.Other)];

    protected override Value? Build(CosineSimilarityAttribute attribute, LayerContext context)
    {
        var x = context.Current;
        var least = (float)attribute.Epsilon;
        if (NamedOperands.Combine("other", [attribute.Other], context, Similarity) is not { } similarity) return null;
        var sizes = x.Shape.Sample.Take(x.Shape.Sample.Length - 1).ToArray();
        return similarity.Reshape(Shape.Batched(sizes.Length == 0 ? [1] : sizes));

        Value Similarity(Value value, Value other)
        {
            // A vector that is stretched is as long as what it stands for.
            var y = other.BroadcastTo(value.Shape);
            return (value * y).Sum(value.LastAxis) / (VectorLength.Of(value, least) * VectorLength.Of(y, least));
        }
    }
}
