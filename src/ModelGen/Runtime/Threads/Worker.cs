using System.Globalization;

namespace ModelGen.Runtime;

/// <summary>A thread that helps with jobs: of one caller at a time, of all models of the process.</summary>
/// <remarks>
/// A caller offers a job, the worker enlists, the caller starts it. An offer that the worker has not taken up in time is
/// withdrawn, so that no job waits for a thread to which the machine gives no time. A worker on the processor of another
/// thread of the team would only take turns with it: it is sent away.
/// </remarks>
internal sealed class Worker
{
    private const int Dismissed = 0;
    private const int Free = 0, Claimed = 1, Offered = 2, Enlisted = 3;

    /// <summary>How long a worker stays awake for more work, in microseconds.</summary>
    internal const int AwakeMicroseconds = 50;

    /// <summary>How long a worker stays awake after a job: as long as the next step of a training may take to come.</summary>
    private static readonly long s_awakeTicks = Signal.Microseconds(AwakeMicroseconds);

    private static Worker[] s_all = [];
    private static int s_isGrowing;

    [ThreadStatic]
    private static bool t_isWorker;

    private readonly Signal _offers = new();
    private readonly Signal _starts = new();
    private PooledTeam? _team;
    private int _index;
    private int _state;
    private int _processor;

    private Worker(int number)
    {
        Thread thread = new(Work)
        {
            IsBackground = true,
            Name = "ModelGen worker " + number.ToString(CultureInfo.InvariantCulture),
        };

        // Nothing of the caller's context belongs to a thread that serves all.
        thread.UnsafeStart();
    }

    /// <summary>Whether the calling thread is one of them.</summary>
    public static bool IsThisThread => t_isWorker;

    /// <summary>Whether it will do its part of the job it was offered.</summary>
    public bool IsEnlisted => Volatile.Read(ref _state) == Enlisted;

    /// <summary>Where it was when it enlisted.</summary>
    public int Processor => _processor;

    /// <summary>Offers a job to workers that are free; starts new ones while there are fewer than the limit allows.</summary>
    /// <param name="team">Who will run the job.</param>
    /// <param name="offered">Receives the workers.</param>
    /// <param name="count">How many are wanted.</param>
    public static void Offer(PooledTeam team, List<Worker> offered, int count)
    {
        offered.EnsureCapacity(count);
        Grow(Math.Min(count, Workers.Limit - 1));
        foreach (Worker worker in s_all)
        {
            if (offered.Count == count) return;
            if (Interlocked.CompareExchange(ref worker._state, Claimed, Free) != Free) continue;
            worker._team = team;
            Volatile.Write(ref worker._state, Offered);
            worker._offers.Advance();
            offered.Add(worker);
        }
    }

    /// <summary>Takes the offer back.</summary>
    /// <returns>False if the worker has enlisted.</returns>
    public bool Withdraw() => Interlocked.CompareExchange(ref _state, Free, Offered) == Offered;

    /// <summary>Lets an enlisted worker do its part.</summary>
    public void Start(int index)
    {
        _index = index;
        _starts.Advance();
    }

    /// <summary>Sends an enlisted worker away.</summary>
    public void Dismiss() => Start(Dismissed);

    /// <summary>Makes the worker free for others, once its part is done.</summary>
    public void Release() => Volatile.Write(ref _state, Free);

    private static void Grow(int count)
    {
        // While another caller starts some, this one takes those that exist: it must not wait, where it could be interrupted.
        if (s_all.Length >= count || Interlocked.Exchange(ref s_isGrowing, 1) != 0) return;
        try
        {
            while (s_all.Length < count) s_all = [.. s_all, new Worker(s_all.Length + 1)];
        }
        finally
        {
            Volatile.Write(ref s_isGrowing, 0);
        }
    }

    /// <summary>An interrupt that the job has left pending would strike the next one, which is somebody else's.</summary>
    private void DropInterrupt()
    {
        try
        {
            lock (this) Monitor.Wait(this, 0);
        }
        catch (ThreadInterruptedException)
        {
        }
    }

    private void Work()
    {
        t_isWorker = true;
        Team.IsBusy = true;
        int offers = 0, starts = 0;
        while (true)
        {
            _offers.WaitWhile(offers, s_awakeTicks);
            offers = _offers.Value;
            _processor = Thread.GetCurrentProcessorId();
            if (Interlocked.CompareExchange(ref _state, Enlisted, Offered) != Offered) continue;
            _starts.WaitWhile(starts++, s_awakeTicks);
            if (_index == Dismissed)
            {
                Release();
                continue;
            }

            _team!.RunPart(_index);
            DropInterrupt();
        }
    }
}
