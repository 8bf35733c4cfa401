using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The identity into memory of its own.</summary>
/// <param name="Ordinal">Keeps copies of one node apart.</param>
public sealed record CopyOp(int Ordinal) : Op
{
    public override string Name => "copy";

    public override OpRole Role => OpRole.Elementwise;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [upstream];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => inputs[0];

    public override Op Along(AxisOrder order) => this;

    public override string ToString() => Name;
}
