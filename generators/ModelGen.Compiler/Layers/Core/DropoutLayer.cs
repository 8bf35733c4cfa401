using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Dropout]</c>: in training, zero with probability p, otherwise x / (1 − p).</summary>
internal sealed class DropoutLayer : LayerDefinition<DropoutAttribute>
{
    public override InitRole InitRole => InitRole.Transparent;

    protected override IEnumerable<ArgumentProblem?> Validate(DropoutAttribute attribute) =>
        [Require.BelowOne("rate", attribute.Rate, 0.5f)];

    protected override Value? Build(DropoutAttribute attribute, LayerContext context) =>
        Apply(context, attribute.Rate, context.Current.Shape);

    /// <summary>Drops parts of the current value, one random number for each part.</summary>
    /// <param name="context">The layer.</param>
    /// <param name="rate">The probability.</param>
    /// <param name="draws">The shape of the random numbers, which is broadcast to that of the value.</param>
    public static Value? Apply(LayerContext context, float rate, Shape draws) => Apply(context, context.Current, rate, draws);

    /// <summary>Drops elements of a value.</summary>
    public static Value? Apply(LayerContext context, Value x, float rate) => Apply(context, x, rate, x.Shape);

    private static Value? Apply(LayerContext context, Value x, float rate, Shape draws)
    {
        if (rate == 0 || context.Mode == Mode.Inference) return x;
        if (context.NextRandomStream() is not { } stream) return null;
        var builder = context.Builder;
        return builder.Random(draws, stream).IfLess(builder.Constant(rate), builder.Constant(0), x * (1.0 / (1.0 - rate)));
    }
}
