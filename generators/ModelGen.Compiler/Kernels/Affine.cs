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

    public static Affine operator +(Affine a, Affine b)
    {
        if (a.Terms.Count == 0) return a.Constant == 0 ? b : b with { Constant = a.Constant + b.Constant };
        if (b.Terms.Count == 0) return b.Constant == 0 ? a : a with { Constant = a.Constant + b.Constant };

        // Both are sorted by name: a merge.
        var terms = new List<Term>(a.Terms.Count + b.Terms.Count);
        int i = 0, j = 0;
        while (i < a.Terms.Count || j < b.Terms.Count)
        {
            var order = i == a.Terms.Count ? 1 : j == b.Terms.Count ? -1 : string.CompareOrdinal(a.Terms[i].Variable, b.Terms[j].Variable);
            if (order < 0) terms.Add(a.Terms[i++]);
            else if (order > 0) terms.Add(b.Terms[j++]);
            else
            {
                var coefficient = a.Terms[i++].Coefficient + b.Terms[j].Coefficient;
                if (coefficient != 0) terms.Add(b.Terms[j] with { Coefficient = coefficient });
                j++;
            }
        }

        return new Affine(new EquatableArray<Term>(terms.ToArray()), a.Constant + b.Constant);
    }

    public static Affine operator +(Affine a, int b) => b == 0 ? a : a with { Constant = a.Constant + b };

    public static Affine operator *(Affine a, int factor)
    {
        if (factor == 1) return a;
        if (factor == 0) return Zero;
        var terms = new Term[a.Terms.Count];
        for (var i = 0; i < terms.Length; i++) terms[i] = a.Terms[i] with { Coefficient = a.Terms[i].Coefficient * factor };
        return new Affine(new EquatableArray<Term>(terms), a.Constant * factor);
    }

    /// <summary>The expression with a variable replaced by another expression.</summary>
    public Affine With(string variable, Affine value)
    {
        for (var i = 0; i < Terms.Count; i++)
        {
            if (Terms[i].Variable != variable) continue;
            var rest = new List<Term>(Terms.Count - 1);
            for (var j = 0; j < Terms.Count; j++)
                if (j != i) rest.Add(Terms[j]);
            return new Affine(new EquatableArray<Term>(rest.ToArray()), Constant) + (value * Terms[i].Coefficient);
        }

        return this;
    }

    /// <summary>As C#: <c>(i * 32) + k + 16</c>.</summary>
    public override string ToString()
    {
        var parts = Terms
            .Select(t => t.Coefficient == 1 ? t.Variable : Terms.Count == 1 && Constant == 0 ? Product(t) : $"({Product(t)})")
            .ToList();
        if (Constant != 0 || parts.Count == 0) parts.Add(Literals.Integer(Constant));
        return string.Join(" + ", parts);
    }

    private static string Product(Term term) => $"{term.Variable} * {Literals.Integer(term.Coefficient)}";
}

/// <summary>The number of iterations of a loop: a constant, or a multiple of the number of samples n.</summary>
/// <param name="Count">The constant, or the factor of n.</param>
/// <param name="PerSample">Whether to multiply by n.</param>
public sealed record Extent(int Count, bool PerSample)
{
    public static Extent Of(int dimension) => dimension == Graph.Shape.Batch ? new Extent(1, true) : new Extent(dimension, false);

    public static Extent operator *(Extent a, Extent b) => a.PerSample && b.PerSample
        ? throw new CompilerException("Two axes cannot both be the batch.")
        : new Extent(a.Count * b.Count, a.PerSample || b.PerSample);

    /// <summary>The iterations before a sample, as C#.</summary>
    public string Times(string samples) => Count == 1 ? samples : $"({samples} * {Literals.Integer(Count)})";

    /// <summary>As C#.</summary>
    public override string ToString() => PerSample ? Times("n") : Literals.Integer(Count);
}
