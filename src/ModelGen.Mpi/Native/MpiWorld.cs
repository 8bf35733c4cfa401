using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace ModelGen.Mpi.Native;

/// <summary>
/// All processes that <c>mpirun</c> has started. Every exchange is started and then asked for until it is done: neither library makes
/// progress of its own, a thread that waits within MPICH keeps its core, and so we see who leaves meanwhile.
/// </summary>
internal sealed unsafe class MpiWorld : Communicator
{
    private const int ThreadsSerialized = 2;
    private const int LeavingTag = 7;

    /// <summary>How often an exchange is asked for before the core is offered to others.</summary>
    private const int Eager = 20;

    /// <summary>
    /// With more ranks there are many short messages, and libraries know better. Shorter vectors are better sent as a whole, too.
    /// </summary>
    private const int MostSlices = 8, LeastSlice = 1 << 12;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly MpiLibrary _mpi;
    private readonly nint _control; // for messages that are not part of a training
    private readonly object _gate = new();
    private readonly Dictionary<int, SlicePlan> _plans = []; // by the length of a vector
    private float[] _received = [];
    private int _inside;
    private int _over; // 1 when nothing is exchanged any more

    private MpiWorld(MpiLibrary mpi, Launcher launcher)
    {
        _mpi = mpi;
        byte[][] handlers = SignalHandlers.Handlers();
        int provided = 0;
        Check(mpi.InitThread(null, null, ThreadsSerialized, &provided), "MPI_Init_thread");
        SignalHandlers.GiveBack(handlers);
        int rank, size;
        Check(mpi.Rank(mpi.World, &rank), "MPI_Comm_rank");
        Check(mpi.Size(mpi.World, &size), "MPI_Comm_size");
        (Rank, Size, LocalSize) = (rank, size, launcher.LocalSize);
        try
        {
            launcher.Check(mpi.Kind, rank, size);
            if (provided < ThreadsSerialized)
            {
                throw new MpiException(
                    $"{mpi.Version} lets only one thread call it (level {provided}); MPI_THREAD_SERIALIZED is needed. It was built without "
                        + $"threads: Debian's {mpi.Kind.Package} was built with them.");
            }
        }
        catch (MpiException)
        {
            mpi.Finalize();
            throw;
        }

        nint control;
        Check(mpi.Duplicate(mpi.World, &control), "MPI_Comm_dup");
        _control = control;
        AppDomain.CurrentDomain.UnhandledException += (_, problem) => End($"{problem.ExceptionObject}", 1);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Leaving();
    }

    public override int Rank { get; }

    public override int Size { get; }

    internal override int LocalSize { get; }

    public override string Library => _mpi.Version;

    /// <summary>Joins the processes that were started with this one.</summary>
    /// <exception cref="MpiException">The library is missing or does not fit.</exception>
    public static MpiWorld Join(Launcher launcher) => new(MpiLibrary.Load(launcher.Kind!), launcher);

    public override void Sum(Span<float> values)
    {
        fixed (float* buffer = values)
        {
            if (Size is > 1 and <= MostSlices && values.Length >= LeastSlice * Size)
                SumSlices(buffer, values.Length);
            else
                Sum(buffer, values.Length, _mpi.Float);
        }
    }

    public override void Sum(Span<double> values)
    {
        fixed (double* buffer = values)
            Sum(buffer, values.Length, _mpi.Double);
    }

    public override void Broadcast(Span<byte> values)
    {
        nint request = 0;
        fixed (byte* buffer = values)
        {
            lock (_gate)
                Check(_mpi.StartBroadcast(buffer, values.Length, _mpi.Byte, 0, _mpi.World, &request), "MPI_Ibcast");
            Complete(&request);
        }
    }

    public override void Gather(ReadOnlySpan<byte> own, Span<byte> all, ReadOnlySpan<int> lengths)
    {
        CheckGather(own.Length, all.Length, lengths);
        fixed (byte* from = own, to = all)
            Gather(from, own.Length, to, lengths, Starts(lengths), _mpi.Byte);
    }

    public override void Exchange(
        ReadOnlySpan<float> sent, ReadOnlySpan<int> sentLengths, Span<float> received, ReadOnlySpan<int> receivedLengths)
    {
        CheckExchange(sent.Length, sentLengths, received.Length, receivedLengths);
        fixed (float* from = sent, to = received)
            Exchange(from, sentLengths, Starts(sentLengths), to, receivedLengths, Starts(receivedLengths));
    }

    [DoesNotReturn]
    public override void Abort(string reason, int code = 1)
    {
        End(reason, code);
        throw new RankFailedException(reason);
    }

    internal override void Enter() => Interlocked.Increment(ref _inside);

    internal override void Leave() => Interlocked.Decrement(ref _inside);

    private void Sum(void* buffer, int length, nint type)
    {
        if (length == 0)
            return;
        nint request = 0;
        lock (_gate)
            Check(_mpi.StartSum(_mpi.Kind.InPlace, buffer, length, type, _mpi.OpSum, _mpi.World, &request), "MPI_Iallreduce");
        Complete(&request);
    }

    /// <summary>Adds up a long vector in slices: libraries send it to one rank and back where ranks are few.</summary>
    private void SumSlices(float* values, int length)
    {
        if (!_plans.TryGetValue(length, out SlicePlan? plan))
            _plans.Add(length, plan = new SlicePlan(Rank, Size, length));
        if (_received.Length < plan.Room)
            _received = GC.AllocateUninitializedArray<float>(plan.Room);
        fixed (float* received = _received)
            Exchange(values, plan.Sent, plan.Starts, received, plan.Received, plan.Places);
        plan.Add(new Span<float>(values + plan.Starts[Rank], plan.Lengths[Rank]), _received);
        Gather((void*)_mpi.Kind.InPlace, 0, values, plan.Lengths, plan.Starts, _mpi.Float);
    }

