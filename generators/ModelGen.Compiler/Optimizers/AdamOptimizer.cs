using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[Adam]</c>: PyTorch's <c>optim.Adam</c>.</summary>
internal sealed class AdamOptimizer : OptimizerDefinition
{
    public override Type AttributeType => typeof(AdamAttribute);

    public override LearningRates Rates => LearningRates.Adaptive;

    public override OptimizerTraits Traits(OptimizerAttribute attribute) => Moments((AdamAttribute)attribute).Traits;

    public override IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute)
    {
        var adam = (AdamAttribute)attribute;
        return [.. base.Validate(attribute), .. Moments(adam).Validate(), Require.NotNegative("WeightDecay", (float)adam.WeightDecay)];
    }

    public override IReadOnlyList<string> States(OptimizerAttribute attribute) => AdamMoments.States;

    public override IReadOnlyList<string> HostStateNames => AdamMoments.HostStateNames;

    public override IReadOnlyList<HostState> HostStates(OptimizerAttribute attribute) => Moments((AdamAttribute)attribute).HostStates;

    public override IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute) => AdamMoments.Scalars;

    public override Value Update(OptimizerAttribute attribute, UpdateContext context)
    {
        var adam = (AdamAttribute)attribute;
        return Moments(adam).Step(context, context.Parameter, Decay.AsPenalty(context, (float)adam.WeightDecay));
    }

    private static AdamMoments Moments(AdamAttribute adam) => new((float)adam.Beta1, (float)adam.Beta2, (float)adam.Epsilon);
}
