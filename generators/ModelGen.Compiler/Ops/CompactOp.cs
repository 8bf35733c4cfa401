using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The identity into memory without padding, so that any shape can be read from it.</summary>
public sealed record CompactOp : Op
{
    public override string Name => "compact";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [upstream];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => inputs[0];

    public override string ToString() => Name;
}
