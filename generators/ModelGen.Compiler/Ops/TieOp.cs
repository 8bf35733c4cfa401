using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>Its first input, which cannot be computed without the others: the values that the same loop carries.</summary>
public sealed record TieOp : Op
{
    public override string Name => "tie";

    public override OpRole Role => OpRole.Alias;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [upstream, .. inputs.Skip(1).Select(_ => (Value?)null)];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => inputs[0];

    public override string ToString() => Name;
}
