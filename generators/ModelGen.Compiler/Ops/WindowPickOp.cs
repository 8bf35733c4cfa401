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

    /// <exception cref="CompilerException">Always: nothing takes a second derivative.</exception>
    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        throw new CompilerException($"'{Name}' is itself a gradient, that of a maximum over windows, and has none of its own.");

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var (values, maxima, upstream) = (inputs[0].Data, inputs[1].Data, inputs[2].Data);
        var taken = Enumerable.Repeat(-1, maxima.Length).ToArray();
        Ops.Windows.ForEach(Windows, inputs[1], inputs[0], (position, pixel) =>
        {
            if (double.IsNaN(maxima[position]) ? double.IsNaN(values[pixel]) : taken[position] < 0 && !(values[pixel] < maxima[position]))
                taken[position] = pixel;
        });
        for (var position = 0; position < taken.Length; position++) result.Data[taken[position]] += upstream[position];
        return result;
    }

    public override Op Along(AxisOrder order) => this with { Windows = Windows.Select(w => w.Along(order)).ToEquatableArray() };

    public override bool TakesEpilogue(Node node) => Ops.Windows.AreTiles(Windows, node.Inputs[1].Shape, node.Shape);

    public override string ToString() => $"{Name}[{string.Join(", ", Windows)}]";
}
