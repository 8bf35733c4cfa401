using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>
/// A fixed block of floats, zero at first, whose first element lies on a 64-byte boundary: one cache line, and one
/// <see cref="System.Runtime.Intrinsics.Vector512{T}"/> of 16 floats. It never moves, so references into it stay
/// aligned. Behind the last element there is room for a whole vector: 16 floats may be read or written from any valid
/// element on without leaving the memory.
/// </summary>
/// <remarks>Models that only predict carry this file in their own assembly.</remarks>
public sealed partial class AlignedBuffer
{
    private const int VectorLength = 16;
    private const int Alignment = VectorLength * sizeof(float);

    private readonly float[] _memory;
    private readonly int _start;

    /// <summary>Allocates a buffer of zeros.</summary>
    /// <param name="length">How many floats it holds; 0 is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative or larger than an array
    /// can be.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength - 2 * VectorLength);
        Length = length;

        // A pinned array never moves, so the distance to the next boundary can be computed once.
        _memory = GC.AllocateArray<float>(length + 2 * VectorLength, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _start = (int)(-address & (Alignment - 1)) / sizeof(float);
        AskForLargePages(address, (nint)_memory.Length * sizeof(float));
    }

    /// <summary>Allocates scratch memory for a number of samples: what generated code calls.</summary>
    /// <param name="samples">The number of samples to make room for.</param>
    /// <param name="perSample">Floats for each of them.</param>
    /// <param name="fixedPart">Floats that do not depend on the number of samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch needs more memory than one array can have.</exception>
    public static AlignedBuffer ForSamples(long samples, int perSample, int fixedPart)
    {
        long length = (samples * perSample) + fixedPart;
        if (length > Array.MaxLength - (2 * VectorLength))
        {
            long most = (Array.MaxLength - (2 * VectorLength) - fixedPart) / Math.Max(1, perSample);
            throw new ArgumentOutOfRangeException(
                nameof(samples),
                samples,
                $"A batch of {samples} samples needs {length} floats of scratch memory; at most {most} samples fit into one call.");
        }

        return new AlignedBuffer((int)length);
    }

    /// <summary>How many floats the buffer holds, not counting the room behind the last one.</summary>
    public int Length { get; }

    /// <summary>The first element, on a 64-byte boundary: where generated kernels start counting.</summary>
    public ref float Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_memory), _start);
    }

    /// <summary>All <see cref="Length"/> elements; reads and writes are checked.</summary>
    public Span<float> Span => _memory.AsSpan(_start, Length);

    /// <summary>A hint to the system, which nothing depends on.</summary>
    static partial void AskForLargePages(nint address, nint bytes);
}
