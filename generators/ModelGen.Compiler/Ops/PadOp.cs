using System.Globalization;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Lowering;

namespace ModelGen.Compiler.Ops;

/// <summary>A number before and behind one axis: zeros for a convolution, −∞ for a maximum.</summary>
public sealed record PadOp(int Axis, int Before, int After, double Number = 0) : Op
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
        var result = Tensor.Filled(context.Resolve(shape), Number);
        var strides = result.Strides();
        var next = 0;
        Tensor.ForEach(inputs[0].Dimensions, index =>
            result.Data[index.Select((p, i) => strides[i] * (i == Axis ? p + Before : p)).Sum()] = inputs[0].Data[next++]);
        return result;
    }

    public override void Lower(GroupLowering lowering, Node node)
    {
        var (shape, target) = (node.Shape, Access.To(lowering, node));
        Fill(0, Before);
        CopyLowering.Into(lowering, node.Inputs[0], target.From(Axis, Before));
        Fill(shape[Axis] - After, After);

        void Fill(int start, int count)
        {
            if (count == 0) return;
            var sizes = shape.Dimensions.Select((d, i) => i == Axis ? count : d).ToArray();
            CopyLowering.Fill(lowering, sizes, target.From(Axis, start), Number);
        }
    }

    public override Op Along(AxisOrder order) => this with { Axis = order.PlaceOf(Axis) };

    /// <summary>What is outside of an image counts as part of the field.</summary>
    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) => inputs[0]?.Through(Axis, new Reading(1, Offset: -Before));

    public override string ToString() =>
        $"pad[axis {Axis}, {Before}+{After}{(Number == 0 ? "" : " of " + Number.ToString("R", CultureInfo.InvariantCulture))}]";
}
