using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ModelGen.Runtime;

namespace ModelGen.Mpi;

/// <summary>
/// A thread that adds up gradients of all ranks as a step finishes them, while the step goes on. All ranks send the same buckets in the
/// same order.
/// </summary>
internal sealed class GradientSender : IGradientListener, IDisposable
{
    private readonly Communicator _world;
    private readonly IPartialSteps _steps;
    private readonly Buckets _buckets;
    private readonly object _gate = new();
    private readonly Dictionary<int, int> _arrived = []; // threads that have done their share, by the start of a range
    private readonly int[] _missing; // ranges, by bucket
    private readonly Thread _thread;
    private int _sent; // buckets of this step
    private bool _running, _computed, _stop;
    private ExceptionDispatchInfo? _problem;

    public GradientSender(Communicator world, IPartialSteps steps, int bucketSize)
    {
        (_world, _steps) = (world, steps);
        _buckets = new Buckets(steps.Ranges(), steps.Gradients.Length, bucketSize);
        _missing = new int[_buckets.Counts.Length];
        _thread = new Thread(Run) { IsBackground = true, Name = "ModelGen gradients" };
        _thread.Start();
    }

    /// <summary>How long gradients have been under way.</summary>
    public TimeSpan Sending { get; private set; }

    /// <summary>How much of that a step had to wait for.</summary>
    public TimeSpan Waiting { get; private set; }

    /// <summary>A step begins.</summary>
    public void Begin()
    {
        _problem?.Throw();
        lock (_gate)
        {
            _buckets.Counts.CopyTo(_missing, 0);
            _arrived.Clear();
            (_sent, _computed, _running) = (0, false, true);
            Monitor.PulseAll(_gate);
        }
    }

    public void Done(int start, int length, int threads)
    {
        int bucket = _buckets.Of(start);
        if (bucket < 0)
            return;
        lock (_gate)
        {
            int arrived = _arrived.GetValueOrDefault(start) + 1;
            _arrived[start] = arrived;
            if (arrived == threads && --_missing[bucket] == 0)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>All gradients of the step are there: waits until those of all ranks are added up.</summary>
    public void Finish()
    {
        long start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _computed = true;
            Monitor.PulseAll(_gate);
            while (_running)
                Monitor.Wait(_gate);
        }

        Waiting += Stopwatch.GetElapsedTime(start);
        _problem?.Throw();
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stop = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    private void Run()
    {
        try
        {
            while (Next() is { } spans)
            {
                long start = Stopwatch.GetTimestamp();
                foreach ((int first, int length) in spans)
                    _world.Sum(_steps.Gradients.Slice(first, length));
                Sending += Stopwatch.GetElapsedTime(start);
                lock (_gate)
                {
                    if (++_sent < _missing.Length)
                        continue;
                    _running = false;
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception problem)
        {
            lock (_gate)
            {
                _problem = ExceptionDispatchInfo.Capture(problem);
                _running = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits for the next bucket.</summary>
    private (int Start, int Length)[]? Next()
    {
        lock (_gate)
        {
            while (!_stop && !(_running && (_computed || (_missing[_sent] == 0 && _sent < _missing.Length - 1))))
                Monitor.Wait(_gate);
            return _stop ? null : _buckets.Spans[_sent];
        }
    }
}
