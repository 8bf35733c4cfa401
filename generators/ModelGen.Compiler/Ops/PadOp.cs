using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Lowering;

namespace ModelGen.Compiler.Ops;

/// <summary>Zeros before and behind one axis.</summary>
public sealed record PadOp(int Axis, int Before, int After) : Op
{
    public override string Name => "pad";

    public override OpRole Role => OpRole.Anchor;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (Axis >= inputs[0].Rank || Before < 0 || After < 0) throw Misfit(inputs);
        return Shape.Of(inputs[0].Dimensions.Select((d, i) => i == Axis ? d + Before + After : d).ToArray());
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
        [upstream.Slice(Axis, Before, inputs[0].Shape[Axis])];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var strides = result.Strides();
        var next = 0;
        Tensor.ForEach(inputs[0].Dimensions, index =>
            result.Data[index.Select((p, i) => strides[i] * (i == Axis ? p + Before : p)).Sum()] = inputs[0].Data[next++]);
        return result;
    }

    public override void Lower(GroupLowering lowering, Node node)
    {
        var (shape, target) = (node.Shape, Access.To(lowering, node));
        Zero(0, Before);
        CopyLowering.Into(lowering, node.Inputs[0], target.From(Axis, Before));
        Zero(shape[Axis] - After, After);

        void Zero(int start, int count)
        {
            if (count == 0) return;
            var sizes = shape.Dimensions.Select((d, i) => i == Axis ? count : d).ToArray();
            CopyLowering.Fill(lowering, sizes, target.From(Axis, start), 0);
        }
    }

    public override Op Along(AxisOrder order) => this with { Axis = order.PlaceOf(Axis) };

    public override string ToString() => $"pad[axis {Axis}, {Before}+{After}]";
}
