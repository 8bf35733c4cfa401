using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The formula of a table's numbers. Equal formulas give equal tables, so a graph need not hold the numbers.</summary>
public abstract record TableFormula
{
    /// <summary>The shape of the table, which has no batch.</summary>
    public abstract Shape Sizes { get; }

    /// <summary>A name for the table in generated code, which no other formula has.</summary>
    public abstract string Name { get; }

    /// <summary>The elements, row-major, computed on every call.</summary>
    public abstract double[] Numbers();
}

/// <summary>A tensor of constants, such as the weights of an interpolation, each rounded to float.</summary>
/// <param name="Formula">What the elements are.</param>
public sealed record TableOp(TableFormula Formula) : Op
{
    public override string Name => "table";

    public override OpRole Role => OpRole.Leaf;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 0 || Formula.Sizes.IsBatched) throw Misfit(inputs);
        return Formula.Sizes;
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) => [];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs) =>
        new([.. shape.Dimensions], [.. Formula.Numbers().Select(number => (double)(float)number)]);

    public override string ToString() => $"{Name} {Formula.Name} {Formula.Sizes}";
}
