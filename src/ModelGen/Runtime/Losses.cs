using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>The losses of the samples of one call: written by generated code, added up here.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Losses
{
    [ThreadStatic]
    private static float[]? t_losses;

    [ThreadStatic]
    private static float[]? t_ones;

    /// <summary>Room for a number of losses, until this thread asks again. Allocates only for more than ever before.</summary>
    /// <param name="samples">How many samples there are.</param>
    /// <returns>One float for each; what they hold is not defined.</returns>
    public static Span<float> For(int samples)
    {
        if (t_losses is null || t_losses.Length < samples) t_losses = GC.AllocateUninitializedArray<float>(samples);
        return t_losses.AsSpan(0, samples);
    }

    /// <summary>The weights of samples that count alike. Allocates only for more than ever before on this thread.</summary>
    /// <param name="samples">How many samples there are.</param>
    /// <returns>A one for each.</returns>
    public static ReadOnlySpan<float> Ones(int samples)
    {
        if (t_ones is null || t_ones.Length < samples)
        {
            t_ones = GC.AllocateUninitializedArray<float>(samples);
            t_ones.AsSpan().Fill(1);
        }

        return t_ones.AsSpan(0, samples);
    }

    /// <summary>The sum, in order and in double precision: it does not depend on how the samples were divided.</summary>
    /// <param name="losses">The loss of each sample.</param>
    public static double Sum(ReadOnlySpan<float> losses)
    {
        double sum = 0;
        foreach (float loss in losses) sum += loss;
        return sum;
    }
}
