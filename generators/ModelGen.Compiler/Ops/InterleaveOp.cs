using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>Tensors interleaved along an axis: element i of the result is element ⌊i / s⌋ of input i mod s, of s inputs.</summary>
public sealed record InterleaveOp(int Axis) : Op
{
    public override string Name => "interleave";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count == 0 || inputs.Any(s => s.Rank != inputs[0].Rank || Axis >= s.Rank)) throw Misfit(inputs);
        var total = inputs.Sum(s => s[Axis]);
        for (var i = 0; i < inputs.Count; i++)
        {
            var sizes = inputs[i]
                .Dimensions.Select((d, axis) => axis == Axis ? (total - i + inputs.Count - 1) / inputs.Count : inputs[0][axis]);
            if (!sizes.SequenceEqual(inputs[i].Dimensions))
                throw Misfit(inputs);
        }

        return Shape.Of(inputs[0].Dimensions.Select((d, i) => i == Axis ? total : d).ToArray());
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        inputs.Select((input, i) => (Value?)upstream.Slice(Axis, i, input.Shape[Axis], inputs.Count)).ToArray();

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var strides = result.Strides();
        var step = strides[Axis];
        strides[Axis] *= inputs.Count;
        for (var i = 0; i < inputs.Count; i++)
        {
            var (from, next) = (inputs[i].Data, 0);
            Tensor.ForEachOffset(inputs[i].Dimensions, step * i, strides, offset => result.Data[offset] = from[next++]);
        }

        return result;
    }

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) =>
        ReceptiveField.Union(inputs.Select((field, i) => field?.Through(Axis, new AxisMap(1, Offset: -i, Divisor: inputs.Count))));

    public override Op Along(AxisOrder order) => this with { Axis = order.PositionOf(Axis) };

    public override string ToString() => $"interleave[axis {Axis}]";
}
