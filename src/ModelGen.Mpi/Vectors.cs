using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelGen.Mpi;

/// <summary>Sums and multiples of many floats. Each element is computed alone, so bits do not depend on the width of vectors.</summary>
internal static class Vectors
{
    /// <summary>Adds numbers to others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<float> to, ReadOnlySpan<float> values)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= to.Length; i += Vector<float>.Count)
            (new Vector<float>(to[i..]) + new Vector<float>(values[i..])).CopyTo(to[i..]);
        for (; i < to.Length; i++)
            to[i] += values[i];
    }

    /// <summary>Copies numbers times a factor.</summary>
    public static void Scale(ReadOnlySpan<float> values, float factor, Span<float> to)
    {
        for (int i = 0; i < values.Length; i++)
            to[i] = values[i] * factor;
    }
}
