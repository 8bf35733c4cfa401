using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The gradient of a maximum over windows. Its inputs are the pooled tensor, the maxima, and the gradient with respect to these. Each
/// element of the gradient is added to the first pixel (row-major) of its window that equals the maximum or, if the maximum is NaN, to
/// the last pixel that is NaN, as in PyTorch.
/// </summary>
public sealed record WindowPickOp(EquatableArray<Window> Windows) : Op
{
    public override string Name => "window-pick";

    public override OpRole Role => OpRole.Anchor;

    public override bool HasWindows => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 3 || !Ops.Windows.Fit(Windows, inputs[0])) throw Misfit(inputs);
        var positions = Ops.Windows.Positions(Windows, inputs[0]);
        if (inputs[1] != positions || inputs[2] != positions) throw Misfit(inputs);
        return inputs[0];
    }

    /// <summary>Where the maximum is does not change with small changes of the pooled tensor.</summary>
    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [null, null, node.Builder.Add(new WindowGatherOp(Windows), inputs[0].Node, inputs[1].Node, upstream.Node)];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var taken = Picked(Windows, inputs[0], inputs[1]);
        for (var position = 0; position < taken.Length; position++) result.Data[taken[position]] += inputs[2].Data[position];
        return result;
    }

    /// <summary>For each window, the pixel that has its maximum.</summary>
    internal static int[] Picked(IReadOnlyList<Window> windows, Tensor pooled, Tensor ofWindows)
    {
        var (values, maxima) = (pooled.Data, ofWindows.Data);
        var taken = Enumerable.Repeat(-1, maxima.Length).ToArray();
        Ops.Windows.ForEach(windows, ofWindows, pooled, (position, pixel) =>
        {
            if (double.IsNaN(maxima[position]) ? double.IsNaN(values[pixel]) : taken[position] < 0 && !(values[pixel] < maxima[position]))
                taken[position] = pixel;
        });
        return taken;
    }

    public override Op Along(AxisOrder order) => this with { Windows = Windows.Select(w => w.Along(order)).ToEquatableArray() };

    public override bool TakesEpilogue(Node node) => Ops.Windows.AreTiles(Windows, node.Inputs[1].Shape, node.Shape);

    public override string ToString() => $"{Name}[{string.Join(", ", Windows)}]";
}
