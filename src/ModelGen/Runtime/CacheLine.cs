using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ModelGen.Runtime;

/// <summary>Tells the processor what is read soon. Only generated kernels use it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CacheLine
{
    /// <summary>Asks for the line at a place in an array, which may lie outside of it: nothing is read, and nothing changes.</summary>
    /// <param name="array">The beginning.</param>
    /// <param name="index">How many floats behind it.</param>
    /// <remarks>Only x86 has the instruction here; elsewhere this is nothing at all.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref float array, nint index)
    {
        // The address of an array that moves meanwhile is an old one; asking for it does no harm.
        if (Sse.IsSupported) Sse.Prefetch1((float*)Unsafe.AsPointer(ref array) + index);
    }
}
