using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[AdamW]</c>: PyTorch's <c>optim.AdamW</c>, whose decay shrinks the parameters before the step.</summary>
internal sealed class AdamWOptimizer : OptimizerDefinition
{
    public override Type AttributeType => typeof(AdamWAttribute);

    public override LearningRates Rates => LearningRates.Adaptive;

    public override OptimizerTraits Traits(OptimizerAttribute attribute) =>
        Decay.TraitsOfDecoupled(attribute, Amount(attribute)) with { Betas = Moments((AdamWAttribute)attribute).Traits.Betas };

    public override IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute)
    {
        var adam = (AdamWAttribute)attribute;
        return [.. base.Validate(attribute), .. Moments(adam).Validate(), Require.NotNegative("WeightDecay", (float)adam.WeightDecay)];
    }

    public override IReadOnlyList<string> States(OptimizerAttribute attribute) => AdamMoments.States;

    public override IReadOnlyList<string> HostStateNames => AdamMoments.HostStateNames;

    public override IReadOnlyList<HostState> HostStates(OptimizerAttribute attribute) => Moments((AdamWAttribute)attribute).HostStates;

    public override IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute) =>
        [.. AdamMoments.Scalars, .. Decay.ScalarsOfDecoupled(Amount(attribute))];

    public override Value Update(OptimizerAttribute attribute, UpdateContext context) =>
        Moments((AdamWAttribute)attribute).Step(context, Decay.Decoupled(context, Amount(attribute)), context.Gradient);

    private static float Amount(OptimizerAttribute attribute) => (float)((AdamWAttribute)attribute).WeightDecay;

    private static AdamMoments Moments(AdamWAttribute adam) => new((float)adam.Beta1, (float)adam.Beta2, (float)adam.Epsilon);
}
