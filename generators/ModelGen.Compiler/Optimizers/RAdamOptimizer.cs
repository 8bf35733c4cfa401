using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[RAdam]</c>: PyTorch's <c>optim.RAdam</c>.</summary>
/// <remarks>
/// The host decides between the two forms of the step: θ ← θ − m · (adaptive / (√v + ε) + plain), where one of the factors is zero.
/// </remarks>
internal sealed class RAdamOptimizer : OptimizerDefinition
{
    private const string AdaptiveStep = "adaptiveStep", PlainStep = "plainStep";

    /// <summary>From this ρ on the second moment is known well enough: PyTorch's, where the paper has 4.</summary>
    private const double Known = 5;

    public override Type AttributeType => typeof(RAdamAttribute);

    public override LearningRates Rates => LearningRates.Adaptive;

    public override OptimizerTraits Traits(OptimizerAttribute attribute) => Moments(attribute).Traits;

    public override IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute) =>
    [
        .. base.Validate(attribute),
        .. Moments(attribute).Validate(),
        Require.NotNegative("WeightDecay", (float)((RAdamAttribute)attribute).WeightDecay),
    ];

    public override IReadOnlyList<string> States(OptimizerAttribute attribute) => AdamMoments.States;

    public override IReadOnlyList<string> HostStateNames => [.. AdamMoments.HostStateNames, UpdateCount.Name];

    public override IReadOnlyList<HostState> HostStates(OptimizerAttribute attribute) =>
        [.. Moments(attribute).HostStates, UpdateCount.State];

    public override IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute)
    {
        var limit = (2 / (1 - Written.Number(Moments(attribute).Beta2))) - 1;
        var corrected = HostExpression.LearningRate / AdamMoments.MeanCorrection;
        var known = limit - (2 * UpdateCount.Value * AdamMoments.SquarePower / AdamMoments.SquareCorrection);
        var rectification = (known - 4) * (known - 2) * limit / ((limit - 4) * (limit - 2) * known);
        return
        [
            new(AdaptiveStep, known.IfGreater(Known, corrected * (AdamMoments.SquareCorrection * rectification).Sqrt(), 0)),
            new(PlainStep, known.IfGreater(Known, 0, corrected)),
        ];
    }

    public override Value Update(OptimizerAttribute attribute, UpdateContext context)
    {
        var moments = Moments(attribute);
        var (mean, square) = moments.Next(context, Decay.AsPenalty(context, (float)((RAdamAttribute)attribute).WeightDecay));
        var adaptive = context.Scalar(AdaptiveStep) / (square.Sqrt() + Written.Number(moments.Epsilon));
        return context.Parameter - (mean * (adaptive + context.Scalar(PlainStep)));
    }

    private static AdamMoments Moments(OptimizerAttribute attribute) =>
        Moments((RAdamAttribute)attribute);

    private static AdamMoments Moments(RAdamAttribute radam) => new((float)radam.Beta1, (float)radam.Beta2, (float)radam.Epsilon);
}
