namespace Distributed;

/// <summary>
/// How long a training step takes on several machines, on paper: each computes its part of the batch, and a ring adds up the gradients.
/// What is on the way while earlier layers are still computed costs nothing.
/// </summary>
/// <param name="ComputeSeconds">One rank's computation of the whole batch.</param>
/// <param name="GradientBytes">The bytes of all gradients.</param>
/// <param name="Batch">The samples of the batch: no more ranks than these have work.</param>
/// <remarks>
/// A ring of N ranks sends each byte 2 (N − 1) / N times, in 2 (N − 1) messages for each bucket. Two thirds of a step are backward,
/// and the last bucket is finished with it, so at most that time can hide messages, and never those of one bucket.
/// </remarks>
internal sealed record StepTime(double ComputeSeconds, double GradientBytes, int Batch)
{
    private const double BucketBytes = 1 << 19, BackwardShare = 2.0 / 3;

    /// <summary>Seconds of a step.</summary>
    /// <param name="ranks">How many ranks, each with a core of its own.</param>
    /// <param name="bitsPerSecond">Of a link.</param>
    /// <param name="latency">Of a message, in seconds.</param>
    public double Of(int ranks, double bitsPerSecond, double latency)
    {
        int busy = Math.Min(ranks, Batch);
        double compute = ComputeSeconds / busy;
        if (ranks == 1) return compute;
        double buckets = Math.Max(1, Math.Ceiling(GradientBytes / BucketBytes));
        double bucket = (2.0 * (ranks - 1) / ranks * Math.Min(BucketBytes, GradientBytes) * 8 / bitsPerSecond)
            + (2 * (ranks - 1) * latency);
        double sending = buckets * bucket;
        double hidden = Math.Min(sending - bucket, compute * BackwardShare);
        return compute + sending - Math.Max(0, hidden);
    }

    /// <summary>How many times as fast as one rank, for some numbers of ranks, as a row of a table.</summary>
    public string Row(string name, double bitsPerSecond, double latency, IEnumerable<int> ranks) =>
        $"| {name}, {bitsPerSecond / 1e9:0} Gbit/s | "
        + string.Join(" | ", ranks.Select(n => $"{ComputeSeconds / Of(n, bitsPerSecond, latency):0.0}×")) + " |";
}
