using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The sum or the maximum of each window: pooling. Windows are inside the tensor; it is padded before.</summary>
/// <remarks>
/// The order of a sum is part of the meaning: row-major over the pixels of the window, the axes in the order of
/// <c>Windows</c>, from zero. A maximum is NaN if one of the
/// pixels is.
/// </remarks>
public sealed record WindowReduceOp(ReduceKind Kind, EquatableArray<Window> Windows) : Op
{
    public override string Name => "window-" + Kind.ToString().ToLowerInvariant();

    public override OpRole Role => OpRole.Anchor;

    public override bool HasWindows => true;

    public double Identity => Kind == ReduceKind.Sum ? 0 : double.NegativeInfinity;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 1 || !Ops.Windows.Fit(Windows, inputs[0])) throw Misfit(inputs);
        return Ops.Windows.Positions(Windows, inputs[0]);
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
    [
        Kind == ReduceKind.Sum
            ? upstream.Spread(inputs[0].Shape, [.. Windows])
            : node.Builder.Add(new WindowPickOp(Windows), inputs[0].Node, node.Node, upstream.Node),
    ];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = Tensor.Filled(context.Resolve(shape), Identity);
        var pixels = inputs[0].Data;
        Ops.Windows.ForEach(Windows, result, inputs[0], (position, pixel) => result.Data[position] = Kind == ReduceKind.Sum
            ? result.Data[position] + pixels[pixel]
            : ScalarFunction.Larger(result.Data[position], pixels[pixel]));
        return result;
    }

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) =>
        Windows.Aggregate(inputs[0], (field, w) => field?.Through(w.Axis, new AxisMap(w.Stride, w.Size, w.Dilation)));

    public override Op Along(AxisOrder order) => this with { Windows = Windows.Select(w => w.Along(order)).ToEquatableArray() };

    public override bool TakesEpilogue(Node node) => true;

    public override string ToString() => $"{Name}[{string.Join(", ", Windows)}]";
}
