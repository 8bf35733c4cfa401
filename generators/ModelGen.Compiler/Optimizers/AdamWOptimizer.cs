using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[AdamW]</c>: PyTorch's <c>optim.AdamW</c>, whose decay shrinks the parameters before the step.</summary>
internal sealed class AdamWOptimizer : OptimizerDefinition
{
    private const string Shrink = "shrink";

    public override Type AttributeType => typeof(AdamWAttribute);

    public override LearningRates Rates => LearningRates.Adaptive;

    public override IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute)
    {
        var adam = (AdamWAttribute)attribute;
        return [.. base.Validate(attribute), .. Moments(adam).Validate(), Require.NotNegative("WeightDecay", (float)adam.WeightDecay)];
    }

    public override IReadOnlyList<string> States(OptimizerAttribute attribute) => AdamMoments.States;

    public override IReadOnlyList<string> HostStateNames => AdamMoments.HostStateNames;

    public override IReadOnlyList<HostState> HostStates(OptimizerAttribute attribute) => Moments((AdamWAttribute)attribute).HostStates;

    public override IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute) =>
        (float)((AdamWAttribute)attribute).WeightDecay is var decay and not 0
            ? [.. AdamMoments.Scalars, new HostScalar(Shrink, 1 - (HostExpression.LearningRate * Written.Number(decay)))]
            : AdamMoments.Scalars;

    public override Value Update(OptimizerAttribute attribute, UpdateContext context)
    {
        var adam = (AdamWAttribute)attribute;
        var parameter = (float)adam.WeightDecay == 0 ? context.Parameter : context.Parameter * context.Scalar(Shrink);
        return Moments(adam).Step(context, parameter, context.Gradient);
    }

    private static AdamMoments Moments(AdamWAttribute adam) => new((float)adam.Beta1, (float)adam.Beta2, (float)adam.Epsilon);
}
