using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>A copy with features in the lanes of a tensor that has samples there.</summary>
public sealed record FeaturesInLanesOp : Op
{
    public override string Name => "features-in-lanes";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs.Count == 1 && inputs[0].IsBatched ? inputs[0] : throw Misfit(inputs);

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [upstream];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => inputs[0];
}
