using System.Globalization;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>A number, rounded to float.</summary>
public sealed record ConstantOp(double Number) : Op
{
    public override string Name => "constant";

    public override OpRole Role => OpRole.Inline;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Shape.Scalar;

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) => new([], [Number]);

    public override string ToString() => Number.ToString("R", CultureInfo.InvariantCulture);
}
