namespace ModelGen.Compiler.Kernels;

/// <summary>Collects the accesses of statements, with the floats that each may touch.</summary>
internal sealed class AccessRanges : KernelWalk
{
    private readonly Dictionary<string, (int First, int Last)> _variables;
    private readonly List<AccessRange> _found = [];

    private AccessRanges(IReadOnlyDictionary<string, (int First, int Last)> around)
    {
        _variables = new Dictionary<string, (int First, int Last)>(StringComparer.Ordinal);
        foreach (var variable in around) _variables[variable.Key] = variable.Value;
    }

    /// <summary>The accesses of statements.</summary>
    /// <param name="statements">The statements, for a known number of samples.</param>
    /// <param name="around">The least and the greatest values of the variables around them.</param>
    public static IReadOnlyList<AccessRange> Of(
        IReadOnlyList<Statement> statements, IReadOnlyDictionary<string, (int First, int Last)> around)
    {
        var accesses = new AccessRanges(around);
        accesses.Body(statements);
        return accesses._found;
    }

    protected override void Loop(Statement.Loop loop)
    {
        _variables[loop.Variable] = AccessRange.Of(loop);
        base.Loop(loop);
    }

    protected override void ReadIndex(Statement.ReadIndex read, Action rest)
    {
        _variables[read.Variable] = (0, read.Count - 1);
        rest();
    }

    protected override void Access(BufferAccess access)
    {
        var (first, last) = AccessRange.Of(access.Index, _variables);
        var distance = (access.Count - 1) * access.Stride;
        _found.Add(new AccessRange(access.IsRead, access.Buffer, first + Math.Min(0, distance), last + Math.Max(0, distance)));
    }
}
