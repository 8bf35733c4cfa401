using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The axes in another order: axis i of the result is axis <c>Order[i]</c> of the input.</summary>
/// <param name="InPanels">Whether the result is cut into panels, as the matrix of a product.</param>
public sealed record PermuteOp(EquatableArray<int> Order, bool InPanels = false) : Op
{
    public override string Name => "permute";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 1 || !Order.OrderBy(a => a).SequenceEqual(Enumerable.Range(0, inputs[0].Rank))) throw Misfit(inputs);
        return Shape.Of(Order.Select(axis => inputs[0][axis]).ToArray());
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [upstream.Permute(Enumerable.Range(0, Order.Count).OrderBy(i => Order[i]).ToArray())];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var source = inputs[0].Strides();
        var next = 0;
        Tensor.ForEachOffset(
            result.Dimensions,
            0,
            Order.Select(axis => source[axis]).ToArray(),
            offset => result.Data[next++] = inputs[0].Data[offset]);
        return result;
    }

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) =>
        inputs[0]?.Moved(axis => Order.ToList().IndexOf(axis));

    public override string ToString() => $"permute[{string.Join(",", Order)}]";
}
