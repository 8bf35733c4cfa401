using System.Diagnostics;
using ModelGen.Benchmarks.DataParallel;
using ModelGen.Mpi;
using ModelGen.Runtime;

namespace ModelGen.Ranks;

/// <summary>Notes when each bucket of gradients is finished.</summary>
internal sealed class ReadyTimes : IGradientListener
{
    private readonly Buckets _buckets;
    private readonly long[] _ready;
    private readonly List<double[]> _runs = []; // the buckets, then the end of the gradients and of the update
    private double[] _run = [];
    private long _start;
    private bool _counts;

    public ReadyTimes(int[] ranges, int total, int bucketSize)
    {
        _buckets = new Buckets(ranges, total, bucketSize);
        _ready = new long[_buckets.Spans.Length];
    }

    public void Begin(bool counts)
    {
        _counts = counts;
        _run = new double[_ready.Length + 2];
        _start = Stopwatch.GetTimestamp();
    }

    public void Done(int start, int length, int threads)
    {
        if (_buckets.Of(start) is var bucket and >= 0) _ready[bucket] = Stopwatch.GetTimestamp();
    }

    public void Computed()
    {
        // The last bucket waits for the end, as the thread that sends does.
        _ready[^1] = Stopwatch.GetTimestamp();
        for (int i = 0; i < _ready.Length; i++) _run[i] = Seconds(_ready[i]);
        _run[^2] = _run[_ready.Length - 1];
    }

    public void Updated()
    {
        _run[^1] = Seconds(Stopwatch.GetTimestamp());
        if (_counts) _runs.Add(_run);
    }

    /// <summary>Medians over the runs that count.</summary>
    public (double Gradients, double Update, MeasuredBucket[] Buckets) Medians()
    {
        double[] times =
            [.. Enumerable.Range(0, _ready.Length + 2).Select(i => _runs.Select(run => run[i]).Order().ElementAt(_runs.Count / 2))];
        return (times[^2], times[^1] - times[^2], [.. Lengths().Select((length, i) => new MeasuredBucket(times[i], length))]);
    }

    /// <summary>The buckets alone.</summary>
    public MeasuredBucket[] Unmeasured() => [.. Lengths().Select(length => new MeasuredBucket(0, length))];

    private IEnumerable<long> Lengths() => _buckets.Spans.Select(bucket => bucket.Sum(span => (long)span.Length) * sizeof(float));

    private double Seconds(long timestamp) => Stopwatch.GetElapsedTime(_start, timestamp).TotalSeconds;
}
