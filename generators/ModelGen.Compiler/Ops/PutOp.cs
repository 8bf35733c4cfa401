using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// A tensor with one position of an axis replaced: inputs are the tensor, what stands there with size one along the axis, and the position,
/// [N, 1], 0 … size − 1.
/// </summary>
/// <param name="Axis">The axis.</param>
/// <remarks>The tensor is what a stream has seen, and is changed where it lies: nothing else may read it.</remarks>
public sealed record PutOp(int Axis) : Op
{
    public override string Name => "put";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs.Count == 3 && Axis > 0 && inputs[1] == inputs[0].Reduce([Axis]) && inputs[2] == Shape.Batched([1])
            ? inputs[0]
            : throw Misfit(inputs);

    /// <exception cref="CompilerException">Always: a stream is not differentiated.</exception>
    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        throw new CompilerException($"{this} has no gradient.");

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape), [.. inputs[0].Data]);
        var strides = result.Strides();
        var next = 0;
        Tensor.ForEach(inputs[1].Dimensions, index =>
        {
            var at = index.Select((position, axis) => strides[axis] * position).Sum() + (strides[Axis] * (int)inputs[2].Data[index[0]]);
            result.Data[at] = inputs[1].Data[next++];
        });
        return result;
    }

    public override string ToString() => $"{Name}[axis {Axis}]";
}
