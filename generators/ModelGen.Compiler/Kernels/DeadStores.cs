using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>Leaves out stores to scratch memory that nobody reads behind them.</summary>
internal static class DeadStores
{
    /// <summary>The kernel without them.</summary>
    /// <param name="kernel">A kernel for a known number of samples.</param>
    /// <param name="scratch">The buffers that nobody reads behind the kernel.</param>
    /// <param name="read">Floats of those that are read nevertheless: the first, and how many.</param>
    public static Kernel Without(
        Kernel kernel,
        IReadOnlyCollection<BufferArgument> scratch,
        IReadOnlyList<(BufferArgument Buffer, int First, int Count)> read)
    {
        var reads = read.Select(r => new AccessRange(IsRead: true, r.Buffer, r.First, r.First + r.Count - 1)).ToList();
        var variables = new Dictionary<string, (int First, int Last)>(StringComparer.Ordinal);
        foreach (var index in kernel.Body.OfType<Statement.ReadIndex>()) variables[index.Variable] = (0, index.Count - 1);
        var body = new List<Statement>();
        foreach (var statement in kernel.Body.Reverse())
        {
            var isDead = statement switch
            {
                Statement.Store store => IsDead(store.Buffer, store.Index, VirtualVector.Lanes),
                Statement.StoreFirst store => IsDead(store.Buffer, store.Index, 1),
                _ => false,
            };
            if (isDead) continue;
            reads.AddRange(AccessRanges.Of([statement], variables).Where(access => access.IsRead));
            body.Add(statement);
        }

        body.Reverse();
        return kernel with { Body = body.ToEquatableArray() };

        // Within a loop an index is not a number, and a store stays.
        bool IsDead(BufferArgument buffer, Affine index, int count) => scratch.Contains(buffer) && index.IsConstant
            && !reads.Any(access =>
                access.Buffer == buffer && access.First <= index.Constant + count - 1 && index.Constant <= access.Last);
    }
}
