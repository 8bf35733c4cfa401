using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The identity, through which no gradient flows. Passes remove it once gradients exist.</summary>
public sealed record DetachOp : Op
{
    public override string Name => "detach";

    public override OpRole Role => OpRole.Alias;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [null];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => inputs[0];

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) => inputs[0];

    public override Op Along(AxisOrder order) => this;

    public override string ToString() => Name;
}
