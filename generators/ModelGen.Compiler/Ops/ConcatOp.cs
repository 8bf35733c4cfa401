using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>Tensors one behind the other along an axis.</summary>
public sealed record ConcatOp(int Axis) : Op
{
    /// <summary>The most parts that one kernel copies. Each is a loop nest, and the method stays well below the JIT's limits.</summary>
    public const int MostParts = 32;

    public override string Name => "concat";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count == 0 || inputs.Any(s => s.Rank != inputs[0].Rank || Axis >= s.Rank)) throw Misfit(inputs);
        for (var axis = 0; axis < inputs[0].Rank; axis++)
            if (axis != Axis && inputs.Any(s => s[axis] != inputs[0][axis])) throw Misfit(inputs);
        return Shape.Of(inputs[0].Dimensions.Select((d, i) => i == Axis ? inputs.Sum(s => s[Axis]) : d).ToArray());
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream)
    {
        var start = 0;
        var gradients = new List<Value?>();
        foreach (var input in inputs)
        {
            gradients.Add(upstream.Slice(Axis, start, input.Shape[Axis]));
            start += input.Shape[Axis];
        }

        return gradients;
    }

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var strides = result.Strides();
        var start = 0;
        foreach (var input in inputs)
        {
            var next = 0;
            Tensor.ForEachOffset(input.Dimensions, strides[Axis] * start, strides, offset => result.Data[offset] = input.Data[next++]);
            start += input.Dimensions[Axis];
        }

        return result;
    }

    /// <summary>Known if channels are joined. Along a spatial axis, each part would have another offset.</summary>
    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) =>
        inputs.All(field => field is not null && field.Axes.All(axis => axis.Axis != Axis)) ? ReceptiveField.Union(node, inputs) : null;

    public override Op Along(AxisOrder order) => this with { Axis = order.PositionOf(Axis) };

    public override string ToString() => $"concat[axis {Axis}]";
}
