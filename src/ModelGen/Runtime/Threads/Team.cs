namespace ModelGen.Runtime;

/// <summary>The threads that run one job together.</summary>
internal abstract unsafe class Team
{
    /// <summary>The team that runs the jobs of this thread; made when it is first needed.</summary>
    [ThreadStatic]
    private static Team? t_ofThisThread;

    public static Team OfThisThread
    {
        get => t_ofThisThread ??= new PooledTeam();
        set => t_ofThisThread = value;
    }

    /// <summary>Finds threads for a job.</summary>
    /// <param name="count">How many are wanted, this one included.</param>
    /// <param name="ticks">For how many ticks of the stopwatch it is worth waiting for those that sleep.</param>
    /// <returns>How many there are; 1 if no other is free.</returns>
    public abstract int Gather(int count, long ticks);

    /// <summary>Runs a job on the threads that were found, and lets them go. Returns when all are done.</summary>
    /// <param name="job">The job, on the stack of this thread.</param>
    /// <param name="run">Does one part of it.</param>
    public abstract void Run(void* job, delegate*<void*, Part, void> run);

    /// <summary>Waits for the other threads of the job.</summary>
    public abstract void Barrier();
}
