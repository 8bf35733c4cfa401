namespace ModelGen.Mpi;

/// <summary>
/// Ranges of the gradients that are sent together, in the order in which a step finishes them: a message takes as long as its latency at
/// least, so small ranges wait for others.
/// </summary>
internal sealed class Buckets
{
    private readonly Dictionary<int, int> _bucketOf = []; // by the start of a range

    /// <param name="ranges">Start and length of each range, in the order in which they are finished.</param>
    /// <param name="total">How many gradients there are; what is in no range is in the last bucket.</param>
    /// <param name="size">How many gradients make a bucket.</param>
    public Buckets(int[] ranges, int total, int size)
    {
        List<(int Start, int Length)[]> all = [];
        List<(int Start, int Length)> open = [], known = [];
        List<int> counts = [];
        for (int i = 0; i + 1 < ranges.Length; i += 2)
        {
            (int start, int length) = (ranges[i], ranges[i + 1]);
            if (start < 0 || length < 1 || start > total - length || known.Exists(other => Overlap(other, (start, length))))
                continue;
            _bucketOf.Add(start, all.Count);
            open.Add((start, length));
            known.Add((start, length));
            if (open.Sum(range => range.Length) < size)
                continue;
            Close();
        }

        open.AddRange(Gaps(known, total));
        if (open.Count > 0)
            Close(more: Gaps(known, total).Count);
        (Spans, Counts) = ([.. all], [.. counts]);

        void Close(int more = 0)
        {
            counts.Add(open.Count - more);
            all.Add([.. Merged(open)]);
            open.Clear();
        }
    }

    /// <summary>For each bucket, what it sends: ranges that touch are one.</summary>
    public (int Start, int Length)[][] Spans { get; }

    /// <summary>For each bucket, how many ranges it waits for. The last one waits for the end of the step, too.</summary>
    public int[] Counts { get; }

    /// <summary>The bucket of a range; −1 if it waits for the end of the step.</summary>
    /// <param name="start">Where the range begins.</param>
    public int Of(int start) => _bucketOf.TryGetValue(start, out int bucket) ? bucket : -1;

    private static List<(int Start, int Length)> Gaps(List<(int Start, int Length)> known, int total)
    {
        List<(int Start, int Length)> gaps = [];
        int end = 0;
        foreach ((int start, int length) in known.OrderBy(range => range.Start))
        {
            if (start > end) gaps.Add((end, start - end));
            end = start + length;
        }

        if (end < total) gaps.Add((end, total - end));
        return gaps;
    }

    private static IEnumerable<(int Start, int Length)> Merged(List<(int Start, int Length)> ranges)
    {
        (int Start, int Length)? last = null;
        foreach ((int start, int length) in ranges.OrderBy(range => range.Start))
        {
            if (last is { } before && before.Start + before.Length == start)
            {
                last = (before.Start, before.Length + length);
                continue;
            }

            if (last is { } done) yield return done;
            last = (start, length);
        }

        if (last is { } final) yield return final;
    }

    private static bool Overlap((int Start, int Length) left, (int Start, int Length) right) =>
        left.Start < right.Start + right.Length && right.Start < left.Start + left.Length;
}
