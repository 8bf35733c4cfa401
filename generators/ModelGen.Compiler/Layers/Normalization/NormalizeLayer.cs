using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Normalize]</c>: x / max(‖x‖, ε) along the last axis.</summary>
internal sealed class NormalizeLayer : LayerDefinition<NormalizeAttribute>
{
    protected override Interval Range(NormalizeAttribute attribute) => new(-1, 1);

    protected override IEnumerable<ArgumentProblem?> Validate(NormalizeAttribute attribute) =>
        [VectorLength.Validate(attribute.Epsilon, "1e-12")];

    protected override Value? Build(NormalizeAttribute attribute, LayerContext context) =>
        context.Current / VectorLength.Of(context.Current, (float)attribute.Epsilon);
}
