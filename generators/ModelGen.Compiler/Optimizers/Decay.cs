using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary>Weight decay in the form of the L2 penalty.</summary>
internal static class Decay
{
    /// <summary>The gradient with that of the penalty λ/2 · |θ|².</summary>
    public static Value AsPenalty(UpdateContext context, float decay) =>
        decay == 0 ? context.Gradient : context.Gradient + (context.Parameter * decay);
}
