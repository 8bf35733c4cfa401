using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[HardSigmoid]</c>: min(max(x + 3, 0), 6) / 6.</summary>
internal sealed class HardSigmoidLayer : LayerDefinition<HardSigmoidAttribute>
{
    protected override Interval Range(HardSigmoidAttribute attribute) => Interval.ZeroToOne;

    protected override Value? Build(HardSigmoidAttribute attribute, LayerContext context)
    {
        // Asked this way round, a NaN is not less than anything and passes. At exactly 3 the gradient is 1/6.
        var (positive, six) = ((context.Current + 3).Relu(), context.Builder.Constant(6));
        return six.IfLess(positive, six, positive) * (1.0 / 6);
    }
}
