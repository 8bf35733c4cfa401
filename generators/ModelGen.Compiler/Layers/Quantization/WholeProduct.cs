using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>The operands of a product in whole numbers of 8 bits, two of whose terms are one.</summary>
/// <param name="Left">What arrives, rounded, in pairs along an axis.</param>
/// <param name="Weight">The weights, in pairs along the same axis.</param>
/// <param name="Factors">What the sum of each output is multiplied by: [outputs].</param>
/// <remarks>
/// A number x becomes the whole number nearest to x · most / range, cut to ±most, ties to even. The range is the largest magnitude that
/// was measured; most is 127, or 255 where nothing is negative. Of an axis of K elements, element t is paired with element t + K − ⌈K/2⌉,
/// so that a pair is two ranges of the axis side by side; where K is odd, the element in the middle is in both, and once has weight zero.
/// </remarks>
internal sealed record WholeProduct(Value Left, Value Weight, Value Factors)
{
    private const int Most = 127, MostWithoutSign = 255;

    /// <summary>The most terms of a sum that 32 bits are sure to hold.</summary>
    public const int MostTerms = int.MaxValue / (Most * MostWithoutSign);

    /// <summary>Whether a product of so many terms is one of whole numbers.</summary>
    public static bool IsFor(LayerContext context, WeightForm form, long terms) =>
        context.IsQuantized && form == WeightForm.Plain && terms <= MostTerms;

    /// <summary>How many pairs an axis becomes.</summary>
    public static int Pairs(int count) => (count + 1) / 2;

    /// <summary>The operands of a product with a weight that is made here. Null, reported, if the model would become too large.</summary>
    /// <param name="context">The layer.</param>
    /// <param name="x">What arrives, with its padding along the axis.</param>
    /// <param name="axis">The axis of it that is read in pairs.</param>
    /// <param name="step">How far apart two neighbours of the weight are there: more than 1 in windows with gaps.</param>
    /// <param name="name">The weight's name.</param>
    /// <param name="standardShape">Its shape in files.</param>
    /// <param name="weightAxis">The axis of it that is read in pairs.</param>
    /// <param name="order">Axis i in memory is axis <c>order[i]</c> of the standard shape.</param>
    /// <param name="init">Its initialization.</param>
    public static WholeProduct? Of(
        LayerContext context,
        Value x,
        int axis,
        int step,
        string name,
        int[] standardShape,
        int weightAxis,
        int[] order,
        ParameterInit init)
    {
        if (context.Pairs(name, standardShape, order, init, weightAxis) is not var (weight, scale)) return null;
        if (context.Range(name, x) is not { } range) return null;
        var isPositive = IsNeverNegative(x.Node);
        var most = isPositive ? MostWithoutSign : Most;
        var distance = step * (standardShape[weightAxis] - Pairs(standardShape[weightAxis]));
        var (builder, length, factor) = (x.Builder, x.Shape[axis] - distance, x.Builder.Constant(most) / range);
        var left = builder.Add(new PairOp(), Cut(x.Slice(axis, 0, length)).Node, Cut(x.Slice(axis, distance, length)).Node);
        return new WholeProduct(left, weight, scale * (range * (1.0 / most)));

        // NaN is cut to the largest number: whole numbers have none.
        Value Cut(Value part)
        {
            var (scaled, top, bottom) = (part * factor, builder.Constant(most), builder.Constant(isPositive ? 0 : -most));
            scaled = scaled.IfLess(top, scaled, top);
            return bottom.IfLess(scaled, scaled, bottom);
        }
    }

    /// <summary>The product as floats, from the sums: [N, …] with an output at each position along an axis.</summary>
    public Value Scaled(Value sums, int axis) =>
        sums * Factors.Reshape(Shape.Of([Factors.Shape[0], .. Enumerable.Repeat(1, sums.Shape.Rank - 1 - axis)]));

    /// <summary>Whether a value has no negative numbers, whatever arrives; NaN apart.</summary>
    private static bool IsNeverNegative(Node node)
    {
        var known = new Dictionary<Node, bool>();
        return Of(node);

        bool Of(Node n) => known.TryGetValue(n, out var found) ? found : known[n] = Find(n);

        bool Find(Node n) => n.Op switch
        {
            MapOp { Function: var f } when f == ScalarFunction.Relu || f == ScalarFunction.Sigmoid || f == ScalarFunction.Exp => true,
            MapOp { Function: var f } when f == ScalarFunction.Add || f == ScalarFunction.Multiply => n.Inputs.All(Of),
            MapOp { Function: var f } when f == ScalarFunction.Max => n.Inputs.Any(Of),
            ConstantOp constant => constant.Number >= 0,
            PadOp { Number: >= 0 } or ReshapeOp or PermuteOp or SliceOp or ConcatOp or WindowReduceOp or ReduceOp or WindowSpreadOp =>
                n.Inputs.All(Of),
            _ => false,
        };
    }
}
