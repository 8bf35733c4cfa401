using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Normalize]</c>: x / max(‖x‖, ε) along the last axis.</summary>
internal sealed class NormalizeLayer : LayerDefinition<NormalizeAttribute>
{
    protected override Interval Range(NormalizeAttribute attribute) => new(-1, 1);

    protected override IEnumerable<ArgumentProblem?> Validate(NormalizeAttribute attribute) =>
        (float)attribute.Epsilon is > 1e-19f and < float.PositiveInfinity
            ? []
            : [Require.OutOfRange(
                "Epsilon",
                attribute.Epsilon.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
                "a finite number greater than 1e-19").Or("1e-12")];

    protected override Value? Build(NormalizeAttribute attribute, LayerContext context)
    {
        // max(‖x‖², ε²) under the root: the gradient at 0 is 1 / ε, as in PyTorch, and no root of 0 has one.
        var (x, least) = (context.Current, (double)(float)attribute.Epsilon);
        return x / (x * x).Sum(x.LastAxis).Max(context.Builder.Constant(least * least)).Sqrt();
    }
}
