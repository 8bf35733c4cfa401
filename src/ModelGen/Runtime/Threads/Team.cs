namespace ModelGen.Runtime;

/// <summary>The threads that run one job together.</summary>
internal abstract unsafe class Team
{
    /// <summary>The team that runs the jobs of this thread; made when it is first needed.</summary>
    [ThreadStatic]
    private static Team? t_ofThisThread;

    /// <summary>
    /// Whether this thread gathers a team, leads one, or is a worker. What it runs besides, such as a model that is called by an
    /// augmentation or by a message that arrives while it waits, is computed alone: a team has one job at a time.
    /// </summary>
    [ThreadStatic]
    private static bool t_isBusy;

    public static bool IsBusy
    {
        get => t_isBusy;
        set => t_isBusy = value;
    }

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

    /// <summary>Runs a job on the threads that were found, and lets them go. Returns when all are done, and throws nothing.</summary>
    /// <param name="job">The job, on the stack of this thread.</param>
    /// <param name="run">Does one part of it.</param>
    /// <returns>What the first part to fail has thrown, or null.</returns>
    public abstract Exception? Run(void* job, delegate*<void*, Part, void> run);

    /// <summary>Waits for the other threads of the job.</summary>
    public abstract void Barrier();
}
