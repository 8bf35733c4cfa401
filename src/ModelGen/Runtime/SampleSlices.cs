using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>How many samples a training step computes at a time, so that they stay in the cache. Called by generated code.</summary>
/// <remarks>Results do not depend on it: sums over samples go on in the next slice where they have stopped.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SampleSlices
{
    /// <summary>What lies in the lanes of a vector.</summary>
    private const int Block = 16;

    /// <summary>The samples of the longest slice, for which scratch memory must have room.</summary>
    /// <param name="samples">The samples of the batch.</param>
    /// <param name="most">The samples that the cache of one core has room for: a multiple of sixteen.</param>
    /// <param name="threads">The most threads that may work at them.</param>
    /// <returns>No more than there are.</returns>
    public static int Room(int samples, int most, int threads) => (int)Math.Min(samples, (long)most * Math.Min(threads, Workers.Limit));

    /// <summary>The samples of a slice for the threads that have come: slices are about equally long.</summary>
    /// <param name="samples">The samples of the batch.</param>
    /// <param name="most">The samples that the cache of one core has room for: a multiple of sixteen.</param>
    /// <param name="part">What the calling thread does of the job.</param>
    /// <returns>A multiple of sixteen, or all samples.</returns>
    public static int Length(int samples, int most, Part part) => Length(samples, (long)most * part.Count);

    private static int Length(long samples, long room)
    {
        if (samples <= room) return (int)samples;
        long slices = (samples + room - 1) / room;
        return (int)(((samples + slices - 1) / slices) + Block - 1) / Block * Block;
    }
}