    private void Gather(void* own, int length, void* all, ReadOnlySpan<int> lengths, ReadOnlySpan<int> starts, nint type)
    {
        nint request = 0;
        fixed (int* counts = lengths, places = starts)
        {
            lock (_gate)
                Check(_mpi.StartGather(own, length, type, all, counts, places, type, _mpi.World, &request), "MPI_Iallgatherv");
            Complete(&request);
        }
    }

    private void Exchange(
        float* sent,
        ReadOnlySpan<int> sentLengths,
        ReadOnlySpan<int> sentStarts,
        float* received,
        ReadOnlySpan<int> receivedLengths,
        ReadOnlySpan<int> receivedStarts)
    {
        nint request = 0, type = _mpi.Float;
        fixed (int* sentCounts = sentLengths, sentPlaces = sentStarts, receivedCounts = receivedLengths, receivedPlaces = receivedStarts)
        {
            lock (_gate)
            {
                Check(
                    _mpi.StartExchange(
                        sent, sentCounts, sentPlaces, type, received, receivedCounts, receivedPlaces, type, _mpi.World, &request),
                    "MPI_Ialltoallv");
            }

            Complete(&request);
        }
    }

    private void Complete(nint* request)
    {
        long start = 0;
        for (long tries = 0; ; tries++)
        {
            int done = 0;
            lock (_gate)
                Check(_mpi.Test(request, &done, (void*)_mpi.Kind.StatusIgnore), "MPI_Test");
            if (done != 0)
                return;
            if (tries < Eager)
                continue;
            Thread.Yield();
            if (tries % 1024 != 0)
                continue;
            if (start == 0)
                start = Stopwatch.GetTimestamp();
            TimeSpan waited = Stopwatch.GetElapsedTime(start);
            if (waited > Patience)
                LookAround(waited);
        }
    }

    // Whoever leaves says so: a rank that waits for one that has left would wait for ever.
    private void LookAround(TimeSpan waited)
    {
        for (int other = 0; other < Size; other++)
        {
            int found = 0;
            lock (_gate)
                Check(_mpi.Probe(other, LeavingTag, _control, &found, (void*)_mpi.Kind.StatusIgnore), "MPI_Iprobe");
            if (found != 0)
                End($"rank {other} has ended while this one waits for it", 1);
        }

        if (Timeout != System.Threading.Timeout.InfiniteTimeSpan && waited > Timeout)
            End($"it has waited {Timeout.TotalSeconds} s for the others: one of them hangs", 1);
    }

    /// <summary>Ends all processes, with a message.</summary>
    private void End(string reason, int code)
    {
        if (Interlocked.Exchange(ref _over, 1) != 0)
            return;
        Console.Error.WriteLine($"Rank {Rank} of {Size} ends all: {reason}");
        Console.Error.Flush();

        // Launchers keep eight bits, and take 0 for success; from 126 on shells mean something else.
        int given = code is >= 1 and <= 125 ? code : 1;
        _mpi.AbortAll(_mpi.World, given);
        Environment.FailFast("MPI_Abort has returned.");
    }

    /// <summary>The process ends. Launchers do not tell success from an end in the middle, so it is told here.</summary>
    private void Leaving()
    {
        if (Volatile.Read(ref _over) != 0)
            return;
        if (Environment.ExitCode != 0)
            End($"its program has ended with exit code {Environment.ExitCode}", Environment.ExitCode);
        if (Volatile.Read(ref _inside) > 0)
            End("its program has ended in the middle of a training", 1);
        nint[] requests = new nint[Size + 1];
        byte* empty = stackalloc byte[1];
        fixed (nint* first = requests)
        {
            for (int other = 0; other < Size; other++)
            {
                if (other == Rank)
                    continue;
                lock (_gate)
                    Check(_mpi.StartSend(empty, 0, _mpi.Byte, other, LeavingTag, _control, first + other), "MPI_Isend");
            }

            lock (_gate)
                Check(_mpi.StartBarrier(_control, first + Size), "MPI_Ibarrier");

            // The first may take long over what it does behind the training: the others wait, and leave it the cores.
            while (true)
            {
                int done = 0;
                lock (_gate)
                    Check(_mpi.Test(first + Size, &done, (void*)_mpi.Kind.StatusIgnore), "MPI_Test");
                if (done != 0)
                    break;
                Thread.Sleep(1);
            }

            for (int other = 0; other < Size; other++)
            {
                if (other == Rank)
                    continue;
                lock (_gate)
                {
                    byte* status = (byte*)_mpi.Kind.StatusIgnore;
                    Check(_mpi.Receive(empty, 0, _mpi.Byte, other, LeavingTag, _control, status), "MPI_Recv");
                }

                Complete(first + other);
            }
        }

        if (Interlocked.Exchange(ref _over, 1) == 0)
            _mpi.Finalize();
    }

    private static int[] Starts(ReadOnlySpan<int> lengths)
    {
        int[] starts = new int[lengths.Length];
        for (int i = 1; i < starts.Length; i++)
            starts[i] = checked(starts[i - 1] + lengths[i - 1]);
        return starts;
    }

    private static void Check(int error, string function)
    {
        if (error != 0)
            throw new MpiException($"{function} has failed with error {error}.");
    }
}
