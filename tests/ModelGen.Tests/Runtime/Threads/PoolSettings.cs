using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime.Threads;

/// <summary>Settings of the thread pool for the tests of a class, which is in the collection <c>Workers</c>: set back by Dispose.</summary>
internal sealed class PoolSettings : IDisposable
{
    /// <summary>So much work that a job is shared among as many threads as it may have.</summary>
    public const long Plenty = 1L << 40;

    private readonly (long Grain, long Pace, int Limit) _before = (Workers.Grain, Workers.Pace, Workers.Limit);

    private PoolSettings()
    {
    }

    /// <summary>Up to four threads, however many processors there are.</summary>
    public static PoolSettings FourThreads()
    {
        PoolSettings settings = new();
        Workers.Limit = 4;
        return settings;
    }

    /// <summary>Up to four threads, and work is shared even if there is little of it.</summary>
    /// <param name="pace"><see cref="Workers.Pace"/>: the smaller, the longer a thread that comes late is waited for.</param>
    public static PoolSettings ShareAll(long pace)
    {
        PoolSettings settings = FourThreads();
        (Workers.Grain, Workers.Pace) = (1, pace);
        return settings;
    }

    /// <summary>Runs an action as a job of plenty of work.</summary>
    /// <returns>How many parts it had.</returns>
    public static int Run(int threads, Action<Part> action, long work = Plenty)
    {
        ActionJob job = new() { Action = action };
        Workers.Run(ref job, threads, work);
        return job.Parts;
    }

    public void Dispose() => (Workers.Grain, Workers.Pace, Workers.Limit) = _before;

    private struct ActionJob : IJob
    {
        public Action<Part> Action;

        public int Parts;

        public void Run(Part part)
        {
            Interlocked.Increment(ref Parts);
            Action(part);
        }
    }
}
