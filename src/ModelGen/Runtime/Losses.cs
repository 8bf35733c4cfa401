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
    public static Span<float> For(int samples) => For(samples, 0, 1);

    /// <summary>The same for one of several losses of the same samples.</summary>
    /// <param name="samples">How many samples there are.</param>
    /// <param name="index">Which loss, from 0 on.</param>
    /// <param name="count">How many losses there are.</param>
    /// <returns>One float for each sample; what they hold is not defined.</returns>
    public static Span<float> For(int samples, int index, int count)
    {
        int all = checked(samples * count);
        if (t_losses is null || t_losses.Length < all) t_losses = GC.AllocateUninitializedArray<float>(all);
        return t_losses.AsSpan(samples * index, samples);
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
