using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>Each element is added to all pixels of its window: the transpose of a sum over windows. Pixels in no window are zero.</summary>
/// <param name="Windows">The windows, in the axes of the result.</param>
/// <param name="Lengths">The result's sizes along the windows' axes, in their order.</param>
/// <remarks>
/// Where windows overlap, the order of the sums is part of the meaning: row-major over the positions of the windows, the axes in the
/// order of <c>Windows</c>, from zero.
/// With strides as large as the windows, it repeats each element: upsampling to the nearest neighbour.
/// </remarks>
public sealed record WindowSpreadOp(EquatableArray<Window> Windows, EquatableArray<int> Lengths) : Op
{
    public override string Name => "window-spread";

    public override OpRole Role => OpRole.Anchor;

    public override bool HasWindows => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 1 || Lengths.Count != Windows.Count || Windows.Any(w => w.Axis >= inputs[0].Rank)) throw Misfit(inputs);
        var shape = Ops.Windows.With(inputs[0], Windows, w => Lengths[Windows.ToList().IndexOf(w)]);
        if (!Ops.Windows.Fit(Windows, shape) || Ops.Windows.Positions(Windows, shape) != inputs[0]) throw Misfit(inputs);
        return shape;
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [upstream.Reduce(ReduceKind.Sum, [.. Windows])];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        Ops.Windows.ForEach(Windows, inputs[0], result, (position, pixel) => result.Data[pixel] += inputs[0].Data[position]);
        return result;
    }

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) =>
        Windows.Aggregate(inputs[0], (field, w) => field?.Through(w.Axis, new AxisMap(1, w.Size, -w.Dilation, Divisor: w.Stride)));

    public override Op Along(AxisOrder order) => this with { Windows = Windows.Select(w => w.Along(order)).ToEquatableArray() };

    public override bool TakesEpilogue(Node node) => Ops.Windows.AreTiles(Windows, node.Inputs[0].Shape, node.Shape);

    public override string ToString() => $"{Name}[{string.Join(", ", Windows)} -> {string.Join(", ", Lengths)}]";
}
