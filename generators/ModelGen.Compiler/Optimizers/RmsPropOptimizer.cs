using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[RmsProp]</c>: PyTorch's <c>optim.RMSprop</c>.</summary>
internal sealed class RmsPropOptimizer : OptimizerDefinition
{
    private const string Square = "square", Mean = "mean", Velocity = "velocity", StepSize = "stepSize";

    public override Type AttributeType => typeof(RmsPropAttribute);

    public override LearningRates Rates => LearningRates.Adaptive;

    public override OptimizerTraits Traits(OptimizerAttribute attribute) =>
        new() { Momentum = (float)((RmsPropAttribute)attribute).Momentum };

    public override IEnumerable<ArgumentProblem?> Validate(OptimizerAttribute attribute)
    {
        var rmsProp = (RmsPropAttribute)attribute;
        return
        [
            .. base.Validate(attribute),
            Require.BelowOne("Alpha", (float)rmsProp.Alpha, 0.99f),
            Require.Positive("Epsilon", (float)rmsProp.Epsilon, 1e-8f),
            Require.BelowOne("Momentum", (float)rmsProp.Momentum, 0.9f),
            Require.NotNegative("WeightDecay", (float)rmsProp.WeightDecay),
        ];
    }

    public override IReadOnlyList<string> States(OptimizerAttribute attribute)
    {
        var rmsProp = (RmsPropAttribute)attribute;
        return [Square, .. rmsProp.Centered ? [Mean] : Array.Empty<string>(), .. (float)rmsProp.Momentum == 0 ? [] : new[] { Velocity }];
    }

    public override IReadOnlyList<HostScalar> Scalars(OptimizerAttribute attribute) => [new(StepSize, HostExpression.LearningRate)];

    public override Value Update(OptimizerAttribute attribute, UpdateContext context)
    {
        var rmsProp = (RmsPropAttribute)attribute;
        var (alpha, momentum) = (Written.Number((float)rmsProp.Alpha), Written.Number((float)rmsProp.Momentum));
        var gradient = Decay.AsPenalty(context, (float)rmsProp.WeightDecay);
        var square = context.SetState(Square, (context.State(Square) * alpha) + (gradient * gradient * (1 - alpha)));
        if (rmsProp.Centered)
        {
            var mean = context.SetState(Mean, (context.State(Mean) * alpha) + (gradient * (1 - alpha)));
            square = (square - (mean * mean)).Relu();
        }

        var direction = gradient / (square.Sqrt() + Written.Number((float)rmsProp.Epsilon));
        if (momentum != 0) direction = context.SetState(Velocity, (context.State(Velocity) * momentum) + direction);
        return context.Parameter - (context.Scalar(StepSize) * direction);
    }
}
