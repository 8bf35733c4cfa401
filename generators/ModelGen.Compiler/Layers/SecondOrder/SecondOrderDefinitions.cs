using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary><c>[GradientPenalty]</c>.</summary>
internal sealed class GradientPenaltyDefinition : AttributeDefinition
{
    public override string AttributeName => nameof(GradientPenaltyAttribute);

    public override string WhyNotInBlock => "only a model has a penalty of its gradients";

    public override IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute)
    {
        var penalty = (GradientPenaltyAttribute)attribute;
        return
        [
            Require.Positive("weight", penalty.Weight, 10),
            Require.NotNegative(nameof(GradientPenaltyAttribute.Center), (float)penalty.Center),
        ];
    }
}

/// <summary><c>[Hessian]</c>.</summary>
internal sealed class HessianDefinition : AttributeDefinition
{
    public override string AttributeName => nameof(HessianAttribute);

    public override string WhyNotInBlock => "only a model has a loss";

    public override IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute) => [];
}
