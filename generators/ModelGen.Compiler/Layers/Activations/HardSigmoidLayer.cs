using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[HardSigmoid]</c>: min(max(x + 3, 0), 6) / 6.</summary>
internal sealed class HardSigmoidLayer : LayerDefinition<HardSigmoidAttribute>
{
    protected override Interval Range(HardSigmoidAttribute attribute) => Interval.ZeroToOne;

    protected override Value? Build(HardSigmoidAttribute attribute, LayerContext context)
    {
        // At −3 and at 3 it is flat, as in PyTorch: the gradient there is 0. A NaN is neither inside nor beyond an end, and stays.
        var (x, builder) = (context.Current, context.Builder);
        var (zero, one) = (builder.Constant(0), builder.Constant(1));
        var beyond = x.IfLess(zero, zero, zero.IfLess(x, one, x.Detach()));
        return x.Abs().IfLess(builder.Constant(3), (x + 3) * (1.0 / 6), beyond);
    }
}
