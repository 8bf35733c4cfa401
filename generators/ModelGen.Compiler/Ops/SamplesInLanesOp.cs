using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>A copy with samples in the lanes of a tensor that has features there.</summary>
public sealed record SamplesInLanesOp : Op
{
    public override string Name => "samples-in-lanes";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs.Count == 1 && inputs[0].IsBatched ? inputs[0] : throw Misfit(inputs);

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [upstream];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => inputs[0];

    public override string ToString() => Name;
}
