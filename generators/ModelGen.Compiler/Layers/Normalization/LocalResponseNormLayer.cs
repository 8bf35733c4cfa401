using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[LocalResponseNorm]</c>: each element divided by a power of the mean square of its neighbours in other channels.</summary>
internal sealed class LocalResponseNormLayer : LayerDefinition<LocalResponseNormAttribute>
{
    private const int Channels = 1;

    public override InitRole InitRole => InitRole.Normalizing;

    protected override IEnumerable<ArgumentProblem?> Validate(LocalResponseNormAttribute attribute) =>
    [
        Require.AtLeast("size", attribute.Size, 1),
        Require.NotNegative("Alpha", (float)attribute.Alpha),
        Require.Finite("Beta", (float)attribute.Beta, 0.75f),
        Require.Positive("K", (float)attribute.K, 1),
    ];

    protected override Value? Build(LocalResponseNormAttribute attribute, LayerContext context)
    {
        var (x, size) = (context.Current, attribute.Size);
        if (
            !context.Fits(
                (long)x.Shape.SampleElements / x.Shape[Channels] * (x.Shape[Channels] + (long)size),
                "the squares with their padding"))
            return null;
        var squares = (x * x).Pad(Channels, size / 2, (size - 1) / 2);
        var mean = squares.Reduce(ReduceKind.Sum, new Window(Channels, size, 1)) * (1.0 / size);
        var divisor = (mean * (float)attribute.Alpha) + (double)(float)attribute.K;

        // d to the power of −β: d is never below k, which is greater than 0.
        return x * (divisor.Log() * -(float)attribute.Beta).Exp();
    }
}
