using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[Dropout]</c>: in training, zero with probability p, otherwise x / (1 − p).</summary>
internal sealed class DropoutLayer : LayerDefinition<DropoutAttribute>
{
    public override InitRole InitRole => InitRole.Transparent;

    protected override IEnumerable<ArgumentProblem?> Validate(DropoutAttribute attribute) => [Require.BelowOne("rate", attribute.Rate, 0.5f)];

    protected override Value? Build(DropoutAttribute attribute, LayerContext context)
    {
        if (context.Mode == Mode.Inference || attribute.Rate == 0) return context.Current;
        if (context.NextRandomStream() is not { } stream) return null;
        var (x, builder) = (context.Current, context.Builder);
        return builder.Random(x.Shape, stream).IfLess(builder.Constant(attribute.Rate), builder.Constant(0), x * (1.0 / (1.0 - attribute.Rate)));
    }
}
