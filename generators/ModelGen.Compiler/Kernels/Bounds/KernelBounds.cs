namespace ModelGen.Compiler.Kernels.Bounds;

/// <summary>
/// The range of every access of a kernel, as a function of the number of samples. It is found once and compared with the buffers of
/// every call.
/// </summary>
public sealed class KernelBounds
{
    private readonly Kernel _kernel;
    private readonly List<Reach> _reaches = [];

    private KernelBounds(Kernel kernel) => _kernel = kernel;

    /// <summary>Follows all accesses of a kernel that the <see cref="KernelVerifier"/> has accepted.</summary>
    public static KernelBounds Of(Kernel kernel)
    {
        var bounds = new KernelBounds(kernel);
        AccessWalk.Over(kernel, bounds._reaches.Add);
        return bounds;
    }

    /// <summary>Proves that every access stays within its buffer.</summary>
    /// <param name="lengths">The length of each buffer, in the order of the kernel's parameters.</param>
    /// <exception cref="CompilerException">An access reaches beyond its buffer, or cannot be proved to stay within.</exception>
    public void Verify(IReadOnlyList<BufferLength> lengths)
    {
        foreach (var reach in _reaches)
        {
            var length = lengths[reach.Buffer];
            // Of a vector, at least the first float is used.
            var floats = length.Fixed + (reach.Access.IsRead ? Math.Min(length.Room, reach.Access.Count - 1) : 0);
            var last = length.InBlocks
                ? new SampleBound(0, length.PerSample, floats - 1)
                : new SampleBound(length.PerSample, 0, floats - 1);
            if (reach.Lows.Any(low => low.IsNeverNegative) && reach.Highs.Any(high => (last - high).IsNeverNegative))
                continue;
            throw new CompilerException(
                $"Kernel '{_kernel.Description}': {reach.Access} may reach from {Tightest(reach.Lows, 1)} to {Tightest(reach.Highs, -1)}, "
                    + $"and the buffer has {length} floats.");
        }

        // Of bounds that differ in their constants only, the tightest counts.
        static string Tightest(IEnumerable<SampleBound> bounds, int direction) =>
            string.Join(
                " or ",
                bounds.GroupBy(b => (b.PerSample, b.InBlocks)).Select(alike => alike.OrderByDescending(b => b.Constant * direction).First())
            );
    }

    /// <summary>The range of an access.</summary>
    /// <param name="Buffer">The buffer's number.</param>
    /// <param name="Access">The access, for messages.</param>
    /// <param name="Lows">The first float is never before any of these.</param>
    /// <param name="Highs">The last float is never behind any of these.</param>
    internal sealed record Reach(int Buffer, BufferAccess Access, IReadOnlyList<SampleBound> Lows, IReadOnlyList<SampleBound> Highs);
}
