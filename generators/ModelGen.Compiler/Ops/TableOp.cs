using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>A tensor of constants, such as the weights of an interpolation, each rounded to float.</summary>
/// <param name="Numbers">The elements, row-major.</param>
/// <param name="Sizes">The shape, which has no batch.</param>
public sealed record TableOp(EquatableArray<double> Numbers, Shape Sizes) : Op
{
    public override string Name => "table";

    public override OpRole Role => OpRole.Leaf;

    /// <summary>A name that equal tables share: a hash (FNV-1a) of shape and elements.</summary>
    public string Key
    {
        get
        {
            var hash = 14695981039346656037UL;
            foreach (var number in Sizes.Dimensions.Concat(Numbers.Select(number => BitConverter.ToInt32(BitConverter.GetBytes((float)number), 0))))
                hash = unchecked((hash ^ (uint)number) * 1099511628211UL);
            return "Table" + hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 0 || Sizes.IsBatched || Sizes.Elements(1) != Numbers.Count) throw Misfit(inputs);
        return Sizes;
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) =>
        new([.. shape.Dimensions], [.. Numbers.Select(number => (double)(float)number)]);

    public override string ToString() => $"{Name} {Sizes}";
}
