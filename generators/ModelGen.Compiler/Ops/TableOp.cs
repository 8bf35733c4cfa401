using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>A tensor of constants, such as the weights of an interpolation, each rounded to float.</summary>
/// <param name="Numbers">The elements, row-major.</param>
/// <param name="Sizes">The shape, which has no batch.</param>
public sealed record TableOp(EquatableArray<double> Numbers, Shape Sizes) : Op
{
    public override string Name => "table";

    public override OpRole Role => OpRole.Anchor;

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
