using System.Globalization;
using ModelGen.Compiler.Graph;

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
        Tensor.ForEachOffset(
            inputs[0].Dimensions,
            strides[Axis] * Before,
            strides,
            offset => result.Data[offset] = inputs[0].Data[next++]);
        return result;
    }

    public override Op Along(AxisOrder order) => this with { Axis = order.PositionOf(Axis) };

    /// <summary>What is outside of an image counts as part of the field.</summary>
    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) =>
        inputs[0]?.Through(Axis, new AxisMap(1, Offset: -Before));

    public override string ToString() =>
        $"pad[axis {Axis}, {Before}+{After}{(Number == 0 ? "" : " of " + Number.ToString("R", CultureInfo.InvariantCulture))}]";
}
