namespace ModelGen.Compiler.Kernels;

/// <summary>The floats of a buffer that an access may touch, for any value of the variables around it.</summary>
/// <param name="IsRead">Whether it reads; otherwise it writes.</param>
/// <param name="Buffer">The buffer.</param>
/// <param name="First">The first float.</param>
/// <param name="Last">The last float.</param>
internal sealed record AccessRange(bool IsRead, BufferArgument Buffer, int First, int Last)
{
    /// <summary>The least and the greatest value of a loop's variable. The number of samples is known.</summary>
    public static (int First, int Last) Of(Statement.Loop loop) => (0, Math.Max(0, loop.Extent.Count - 1));

    /// <summary>The least and the greatest value of an index.</summary>
    public static (int First, int Last) Of(Affine index, IReadOnlyDictionary<string, (int First, int Last)> variables)
    {
        var (first, last) = (index.Constant, index.Constant);
        foreach (var term in index.Terms)
        {
            var range = variables[term.Variable];
            var (one, other) = (term.Coefficient * range.First, term.Coefficient * range.Last);
            (first, last) = (first + Math.Min(one, other), last + Math.Max(one, other));
        }

        return (first, last);
    }
}
