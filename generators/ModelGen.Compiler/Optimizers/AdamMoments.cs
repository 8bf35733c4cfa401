using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary>What Adam, AdamW and RAdam share: running means of the gradient and its square, and the step they give.</summary>
/// <remarks>
/// θ ← θ − (η / (1 − β₁ᵗ)) · m / (√v / √(1 − β₂ᵗ) + ε), as PyTorch computes it. What depends on t only is computed by the
/// host, in double precision; the square root of the correction becomes a factor, so that the kernel divides once.
/// </remarks>
internal sealed record AdamMoments(float Beta1, float Beta2, float Epsilon)
{
    private const string Mean = "mean", Square = "square", StepSize = "stepSize", RootCorrection = "rootCorrection",
        Beta1Power = "beta1Power", Beta2Power = "beta2Power";

    public static IReadOnlyList<string> HostStateNames => [Beta1Power, Beta2Power];

    public static IReadOnlyList<string> States => [Mean, Square];

    /// <summary>β₂ᵗ.</summary>
    public static HostExpression SquarePower { get; } = new HostExpression.Variable(Beta2Power);

    /// <summary>1 − β₁ᵗ: the mean of as many gradients is that much too small.</summary>
    public static HostExpression MeanCorrection { get; } = 1 - (HostExpression)new HostExpression.Variable(Beta1Power);

    /// <summary>1 − β₂ᵗ.</summary>
    public static HostExpression SquareCorrection { get; } = 1 - SquarePower;

    public static IReadOnlyList<HostScalar> Scalars { get; } =
        [new(StepSize, HostExpression.LearningRate / MeanCorrection), new(RootCorrection, 1 / SquareCorrection.Sqrt())];

    public OptimizerTraits Traits => new() { Betas = (Beta1, Beta2) };

    public IReadOnlyList<HostState> HostStates => [Power(Beta1Power, Beta1), Power(Beta2Power, Beta2)];

    public IEnumerable<ArgumentProblem?> Validate() =>
        [Require.BelowOne("Beta1", Beta1, 0.9f), Require.BelowOne("Beta2", Beta2, 0.999f), Require.Positive("Epsilon", Epsilon, 1e-8f)];

    public Value Step(UpdateContext context, Value parameter, Value gradient)
    {
        var (mean, square) = Next(context, gradient);
        return parameter
            - (context.Scalar(StepSize) * (mean / ((square.Sqrt() * context.Scalar(RootCorrection)) + Written.Number(Epsilon))));
    }

    /// <summary>The running means of the gradient and of its square, with this gradient.</summary>
    public (Value Mean, Value Square) Next(UpdateContext context, Value gradient)
    {
        var (beta1, beta2) = (Written.Number(Beta1), Written.Number(Beta2));
        return (
            context.SetState(Mean, (context.State(Mean) * beta1) + (gradient * (1 - beta1))),
            context.SetState(Square, (context.State(Square) * beta2) + (gradient * gradient * (1 - beta2))));
    }

    private static HostState Power(string name, float beta) => new(name, 1, new HostExpression.Variable(name) * Written.Number(beta));
}
