using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[Lamb]</c>: Adam's direction, scaled to the norm of each tensor.</summary>
internal sealed class LambOptimizer : OptimizerDefinition
{
    private const string Rate = "lambRate", MeanScale = "meanScale";

    public override Type AttributeType => typeof(LambAttribute);

    public override LearningRates Rates => LearningRates.Adaptive;

    public override bool IsPerTensor => true;

    public override OptimizerTraits Traits(OptimizerAttribute attribute) => Moments(attribute).Traits;

    public override IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute) =>
        [.. base.Validate(attribute), .. Moments(attribute).Validate(), Require.NotNegative("WeightDecay", Amount(attribute))];

    public override IReadOnlyList<string> States(OptimizerAttribute attribute) => AdamMoments.States;

    public override IReadOnlyList<string> HostStateNames => AdamMoments.HostStateNames;

    public override IReadOnlyList<HostState> HostStates(OptimizerAttribute attribute) => Moments(attribute).HostStates;

    public override IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute) =>
    [
        new(Rate, HostExpression.LearningRate),
        new(MeanScale, 1 / AdamMoments.MeanCorrection),
        AdamMoments.RootCorrectionScalar,
    ];

    public override Value Update(OptimizerAttribute attribute, UpdateContext context)
    {
        var direction = Direction(attribute, context);
        var step = context.Scalar(Rate);
        if (context.Decays) step = Ratio(attribute, context) * step;
        return context.Parameter - (direction * step);
    }

    private static Value Direction(OptimizerAttribute attribute, UpdateContext context)
    {
        var moments = Moments(attribute);
        var (mean, square) = moments.Next(context, context.Gradient);
        var direction = mean * context.Scalar(MeanScale)
            / ((square.Sqrt() * context.Scalar(AdamMoments.RootCorrectionScalar.Name)) + Written.Number(moments.Epsilon));
        return Amount(attribute) == 0 || !context.Decays ? direction : direction + (context.Parameter * Written.Number(Amount(attribute)));
    }

    /// <summary>‖θ‖ / ‖u‖; 1 where one of them is zero.</summary>
    private static Value Ratio(OptimizerAttribute attribute, UpdateContext context)
    {
        var (weight, step) = (context.Norm(part => part.Parameter), context.Norm(part => Direction(attribute, part)));
        Value zero = step.Builder.Constant(0), one = step.Builder.Constant(1);
        return zero.IfLess(weight, zero.IfLess(step, weight / step, one), one);
    }

    private static float Amount(OptimizerAttribute attribute) => (float)((LambAttribute)attribute).WeightDecay;

    private static AdamMoments Moments(OptimizerAttribute attribute)
    {
        var lamb = (LambAttribute)attribute;
        return new((float)lamb.Beta1, (float)lamb.Beta2, (float)lamb.Epsilon);
    }
}
