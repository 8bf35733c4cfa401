using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The transpose of <see cref="WindowPickOp"/>: for each window, the element of a tensor at the pixel that has the window's maximum. Its
/// inputs are the pooled tensor, the maxima, and the tensor that is read.
/// </summary>
/// <remarks>As there, the first pixel (row-major) that equals the maximum counts or, if the maximum is NaN, the last that is NaN.</remarks>
public sealed record WindowGatherOp(EquatableArray<Window> Windows) : Op
{
    public override string Name => "window-gather";

    public override OpRole Role => OpRole.Anchor;

    public override bool HasWindows => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 3 || !Ops.Windows.Fit(Windows, inputs[0]) || inputs[2] != inputs[0]) throw Misfit(inputs);
        return inputs[1] == Ops.Windows.Positions(Windows, inputs[0]) ? inputs[1] : throw Misfit(inputs);
    }

    /// <summary>Where the maximum is does not change with small changes of the pooled tensor.</summary>
    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [null, null, node.Builder.Add(new WindowPickOp(Windows), inputs[0].Node, inputs[1].Node, upstream.Node)];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var taken = WindowPickOp.Picked(Windows, inputs[0], inputs[1]);
        for (var position = 0; position < taken.Length; position++) result.Data[position] = inputs[2].Data[taken[position]];
        return result;
    }

    public override Op Along(AxisOrder order) => this with { Windows = Windows.Select(w => w.Along(order)).ToEquatableArray() };

    public override bool TakesEpilogue(Node node) => true;

    public override string ToString() => $"{Name}[{string.Join(", ", Windows)}]";
}
