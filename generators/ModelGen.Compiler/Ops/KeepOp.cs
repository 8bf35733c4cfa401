using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The identity into memory that is part of a loop's: where a value cannot be computed in place.</summary>
/// <param name="Ordinal">Keeps copies of one node apart.</param>
/// <param name="Loop">The loop in each of whose iterations it is copied, even if it is the same in all; null if its input decides.</param>
public sealed record KeepOp(int Ordinal, ScanLoop? Loop = null) : Op
{
    public override string Name => "keep";

    public override OpRole Role => OpRole.Elementwise;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [upstream];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => inputs[0];

    public override string ToString() => Name;
}
