using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>A linear expression of loop variables with constant coefficients: where in a buffer an access falls, in floats.</summary>
public sealed record Affine(EquatableArray<Affine.Term> Terms, int Constant)
{
    public static readonly Affine Zero = new(EquatableArray<Term>.Empty, 0);

    public sealed record Term(string Variable, int Coefficient);

    public static Affine Of(int constant) => new(EquatableArray<Term>.Empty, constant);

    public static Affine Variable(string name) => new(EquatableArray.Of(new Term(name, 1)), 0);

    public bool IsConstant => Terms.Count == 0;

    public static Affine operator +(Affine a, Affine b) => new(
        a.Terms.Concat(b.Terms).GroupBy(t => t.Variable)
            .Select(g => new Term(g.Key, g.Sum(t => t.Coefficient)))
            .Where(t => t.Coefficient != 0)
            .OrderBy(t => t.Variable, StringComparer.Ordinal)
            .ToEquatableArray(),
        a.Constant + b.Constant);

    public static Affine operator +(Affine a, int b) => a with { Constant = a.Constant + b };

    public static Affine operator *(Affine a, int factor) => factor == 0
        ? Zero
        : new Affine(a.Terms.Select(t => t with { Coefficient = t.Coefficient * factor }).ToEquatableArray(), a.Constant * factor);

    /// <summary>The expression with a variable replaced by a number.</summary>
    public Affine With(string variable, int value)
    {
        var coefficient = Terms.FirstOrDefault(t => t.Variable == variable)?.Coefficient ?? 0;
        return coefficient == 0
            ? this
            : new Affine(Terms.Where(t => t.Variable != variable).ToEquatableArray(), Constant + (coefficient * value));
    }

    /// <summary>As C#: <c>(i * 32) + k + 16</c>.</summary>
    public override string ToString()
    {
        var parts = Terms
            .Select(t => t.Coefficient == 1 ? t.Variable : Terms.Count == 1 && Constant == 0 ? $"{t.Variable} * {t.Coefficient}" : $"({t.Variable} * {t.Coefficient})")
            .ToList();
        if (Constant != 0 || parts.Count == 0) parts.Add(Constant.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return string.Join(" + ", parts);
    }
}

/// <summary>The number of turns of a loop: a constant, or a multiple of the number of samples n.</summary>
/// <param name="Count">The constant, or the factor of n.</param>
/// <param name="PerSample">Whether to multiply by n.</param>
public sealed record Extent(int Count, bool PerSample)
{
    public static Extent Of(int dimension) => dimension == Graph.Shape.Batch ? new Extent(1, true) : new Extent(dimension, false);

    public static Extent operator *(Extent a, Extent b) => a.PerSample && b.PerSample
        ? throw new CompilerException("Two axes cannot both be the batch.")
        : new Extent(a.Count * b.Count, a.PerSample || b.PerSample);

    /// <summary>As C#.</summary>
    public override string ToString() => !PerSample
        ? Count.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Count == 1 ? "n" : $"(n * {Count})";
}
