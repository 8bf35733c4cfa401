using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary>The two forms of weight decay.</summary>
internal static class Decay
{
    private const string Shrink = "shrink";

    /// <summary>What is usual for a decoupled decay.</summary>
    private const float Usual = 0.01f;

    /// <summary>The gradient with that of the penalty λ/2 · |θ|².</summary>
    public static Value AsPenalty(UpdateContext context, float decay) =>
        decay == 0 || !context.Decays ? context.Gradient : context.Gradient + (context.Parameter * decay);

    /// <summary>The parameter, shrunk by η · λ of it. The optimizer has the <see cref="ScalarsOfDecoupled"/>.</summary>
    public static Value Decoupled(UpdateContext context, float decay) =>
        decay == 0 || !context.Decays ? context.Parameter : context.Parameter * context.Scalar(Shrink);

    public static IEnumerable<HostScalar> ScalarsOfDecoupled(float decay) =>
        decay == 0 ? [] : [new(Shrink, 1 - (HostExpression.LearningRate * Written.Number(decay)))];

    public static OptimizerTraits TraitsOfDecoupled(OptimizerAttribute attribute, float decay) =>
        new() { DecayedShare = attribute.LearningRate * decay, UsualDecay = Usual };
}
