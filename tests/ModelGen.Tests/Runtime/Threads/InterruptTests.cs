using FashionMnist;
using ModelGen.Runtime;
using ModelGen.TestKit;
using Xunit.Abstractions;

namespace ModelGen.Tests.Runtime.Threads;

/// <summary>
/// Callers that are interrupted, or run into exceptions at random moments of their calls. <c>MODELGEN_SEED</c> draws
/// other moments, <c>MODELGEN_TESTS=all</c> draws more of them.
/// </summary>
[Collection(nameof(Workers))]
public sealed class InterruptTests : IDisposable
{
    private readonly PoolSettings _settings = PoolSettings.ShareAll(pace: 1);
    private readonly int _seed = TestSeed.Value;
    private readonly int _rounds = TestTier.Count(fast: 1, exhaustive: 40);

    public InterruptTests(ITestOutputHelper output) => output.WriteLine(TestSeed.Text);

    public void Dispose() => _settings.Dispose();

    [Fact]
    public void No_worker_is_left_with_a_frame_that_is_gone()
    {
        int wrong = 0, divided = 0, failed = 0;
        int interrupts = Interrupted(3, random =>
        {
            for (int round = 0; round < 300 * _rounds; round++)
            {
                // Some parts take so long that the others fall asleep, which is where an interrupt strikes.
                FrameJob job = new() { Pause = random.Next(150), SlowPart = random.Next(4), FailingPart = random.Next(40) };
                try
                {
                    Workers.Run(ref job, 2 + random.Next(3), PoolSettings.Plenty);
                }
                catch (InvalidDataException)
                {
                    Interlocked.Increment(ref failed);
                }

                // A worker that came, or went on, behind the call would count in this frame, or in the next one in its place.
                if (job.Entered != job.Left || job.Entered is < 1 or > 4) Interlocked.Increment(ref wrong);
                if (job.Entered > 1) Interlocked.Increment(ref divided);
            }
        });
        Assert.Equal(0, wrong);
        Assert.True(divided > 0, "no job was divided");
        Assert.True(failed > 0, "no job failed");
        Assert.True(interrupts > 0, "no interrupt was seen");
    }

    [Fact]
    public void A_model_that_interrupted_callers_train_learns_the_same_bits()
    {
        float[] expected = Train(1);
        int wrong = 0;
        int interrupts = Interrupted(3, _ =>
        {
            for (int round = 0; round < _rounds; round++)
            {
                if (!expected.AsSpan().SequenceEqual(Train(4))) Interlocked.Increment(ref wrong);
            }
        });
        Assert.Equal(0, wrong);
        Assert.True(interrupts > 0, "no interrupt was seen");
    }

    [Fact]
    public void An_interrupt_of_a_worker_ends_with_the_job()
    {
        int interrupted = 0, worked = 0;
        for (int round = 0; round < 100; round++)
        {
            PoolSettings.Run(3, part =>
            {
                if (part.IsFirst) return;
                Interlocked.Increment(ref worked);
                try
                {
                    Thread.Sleep(1);
                }
                catch (ThreadInterruptedException)
                {
                    // It was meant for the job before.
                    Interlocked.Increment(ref interrupted);
                }

                Thread.CurrentThread.Interrupt();
            });
            Thread.Sleep(2);
        }

        Assert.Equal(0, interrupted);
        Assert.True(worked > 0, "no job was divided");
    }

    /// <summary>Lets several callers do something while another thread interrupts them all the time.</summary>
    /// <returns>How many interrupts the callers saw behind their calls.</returns>
    private int Interrupted(int callers, Action<Random> action)
    {
        int seen = 0;
        bool isOver = false;
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, callers).Select(index => new Thread(() =>
        {
            try
            {
                action(new Random(_seed + index));

                // What was kept arrives at the next wait.
                Thread.Sleep(1000);
            }
            catch (ThreadInterruptedException)
            {
                Interlocked.Increment(ref seen);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }))];
        Thread interrupter = new(() =>
        {
            Random random = new(_seed + callers);
            while (!Volatile.Read(ref isOver))
            {
                threads[random.Next(threads.Length)].Interrupt();
                Thread.SpinWait(random.Next(3000));
                Thread.Yield();
            }
        });
        foreach (Thread thread in threads) thread.Start();
        interrupter.Start();
        foreach (Thread thread in threads) thread.Join();
        Volatile.Write(ref isOver, true);
        interrupter.Join();
        Assert.Null(failure);
        return seen;
    }

    private static float[] Train(int threads)
    {
        float[] inputs = new float[64 * DenseNet.InputSize];
        int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 10)];
        Random random = new(7);
        for (int i = 0; i < inputs.Length; i++) inputs[i] = random.NextSingle();
        DenseNet model = new(4) { Threads = threads };
        List<float> seen = [];
        for (int step = 0; step < 30; step++) seen.Add(model.TrainStep(inputs, labels));
        return [.. seen, .. model.Parameters.SelectMany(p => p.Value)];
    }

    /// <summary>Counts, in the very variable on its caller's stack, who comes and who leaves.</summary>
    private struct FrameJob : IJob
    {
        public int Entered;
        public int Left;
        public int Pause;
        public int SlowPart;
        public int FailingPart;

        public void Run(Part part)
        {
            Interlocked.Increment(ref Entered);
            try
            {
                int index = (int)part.First(4, 1);
                for (int barrier = 0; barrier < 3; barrier++)
                {
                    if (index == SlowPart)
                    {
                        long end =
                            System.Diagnostics.Stopwatch.GetTimestamp() + (Pause * System.Diagnostics.Stopwatch.Frequency / 1_000_000);
                        while (System.Diagnostics.Stopwatch.GetTimestamp() < end)
                            Thread.SpinWait(10);
                    }

                    if (barrier == 1 && index == FailingPart) throw new InvalidDataException();
                    part.Barrier();
                }
            }
            finally
            {
                Interlocked.Increment(ref Left);
            }
        }
    }
}
