using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[Adagrad]</c>: PyTorch's <c>optim.Adagrad</c>, and the variant with the mean of the squares.</summary>
/// <remarks>The state is what gradients add to the sum: what it starts with is no state, so that every state starts with zero.</remarks>
internal sealed class AdagradOptimizer : OptimizerDefinition
{
    private const string Sum = "sum", StepSize = "stepSize", InverseRoot = "inverseRoot";

    public override Type AttributeType => typeof(AdagradAttribute);

    public override LearningRates Rates => new(1e-6f, 0.01f, 1f);

    public override IReadOnlyList<string> HostStateNames => [UpdateCount.Name];

    public override IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute)
    {
        var adagrad = (AdagradAttribute)attribute;
        return
        [
            .. base.Validate(attribute),
            Require.NotNegative("LearningRateDecay", (float)adagrad.LearningRateDecay),
            Require.NotNegative("InitialAccumulatorValue", (float)adagrad.InitialAccumulatorValue),
            Require.Positive("Epsilon", (float)adagrad.Epsilon, 1e-10f),
            Require.NotNegative("WeightDecay", (float)adagrad.WeightDecay),
        ];
    }

    public override IReadOnlyList<string> States(OptimizerAttribute attribute) => [Sum];

    public override IReadOnlyList<HostState> HostStates(OptimizerAttribute attribute) =>
        (AdagradAttribute)attribute is { RootMeanSquare: true } or { LearningRateDecay: not 0 } ? [UpdateCount.State] : [];

    public override IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute)
    {
        var adagrad = (AdagradAttribute)attribute;
        var decay = Written.Number((float)adagrad.LearningRateDecay);
        var stepSize = new HostScalar(
            StepSize,
            decay == 0 ? HostExpression.LearningRate : HostExpression.LearningRate / (1 + ((UpdateCount.Value - 1) * decay)));
        return adagrad.RootMeanSquare ? [stepSize, new HostScalar(InverseRoot, 1 / UpdateCount.Value.Sqrt())] : [stepSize];
    }

    public override Value Update(OptimizerAttribute attribute, UpdateContext context)
    {
        var adagrad = (AdagradAttribute)attribute;
        var gradient = Decay.AsPenalty(context, (float)adagrad.WeightDecay);
        var sum = context.SetState(Sum, context.State(Sum) + (gradient * gradient));
        var initial = Written.Number((float)adagrad.InitialAccumulatorValue);
        var root = (initial == 0 ? sum : sum + initial).Sqrt();
        if (adagrad.RootMeanSquare) root *= context.Scalar(InverseRoot);
        return context.Parameter - (context.Scalar(StepSize) * (gradient / (root + Written.Number((float)adagrad.Epsilon))));
    }
}
