using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// Two numbers in the 32 bits of one element, each rounded to a whole number of 16 bits, ties to even: what a contraction of pairs reads.
/// The first is in the lower half.
/// </summary>
/// <remarks>
/// Magnitudes are below 2¹⁵: whoever makes a pair has cut them. In memory an element is the bits of a float, of which nothing but a
/// contraction makes sense; as a number it is the 32-bit integer.
/// </remarks>
public sealed record PairOp : Op
{
    public override string Name => "pair";

    public override OpRole Role => OpRole.Elementwise;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) =>
        inputs.Count == 2 && inputs[0] == inputs[1] ? inputs[0] : throw Misfit(inputs);

    /// <summary>A rounded number is constant nearly everywhere.</summary>
    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [null, null];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) =>
        new(context.Resolve(shape), [.. inputs[0].Data.Zip(inputs[1].Data, Of)]);

    /// <summary>Two numbers as a pair.</summary>
    public static double Of(double first, double second) =>
        unchecked(((int)Math.Round(second) << 16) | ((int)Math.Round(first) & 0xFFFF));

    /// <summary>The sum of the two products of two pairs.</summary>
    public static double Product(double left, double right)
    {
        var (a, b) = ((int)left, (int)right);
        return ((double)(short)a * (short)b) + ((double)(a >> 16) * (b >> 16));
    }

    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs) => ReceptiveField.Union(node, inputs);

    public override Op Along(AxisOrder order) => this;

    public override string ToString() => Name;
}
