using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[Sgd]</c>: PyTorch's <c>optim.SGD</c> with dampening 0.</summary>
internal sealed class SgdOptimizer : OptimizerDefinition
{
    private const string Velocity = "velocity", StepSize = "stepSize";

    public override Type AttributeType => typeof(SgdAttribute);

    public override OptimizerTraits Traits(OptimizerAttribute attribute)
    {
        var sgd = (SgdAttribute)attribute;
        return new()
        {
            Momentum = (float)sgd.Momentum,
            DecayedShare = sgd.LearningRate / (1 - (float)sgd.Momentum) * (float)sgd.WeightDecay,
            UsualDecay = 1e-4f,
        };
    }

    public override IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute)
    {
        var sgd = (SgdAttribute)attribute;
        return
        [
            .. base.Validate(attribute),
            Require.BelowOne("Momentum", (float)sgd.Momentum, 0.9f),
            sgd is { Nesterov: true, Momentum: 0 } ? NoMomentum() : null,
            Require.NotNegative("WeightDecay", (float)sgd.WeightDecay),
        ];
    }

    private static ArgumentProblem NoMomentum() =>
        Require.OutOfRange("Nesterov", "true", "false as long as Momentum is 0: it looks ahead along the momentum. Add Momentum = 0.9f")
            .Or(nesterov => Fix.Of("Add Momentum = 0.9f", Edit.Set(nesterov.At("Momentum"), "0.9f")))
            .Or(nesterov => Fix.Of("Remove Nesterov", Edit.Remove(nesterov)));

    public override IReadOnlyList<string> States(OptimizerAttribute attribute) =>
        (float)((SgdAttribute)attribute).Momentum == 0 ? [] : [Velocity];

    public override IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute) =>
        [new HostScalar(StepSize, HostExpression.LearningRate)];

    public override Value Update(OptimizerAttribute attribute, UpdateContext context)
    {
        var sgd = (SgdAttribute)attribute;
        var direction = Decay.AsPenalty(context, (float)sgd.WeightDecay);
        if ((float)sgd.Momentum != 0)
        {
            var velocity = context.SetState(Velocity, (context.State(Velocity) * (float)sgd.Momentum) + direction);
            direction = sgd.Nesterov ? direction + (velocity * (float)sgd.Momentum) : velocity;
        }

        return context.Parameter - (context.Scalar(StepSize) * direction);
    }
}
