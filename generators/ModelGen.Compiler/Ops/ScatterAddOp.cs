using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The transpose of <see cref="TakeOp"/>: of indices [N, …] and vectors [N, …, D] the table [V, D], in which each row is the sum of the
/// vectors whose index it is.
/// </summary>
/// <param name="Rows">The rows of the table.</param>
/// <remarks>
/// The order is part of the meaning: from zero, row-major over the indices. So threads divide the columns, never the indices.
/// </remarks>
public sealed record ScatterAddOp(int Rows) : Op
{
    public override string Name => "scatter-add";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs.Count == 2
        && inputs[1].Rank == inputs[0].Rank + 1
        && inputs[1].Dimensions.Take(inputs[0].Rank).SequenceEqual(inputs[0].Dimensions)
            ? Shape.Of(Rows, inputs[1][inputs[1].Rank - 1])
            : throw Misfit(inputs);

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [null, upstream.Take(inputs[0])];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var width = result.Dimensions[1];
        for (var i = 0; i < inputs[1].Data.Length; i++)
            result.Data[((int)inputs[0].Data[i / width] * width) + (i % width)] += inputs[1].Data[i];
        return result;
    }

    public override string ToString() => $"{Name}[{Rows} rows]";
}
