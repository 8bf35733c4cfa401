using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>Compositions that layers and losses share.</summary>
internal static class Formulas
{
    /// <summary>log(1 + eˣ) as max(x, 0) + log(1 + e^(−|x|)); its gradient is σ(x) everywhere, 1/2 at 0.</summary>
    public static Value Softplus(Value x)
    {
        // −|x|, with the gradient 1 at 0 instead of 0, so that the gradient of the sum is right there.
        var minusMagnitude = x.Builder.Constant(0).IfLess(x, -x, x);
        return x.Relu() + minusMagnitude.Exp().Log1p();
    }

    /// <summary>x − max x along an axis. The maximum cancels in the formulas that use it, so no gradient flows through it.</summary>
    public static Value FromMaximum(Value x, int axis) => x - x.Max([axis]).Detach();

    public static Value Softmax(Value x, int axis)
    {
        var exponentials = FromMaximum(x, axis).Exp();
        return exponentials / exponentials.Sum(axis);
    }

    /// <summary>The element at the label's position along the class axis, which stays with size one.</summary>
    public static Value AtLabel(Value scores, Value label, int axis) =>
        scores.Builder.Position(scores.Shape, axis).IfEqual(label, scores, scores.Builder.Constant(0)).Sum(axis);

    /// <summary>The mean over all elements of each sample, [N, 1].</summary>
    public static Value MeanOfSample(Value values) =>
        values.Mean(Enumerable.Range(1, values.Shape.Rank - 1).ToArray()).Reshape(Shape.Batched([1]));
}
