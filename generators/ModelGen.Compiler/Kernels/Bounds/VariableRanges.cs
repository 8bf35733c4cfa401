namespace ModelGen.Compiler.Kernels.Bounds;

/// <summary>
/// The loops around a statement, each with the ends of its variable. The ends are linear in the variables of outer loops.
/// </summary>
internal sealed class VariableRanges
{
    private readonly List<(string Variable, LinearForm[] Lows, LinearForm[] Highs)> _ranges = [];

    /// <summary>Adds a variable while a body is visited. It is at least each of the lows and at most each of the highs.</summary>
    public void Within(string variable, LinearForm[] lows, LinearForm[] highs, Action visit)
    {
        _ranges.Add((variable, lows, highs));
        visit();
        _ranges.RemoveAt(_ranges.Count - 1);
    }

    /// <summary>Fixes the value of a variable while a body is visited.</summary>
    public void At(string variable, int value, Action visit)
    {
        var depth = DepthOf(variable);
        var range = _ranges[depth];
        LinearForm[] only = [Of(value)];
        _ranges[depth] = (variable, only, only);
        visit();
        _ranges[depth] = range;
    }

    /// <summary>The expression in terms of the loops.</summary>
    public LinearForm Of(Affine index)
    {
        var factors = new long[_ranges.Count];
        foreach (var term in index.Terms) factors[DepthOf(term.Variable)] += term.Coefficient;
        return new LinearForm(factors, new SampleBound(0, 0, index.Constant));
    }

    public LinearForm Of(long constant) => Of(new SampleBound(0, 0, constant));

    public LinearForm Of(SampleBound bound) => new(new long[_ranges.Count], bound);

    /// <summary>Upper bounds of an expression. If a variable has several ends, there is a bound for each.</summary>
    public IReadOnlyList<SampleBound> Highs(LinearForm form) => Ends(form, 1);

    /// <summary>Numbers that an expression never falls below.</summary>
    public IReadOnlyList<SampleBound> Lows(LinearForm form) => Ends(form, -1);

    /// <summary>
    /// Substitutes the end of the innermost variable, then that of the next, until none is left. So what two variables have in common
    /// cancels.
    /// </summary>
    private List<SampleBound> Ends(LinearForm form, int direction)
    {
        var found = new List<SampleBound>();
        PutIn(form);
        return found;

        void PutIn(LinearForm rest)
        {
            var depth = rest.Innermost;
            if (depth < 0)
            {
                found.Add(rest.Constant);
                return;
            }

            foreach (var end in rest.Factors[depth] * direction > 0 ? _ranges[depth].Highs : _ranges[depth].Lows)
                PutIn(rest.With(depth, end));
        }
    }

    private int DepthOf(string variable)
    {
        for (var depth = _ranges.Count - 1; depth >= 0; depth--)
            if (_ranges[depth].Variable == variable) return depth;
        throw new CompilerException($"'{variable}' is used outside its loop.");
    }
}

/// <summary>A linear expression of the variables of nested loops, the outermost first.</summary>
/// <param name="Factors">The factor of each variable; inner variables beyond the last one have the factor zero.</param>
/// <param name="Constant">What does not depend on variables.</param>
internal readonly record struct LinearForm(long[] Factors, SampleBound Constant)
{
    /// <summary>The innermost variable that it depends on, or -1.</summary>
    public int Innermost => Array.FindLastIndex(Factors, factor => factor != 0);

    /// <summary>The form with an expression instead of a variable; the expression is one of variables further out.</summary>
    public LinearForm With(int depth, LinearForm value)
    {
        var (factor, factors) = (Factors[depth], new long[depth]);
        for (var i = 0; i < depth; i++) factors[i] = Factors[i] + (i < value.Factors.Length ? factor * value.Factors[i] : 0);
        return new LinearForm(factors, Constant + (value.Constant * factor));
    }
}
