using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

public enum ReduceKind
{
    Sum,
    Max,
}

/// <summary>A sum or maximum over axes, which keep the size one.</summary>
/// <remarks>
/// A maximum is NaN if one of the elements is. Equal maxima share the gradient, as in PyTorch's <c>amax</c>. The order is part of the
/// meaning. Along the last axis that is longer than one, sixteen virtual lanes collect every sixteenth element and are then added as a
/// tree (i with i+8, i+4, i+2, i+1); along other axes elements are added in order.
/// </remarks>
/// <param name="Kind">What is found.</param>
/// <param name="Axes">The axes in the order in which they are visited, the last fastest.</param>
/// <param name="InOrder">Whether elements are added in order along the last axis, too.</param>
public sealed record ReduceOp(ReduceKind Kind, EquatableArray<int> Axes, bool InOrder = false) : Op
{
    /// <summary>Whether the sum may be one over the samples of several processes: then they add up what each has found.</summary>
    public bool IsShared { get; init; }

    public override string Name => "reduce-" + Kind.ToString().ToLowerInvariant();

    public override OpRole Role => OpRole.Anchor;

    public double Identity => Kind == ReduceKind.Sum ? 0 : double.NegativeInfinity;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 1 || Axes.Any(a => a < 0 || a >= inputs[0].Rank)) throw Misfit(inputs);
        return inputs[0].Reduce(Axes);
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream)
    {
        // What all samples depend on has the gradients of all: these are added up as well, and nothing else here.
        if (IsShared) upstream = upstream.Builder.Add(this with { InOrder = true }, upstream.Node);
        if (Kind == ReduceKind.Sum) return [upstream.BroadcastTo(inputs[0].Shape)];
        var isLargest = inputs[0].IfEqual(node, node.Builder.Constant(1), node.Builder.Constant(0));
        // A maximum that is NaN equals nothing: 0 / 0 makes the gradient NaN, too.
        return [upstream * isLargest / isLargest.Sum([.. Axes])];
    }

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = Tensor.Filled(context.Resolve(shape), Identity);
        var next = 0;
        Tensor.ForEachOffset(
            inputs[0].Dimensions,
            0,
            result.Strides(),
            offset =>
            {
                var element = inputs[0].Data[next++];
                result.Data[offset] =
                    Kind == ReduceKind.Sum ? result.Data[offset] + element : ScalarFunction.Larger(result.Data[offset], element);
            });
        return result;
    }

    public override bool TakesEpilogue(Node node) => !IsShared;

    /// <summary>The order of a tree depends on the last axis; that of a sum in order does not.</summary>
    public override Op? Along(AxisOrder order) =>
        InOrder ? this with { Axes = Axes.Select(axis => order.PositionOf(axis)).ToEquatableArray() } : null;

    public override string ToString() => $"{Name}[{string.Join(",", Axes)}{(InOrder ? " in order" : "")}{(IsShared ? " shared" : "")}]";
}
