using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The position 0, 1, 2, … along one axis.</summary>
/// <param name="AxisFromEnd">1 for the last axis, 2 for the one before it, …</param>
/// <param name="Length">The size of that axis.</param>
public sealed record PositionOp(int AxisFromEnd, int Length) : Op
{
    public override string Name => "position";

    public override OpRole Role => OpRole.Inline;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        Shape.Of(Enumerable.Range(0, AxisFromEnd).Select(i => i == 0 ? Length : 1).ToArray());

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) =>
        new(context.Resolve(shape), Enumerable.Range(0, Length).Select(i => (double)i).ToArray());

    public override string ToString() => $"position[-{AxisFromEnd}]";
}
