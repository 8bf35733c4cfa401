using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[HardSigmoid]</c>: min(max(x + 3, 0), 6) / 6.</summary>
internal sealed class HardSigmoidLayer : LayerDefinition<HardSigmoidAttribute>
{
    public override ProbabilityKind Probabilities => ProbabilityKind.OfEach;

    public override Interval RangeFor(PipelineAttribute attribute, Interval inputs) => Squash.HardSigmoid(inputs);

    protected override Interval Range(HardSigmoidAttribute attribute) => Interval.ZeroToOne;

    protected override Value? Build(HardSigmoidAttribute attribute, LayerContext context)
    {
        // As in PyTorch, the gradient is 0 at −3 and at 3. A NaN stays.
        var (x, builder) = (context.Current, context.Builder);
        var (zero, one) = (builder.Constant(0), builder.Constant(1));
        var beyond = x.IfLess(zero, zero, zero.IfLess(x, one, x.Detach()));
        return x.Abs().IfLess(builder.Constant(3), (x + 3) * (1.0 / 6), beyond);
    }
}
