using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[Lion]</c>: the sign of a running mean of the gradient gives the step.</summary>
internal sealed class LionOptimizer : OptimizerDefinition
{
    private const string Mean = "mean", StepSize = "stepSize";

    public override Type AttributeType => typeof(LionAttribute);

    public override LearningRates Rates => new(1e-8f, 1e-4f, 0.01f);

    public override OptimizerTraits Traits(OptimizerAttribute attribute) => Decay.TraitsOfDecoupled(attribute, Amount(attribute));

    public override IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute)
    {
        var lion = (LionAttribute)attribute;
        return
        [
            .. base.Validate(attribute),
            Require.BelowOne("Beta1", (float)lion.Beta1, 0.9f),
            Require.BelowOne("Beta2", (float)lion.Beta2, 0.99f),
            Require.NotNegative("WeightDecay", Amount(attribute)),
        ];
    }

    public override IReadOnlyList<string> States(OptimizerAttribute attribute) => [Mean];

    public override IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute) =>
        [new(StepSize, HostExpression.LearningRate), .. Decay.ScalarsOfDecoupled(Amount(attribute))];

    public override Value Update(OptimizerAttribute attribute, UpdateContext context)
    {
        var lion = (LionAttribute)attribute;
        var (beta1, beta2) = (Written.Number((float)lion.Beta1), Written.Number((float)lion.Beta2));
        var mean = context.State(Mean);
        context.SetState(Mean, (mean * beta2) + (context.Gradient * (1 - beta2)));
        var direction = (mean * beta1) + (context.Gradient * (1 - beta1));
        return Decay.Decoupled(context, Amount(attribute)) - (context.Scalar(StepSize) * direction.Sign());
    }

    private static float Amount(OptimizerAttribute attribute) => (float)((LionAttribute)attribute).WeightDecay;
}
