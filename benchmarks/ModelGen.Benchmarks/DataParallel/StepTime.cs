namespace ModelGen.Benchmarks.DataParallel;

/// <summary>
/// How long a training step of several processes takes, on paper: each computes its samples, and all add up their gradients, bucket by
/// bucket.
/// </summary>
/// <param name="Gradients">Seconds in which a process computes its gradients.</param>
/// <param name="Update">Seconds of the update behind them.</param>
/// <param name="Buckets">What is sent together, and when it is finished.</param>
internal sealed record StepTime(double Gradients, double Update, IReadOnlyList<MeasuredBucket> Buckets)
{
    /// <summary>Seconds of a step.</summary>
    /// <param name="message">How long all take to add up so many bytes.</param>
    /// <param name="overlaps">
    /// Whether a bucket leaves when it is finished, and the one before it has arrived. Otherwise all leave behind the last one.
    /// </param>
    /// <param name="slowdown">How much longer computation takes than alone, as processes share cores.</param>
    public double Of(Func<long, double> message, bool overlaps, double slowdown = 1)
    {
        double computed = Gradients * slowdown, free = overlaps ? 0 : computed;
        foreach (MeasuredBucket bucket in Buckets) free = Math.Max(free, bucket.Ready * slowdown) + message(bucket.Bytes);

        // Losses and running statistics are one message more.
        return Math.Max(computed, free) + message(sizeof(double)) + (Update * slowdown);
    }

    /// <summary>How long a ring takes to add up: each byte is sent 2 (N − 1) / N times, in 2 (N − 1) messages.</summary>
    /// <param name="ranks">N.</param>
    /// <param name="latency">Of a message, in seconds.</param>
    /// <param name="bitsPerSecond">Of a link.</param>
    /// <remarks>Patarasuk, Yuan: Bandwidth optimal all-reduce algorithms for clusters of workstations, 2009.</remarks>
    public static Func<long, double> Ring(int ranks, double latency, double bitsPerSecond) => bytes =>
        (2 * (ranks - 1) * latency) + (2.0 * (ranks - 1) / ranks * bytes * 8 / bitsPerSecond);

    /// <summary>How long a tree takes for short messages: up and down, a message for each level.</summary>
    /// <inheritdoc cref="Ring"/>
    public static Func<long, double> Tree(int ranks, double latency, double bitsPerSecond)
    {
        double levels = 2 * Math.Ceiling(Math.Log2(ranks));
        return bytes => levels * (latency + (bytes * 8 / bitsPerSecond));
    }

    /// <summary>The better of both: MPI libraries choose by the length.</summary>
    /// <inheritdoc cref="Ring"/>
    public static Func<long, double> Best(int ranks, double latency, double bitsPerSecond)
    {
        Func<long, double> ring = Ring(ranks, latency, bitsPerSecond), tree = Tree(ranks, latency, bitsPerSecond);
        return bytes => Math.Min(ring(bytes), tree(bytes));
    }
}
