using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>Leaves out stores to scratch memory that nobody reads.</summary>
internal static class DeadStores
{
    private static readonly Dictionary<string, (int First, int Last)> Nothing = [];

    /// <summary>The kernel without them.</summary>
    /// <param name="kernel">A kernel for a known number of samples.</param>
    /// <param name="scratch">The buffers that nobody reads behind the kernel.</param>
    /// <param name="read">Floats of those that are read nevertheless: the first, and how many.</param>
    public static Kernel Without(
        Kernel kernel,
        IReadOnlyCollection<BufferArgument> scratch,
        IReadOnlyList<(BufferArgument Buffer, int First, int Count)> read)
    {
        var reads = AccessRanges.Of(kernel.Body, Nothing).Where(access => access.IsRead)
            .Concat(read.Select(r => new AccessRange(IsRead: true, r.Buffer, r.First, r.First + r.Count - 1)))
            .ToLookup(access => access.Buffer);
        var body = kernel.Body.Where(statement => statement switch
        {
            Statement.Store store => IsRead(store.Buffer, store.Index, VirtualVector.Lanes),
            Statement.StoreFirst store => IsRead(store.Buffer, store.Index, 1),
            _ => true,
        });
        return kernel with { Body = body.ToEquatableArray() };

        // Within a loop an index is not a number, and a store stays.
        bool IsRead(BufferArgument buffer, Affine index, int count) => !scratch.Contains(buffer) || !index.IsConstant
            || reads[buffer].Any(access => access.First <= index.Constant + count - 1 && index.Constant <= access.Last);
    }
}
