using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>A copy in memory without padding, so that any shape can be read from it.</summary>
/// <param name="Order">The order of the axes, as of a <see cref="PermuteOp"/>; null if they stay as they are.</param>
public sealed record CompactOp(EquatableArray<int>? Order = null) : Op
{
    public override string Name => "compact";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Permute?.InferShape(inputs) ?? inputs[0];

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        Permute?.Gradient(node, inputs, upstream) ?? [upstream];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) =>
        Permute?.Evaluate(context, shape, inputs) ?? inputs[0];

    public override string ToString() => Order is { } order ? $"{Name}[{string.Join(",", order)}]" : Name;

    private PermuteOp? Permute => Order is { } order ? new PermuteOp(order) : null;
}
