using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>Rows of a table: of [V, D] and indices [N, …] the tensor [N, …, D] that has row i of the table where the index is i.</summary>
/// <remarks>
/// Indices are floats that hold whole numbers of 0 … V − 1. Whoever passes them has had them checked: kernels read where they say.
/// </remarks>
public sealed record TakeOp : Op
{
    public override string Name => "take";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs.Count == 2 && inputs[0] is { Rank: 2, IsBatched: false } table
            ? Shape.Of([.. inputs[1].Dimensions, table[1]])
            : throw Misfit(inputs);

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [node.Builder.Add(new ScatterAddOp(inputs[0].Shape[0]), inputs[1].Node, upstream.Node), null];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var width = inputs[0].Dimensions[1];
        for (var i = 0; i < result.Data.Length; i++)
            result.Data[i] = inputs[0].Data[((int)inputs[1].Data[i / width] * width) + (i % width)];
        return result;
    }

    public override bool TakesEpilogue(Node node) => true;

    public override string ToString() => Name;
}
