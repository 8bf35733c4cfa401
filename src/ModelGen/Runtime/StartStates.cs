using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>The states of calls that no caller passes one to: they start from zero, and nobody reads how they end.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StartStates
{
    [ThreadStatic]
    private static float[]? t_zeros;

    [ThreadStatic]
    private static float[]? t_unused;

    /// <summary>Zeros to start from. Allocates only for more than ever before on this thread.</summary>
    /// <param name="samples">How many samples there are.</param>
    /// <param name="size">The floats of each.</param>
    /// <returns>As many zeros.</returns>
    public static ReadOnlySpan<float> Zeros(int samples, int size)
    {
        int count = checked(samples * size);
        if (t_zeros is null || t_zeros.Length < count) t_zeros = new float[count];
        return t_zeros.AsSpan(0, count);
    }

    /// <summary>Room for what nobody reads. Allocates only for more than ever before on this thread.</summary>
    /// <param name="samples">How many samples there are.</param>
    /// <param name="size">The floats of each.</param>
    /// <returns>As many floats.</returns>
    public static Span<float> Unused(int samples, int size)
    {
        int count = checked(samples * size);
        if (t_unused is null || t_unused.Length < count) t_unused = GC.AllocateUninitializedArray<float>(count);
        return t_unused.AsSpan(0, count);
    }
}
