using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>A range of one axis, with a step.</summary>
public sealed record SliceOp(int Axis, int Start, int Length, int Step = 1) : Op
{
    public override string Name => "slice";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (Axis >= input.Rank || Start < 0 || Step < 1 || Start + ((Length - 1) * Step) >= input[Axis]) throw Misfit(inputs);
        return Shape.Of(input.Dimensions.Select((d, i) => i == Axis ? Length : d).ToArray());
    }

    /// <summary>Zeros around the upstream gradient, and between its elements.</summary>
    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream)
    {
        var shape = inputs[0].Shape;
        var parts = Enumerable.Range(0, Math.Min(Step, shape[Axis])).Select(residue =>
        {
            var count = (shape[Axis] - residue + Step - 1) / Step;
            if (residue == Start % Step) return upstream.Pad(Axis, Start / Step, count - (Start / Step) - Length);
            return node.Builder.Constant(0).BroadcastTo(Shape.Of(shape.Dimensions.Select((d, i) => i == Axis ? count : d).ToArray()));
        });
        return [node.Builder.Interleave(Axis, [.. parts])];
    }

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var strides = inputs[0].Strides();
        var start = strides[Axis] * Start;
        strides[Axis] *= Step;
        var next = 0;
        Tensor.ForEachOffset(result.Dimensions, start, strides, offset => result.Data[next++] = inputs[0].Data[offset]);
        return result;
    }

    public override Op Along(AxisOrder order) => this with { Axis = order.PositionOf(Axis) };

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) =>
        inputs[0]?.Through(Axis, new AxisMap(Step, Offset: Start));

    public override string ToString() =>
        Step == 1 ? $"slice[axis {Axis}, {Start}..{Start + Length}]" : $"slice[axis {Axis}, {Length} from {Start} by {Step}]";
}
