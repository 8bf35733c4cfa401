using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime.Threads;

/// <summary>The pool, with more threads than there may be processors.</summary>
[Collection(nameof(Workers))]
public sealed class WorkersTests : IDisposable
{
    private readonly PoolSettings _settings = PoolSettings.FourThreads();

    public void Dispose() => _settings.Dispose();

    [Fact]
    public void The_guide_says_how_long_workers_stay_awake()
    {
        string guide = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../../docs/guide/threads.md"));
        Assert.Contains(
            FormattableString.Invariant($"Workers stay awake for {Worker.AwakeMicroseconds} microseconds after a call"),
            guide.ReplaceLineEndings(" "),
            StringComparison.Ordinal);

        static string ThisFile([CallerFilePath] string file = "") => file;
    }

    [Fact]
    public void Every_part_is_done_once()
    {
        int most = 0;
        int[] done = new int[4];
        for (int round = 0; round < 200; round++)
        {
            Array.Clear(done);
            Action<Part> action = part => Interlocked.Increment(ref done[part.First(4, 1)]);
            int parts = Run(4, action);
            most = Math.Max(most, parts);
            Assert.Equal(parts, done.Sum());
            Assert.All(done, count => Assert.True(count <= 1));
        }

        Assert.True(most > 1);
    }

    [Fact]
    public void Behind_a_barrier_stands_what_others_wrote_before_it()
    {
        int[] written = new int[4];
        int wrong = 0;
        for (int round = 1; round <= 100; round++)
        {
            Run(4, part =>
            {
                (nint first, nint last) = (part.First(4, 1), part.Last(4, 1));
                for (int turn = 1; turn <= 20; turn++)
                {
                    int value = (100 * round) + turn;
                    for (nint i = first; i < last; i++) written[i] = value;
                    part.Barrier();
                    if (written.Any(w => w != value)) Interlocked.Increment(ref wrong);
                    part.Barrier();
                }
            });
        }

        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_of_any_thread_reaches_the_caller_and_nobody_waits_for_it(bool first)
    {
        for (int round = 0; round < 50; round++)
        {
            int parts = 0;
            Action run = () => parts = Run(3, part =>
            {
                if (part.IsFirst == first) throw new InvalidDataException("this one");
                part.Barrier();
                part.Barrier();
            });

            // Alone, the only part is the first.
            Exception? thrown = Record.Exception(run);
            Assert.True(
                thrown is InvalidDataException { Message: "this one" } || (thrown is null && !first && parts == 1),
                thrown?.ToString());
        }

        Assert.True(Run(3, part => part.Barrier()) >= 1);
    }

    [Fact]
    public void Callers_share_the_workers_and_never_a_job()
    {
        int wrong = 0;
        Thread[] callers = [.. Enumerable.Range(0, 6).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < 200; round++)
            {
                int[] mine = new int[64];
                Run(4, part =>
                {
                    for (nint i = part.First(64, 1); i < part.Last(64, 1); i++) Interlocked.Increment(ref mine[i]);
                    part.Barrier();
                    if (mine.Any(count => count != 1)) Interlocked.Increment(ref wrong);
                });
            }
        }))];
        foreach (Thread caller in callers) caller.Start();
        foreach (Thread caller in callers) caller.Join();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Spans_stay_right_when_the_garbage_collector_moves_what_they_refer_to()
    {
        for (int round = 0; round < 20; round++)
        {
            byte[][] garbage = [.. Enumerable.Range(0, 200).Select(i => new byte[100 + i])];
            int[] values = [.. Enumerable.Range(0, 1000).Select(i => i + round)];
            GC.KeepAlive(garbage);
            garbage = [];
            SumJob job = new() { Values = values, Sums = new long[4] };
            Workers.Run(ref job, 4, PoolSettings.Plenty);
            Assert.Equal(values.Sum(v => (long)v), job.Sums.ToArray().Sum());
        }
    }

    [Fact]
    public void Little_work_is_done_by_the_caller_alone()
    {
        int threads = 0;
        PoolSettings.Run(4, _ => Interlocked.Increment(ref threads), work: (2 * Workers.Grain) - 1);
        Assert.Equal(1, threads);
    }

    [Fact]
    public void An_interrupt_does_not_leave_the_others_behind()
    {
        bool ended = false, interrupted = false;
        Thread caller = new(() =>
        {
            Run(2, part =>
            {
                if (!part.IsFirst) Thread.Sleep(200);
            });
            ended = true;
            try
            {
                Thread.Sleep(10_000);
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        });
        caller.Start();
        Thread.Sleep(50);
        caller.Interrupt();
        caller.Join();
        Assert.True(ended);
        Assert.True(interrupted);
    }

    [Fact]
    public void Nothing_is_allocated_once_the_threads_exist()
    {
        SumJob job = new() { Values = new int[1000], Sums = new long[4] };
        for (int i = 0; i < 100; i++) Workers.Run(ref job, 4, PoolSettings.Plenty);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Workers.Run(ref job, 4, PoolSettings.Plenty);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int Run(int threads, Action<Part> action) => PoolSettings.Run(threads, action);

    private ref struct SumJob : IJob
    {
        public ReadOnlySpan<int> Values;

        public Span<long> Sums;

        public readonly void Run(Part part)
        {
            if (part.IsFirst && Values[0] > 0) GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            long sum = 0;
            for (nint i = part.First(Values.Length, 1); i < part.Last(Values.Length, 1); i++) sum += Values[(int)i];
            Sums[(int)part.First(4, 1)] = sum;
            part.Barrier();
        }
    }
}
