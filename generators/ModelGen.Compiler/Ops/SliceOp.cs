using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Lowering;

namespace ModelGen.Compiler.Ops;

/// <summary>A contiguous range of one axis.</summary>
public sealed record SliceOp(int Axis, int Start, int Length) : Op
{
    public override string Name => "slice";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (Axis >= input.Rank || Start < 0 || Start + Length > input[Axis]) throw Misfit(inputs);
        return Shape.Of(input.Dimensions.Select((d, i) => i == Axis ? Length : d).ToArray());
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [upstream.Pad(Axis, Start, inputs[0].Shape[Axis] - Start - Length)];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var next = 0;
        Tensor.ForEach(result.Dimensions, index =>
        {
            var from = (int[])index.Clone();
            from[Axis] += Start;
            result.Data[next++] = inputs[0].AtBroadcast(from);
        });
        return result;
    }

    public override void Lower(GroupLowering lowering, Node node) =>
        CopyLowering.Copy(lowering, [.. node.Shape.Dimensions], Access.To(lowering, node.Inputs[0]).From(Axis, Start), Access.To(lowering, node));

    public override string ToString() => $"slice[axis {Axis}, {Start}..{Start + Length}]";
}
