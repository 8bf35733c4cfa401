using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>A tensor broadcast along its axes of size one. No kernel: its readers use strides of zero.</summary>
public sealed record BroadcastOp(Shape Target) : Op
{
    public override string Name => "broadcast";

    public override OpRole Role => OpRole.Elementwise;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs.Count == 1 && Shape.Broadcast(inputs[0], Target) == Target ? Target : throw Misfit(inputs);

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [upstream.SumTo(inputs[0].Shape)];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var next = 0;
        Tensor.ForEachOffset(result.Dimensions, 0, inputs[0].Strides(), offset => result.Data[next++] = inputs[0].Data[offset]);
        return result;
    }

    public override Op? Along(AxisOrder order) =>
        order.Axes.Count == Target.Rank ? new BroadcastOp(order.Of(Target)) : null;

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) =>
        node.Inputs[0].Shape.IsBatched ? ReceptiveField.Union(node, inputs) : ReceptiveField.Nothing;

    public override string ToString() => Name;
}
