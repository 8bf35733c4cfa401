using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>The learned factor and summand of a normalization.</summary>
/// <param name="Scale">The factor γ.</param>
/// <param name="Shift">The summand β.</param>
internal readonly record struct LearnedAffine(Value Scale, Value Shift)
{
    public const string WeightName = "weight", BiasName = "bias";

    /// <summary>Makes one factor and one summand for each position along an axis, in a shape that is broadcast over the others.</summary>
    /// <param name="context">The layer; its current value is what they will be applied to.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>Null, reported, if the model would become too large.</returns>
    public static LearnedAffine? Along(LayerContext context, int axis)
    {
        var shape = context.Current.Shape;
        int[] size = [shape[axis]];
        if (context.Parameter(WeightName, size, [0], ParameterInit.Constant(1)) is not { } weight) return null;
        if (context.Parameter(BiasName, size, [0], ParameterInit.Zeros) is not { } bias) return null;
        return new LearnedAffine(Stretch(weight, shape, axis), Stretch(bias, shape, axis));
    }

    /// <summary>A vector along an axis of a shape, with ones behind it.</summary>
    public static Value Stretch(Value vector, Shape shape, int axis)
    {
        var sizes = new int[shape.Rank - axis];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = i == 0 ? shape[axis] : 1;
        return vector.Reshape(Shape.Of(sizes));
    }

    /// <summary>γ · x + β.</summary>
    public Value Apply(Value x) => (x * Scale) + Shift;
}
