using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>A calling thread and the workers that help it with one job.</summary>
internal sealed unsafe class PooledTeam : Team
{
    private const int CallsPerTrial = 8;

    /// <summary>How long a thread stays awake at a barrier: longer than most kernels, shorter than a time slice.</summary>
    private static readonly long s_awakeTicks = Signal.Microseconds(50);

    /// <summary>How long a worker that is awake may take to enlist.</summary>
    private static readonly long s_enlistTicks = Signal.Microseconds(2);

    // With room from the start: workers may first be free long after the first call.
    private readonly List<Worker> _workers = new(Math.Max(4, Environment.ProcessorCount));
    private readonly Signal _passed = new();
    private readonly Signal _finished = new();

    private void* _job;
    private delegate*<void*, Part, void> _run;
    private Exception? _failure;
    private int _waitsInVain;
    private Counters _counters;

    public override int Gather(int count, long ticks)
    {
        Worker.Offer(this, _workers, count - 1);
        if (_workers.Count == 0) return 1;
        ticks = Math.Max(ticks >> _waitsInVain, s_enlistTicks);
        long start = Stopwatch.GetTimestamp();
        while (!_workers.TrueForAll(worker => worker.IsEnlisted))
        {
            long waited = Stopwatch.GetTimestamp() - start;
            if (waited > ticks) break;
            if (waited < s_enlistTicks) Thread.SpinWait(1);
            else Thread.Yield();
        }

        // Where the machine is busy, each of the next calls waits half as long, until it is time to try again.
        _waitsInVain = SendAway() ? (_waitsInVain + 1) % CallsPerTrial : 0;
        return 1 + _workers.Count;
    }

    public override Exception? Run(void* job, delegate*<void*, Part, void> run)
    {
        _job = job;
        _run = run;
        int count = 1 + _workers.Count;
        _counters.Arrived = 0;
        _counters.Running = count;
        int unfinished = _finished.Value;
        for (int i = 0; i < _workers.Count; i++) _workers[i].Start(i + 1);

        RunPart(0);
        _finished.WaitWhile(unfinished, s_awakeTicks);
        foreach (Worker worker in _workers) worker.Release();
        _workers.Clear();
        _job = null;
        return Interlocked.Exchange(ref _failure, null);
    }

    /// <summary>Does one part, whatever happens: a failure lets the others go on to their ends.</summary>
    public void RunPart(int index)
    {
        try
        {
            _run(_job, new Part(this, index, 1 + _workers.Count));
        }
        catch (Exception exception)
        {
            // Thrown again on the caller's thread. Those at a barrier would wait for this one in vain.
            Interlocked.CompareExchange(ref _failure, exception, null);
            _passed.Advance();
        }

        if (Interlocked.Decrement(ref _counters.Running) == 0) _finished.Advance();
    }

    public override void Barrier()
    {
        int passed = _passed.Value;
        if (Volatile.Read(ref _failure) is null)
        {
            if (Interlocked.Increment(ref _counters.Arrived) <= _workers.Count)
            {
                _passed.WaitWhile(passed, s_awakeTicks);
            }
            else
            {
                _counters.Arrived = 0;
                _passed.Advance();
            }
        }

        if (Volatile.Read(ref _failure) is not null) throw new OperationCanceledException("Another thread of the job has failed.");
    }

    /// <summary>Goes on without those that have not enlisted, or share a processor with others; whether there were any.</summary>
    private bool SendAway()
    {
        int offered = _workers.Count, own = Thread.GetCurrentProcessorId();
        bool mayShare = Workers.Limit > Environment.ProcessorCount;
        for (int i = offered - 1; i >= 0; i--)
        {
            Worker worker = _workers[i];
            if (!worker.Withdraw())
            {
                bool isApart = worker.Processor != own;
                for (int j = i + 1; j < _workers.Count; j++) isApart &= worker.Processor != _workers[j].Processor;
                if (isApart || mayShare) continue;
                worker.Dismiss();
            }

            _workers.RemoveAt(i);
        }

        return _workers.Count < offered;
    }

    /// <summary>On cache lines of their own: other threads wait for what stands beside them.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        [FieldOffset(128)]
        public int Arrived;

        [FieldOffset(256)]
        public int Running;
    }
}
