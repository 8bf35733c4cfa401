using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ModelGen.Mpi;

/// <summary>
/// Ranks that are threads of one process: for tests, and to see what a slow network costs. Each thread needs a model of its own.
/// </summary>
/// <example><code>
/// LocalRanks.Run(4, world =&gt; new LeNet5(seed: 1).Fit(training, options, new DataParallel(world)));
/// </code></example>
public static class LocalRanks
{
    /// <summary>Runs something on each rank, and waits for all of them.</summary>
    /// <param name="size">How many ranks; at least 1.</param>
    /// <param name="body">What each does.</param>
    /// <param name="link">How slow messages are; by default they take no time of their own.</param>
    /// <exception cref="RankFailedException">A rank has thrown; its exception is the inner one. The others are ended where they wait.
    /// </exception>
    public static void Run(int size, Action<Communicator> body, LinkSpeed? link = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentNullException.ThrowIfNull(body);
        Meeting meeting = new(size);
        Thread[] threads = new Thread[size];
        for (int rank = 0; rank < size; rank++)
        {
            LocalRank own = new(meeting, rank, link ?? default);
            threads[rank] = new Thread(() => Run(own, body, meeting)) { IsBackground = true, Name = $"ModelGen rank {rank}" };
            threads[rank].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        meeting.ThrowIfFailed();
    }

    private static void Run(LocalRank rank, Action<Communicator> body, Meeting meeting)
    {
        try
        {
            body(rank);
            meeting.Leave(rank.Rank);
        }
        catch (Exception problem)
        {
            meeting.Fail($"Rank {rank.Rank} of {rank.Size} has failed: {problem.Message}", problem);
        }
    }
}

/// <summary>How long a message takes on a link: latency and bytes / bandwidth.</summary>
/// <param name="Latency">Of each message.</param>
/// <param name="BytesPerSecond">The bandwidth; 0 for no limit.</param>
public readonly record struct LinkSpeed(TimeSpan Latency, double BytesPerSecond)
{
    /// <summary>How long a message of so many bytes takes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The time.</returns>
    public TimeSpan TimeOf(long bytes) =>
        Latency + (BytesPerSecond > 0 ? TimeSpan.FromSeconds(bytes / BytesPerSecond) : TimeSpan.Zero);
}

/// <summary>Where threads meet: each lays something down, all look at it, and nobody takes it away before the last has.</summary>
internal sealed class Meeting(int size)
{
    private readonly object _gate = new();
    private readonly byte[][] _laid = [.. Enumerable.Repeat(Array.Empty<byte>(), size)];
    private int _arrived;
    private long _round;
    private int _left = -1;
    private RankFailedException? _failure;

    public int Size => size;

    /// <summary>What a rank has laid down.</summary>
    public byte[] this[int rank] => _laid[rank];

    public void Lay(int rank, ReadOnlySpan<byte> content)
    {
        if (_laid[rank].Length < content.Length)
            _laid[rank] = new byte[content.Length];
        content.CopyTo(_laid[rank]);
    }

    /// <summary>Waits for all ranks.</summary>
    public void Wait(int rank, TimeSpan timeout)
    {
        lock (_gate)
        {
            ThrowIfFailed();
            ThrowIfLeft(rank);
            long round = _round;
            if (++_arrived == size)
            {
                _arrived = 0;
                _round++;
                Monitor.PulseAll(_gate);
                return;
            }

            long end = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : Environment.TickCount64 + (long)timeout.TotalMilliseconds;
            while (round == _round)
            {
                Monitor.Wait(_gate, 100);
                if (round != _round)
                    return;
                ThrowIfFailed();
                ThrowIfLeft(rank);
                if (Environment.TickCount64 > end)
                    Fail($"Rank {rank} of {size} has waited {timeout.TotalSeconds} s for the others: one of them hangs.", null);
                ThrowIfFailed();
            }
        }
    }

    public void Leave(int rank)
    {
        lock (_gate)
        {
            _left = rank;
            Monitor.PulseAll(_gate);
        }
    }

    public void Fail(string reason, Exception? problem)
    {
        lock (_gate)
        {
            // The first one is the cause; the others have only waited for it.
            _failure ??= new RankFailedException(reason, problem is RankFailedException ? null : problem);
            Monitor.PulseAll(_gate);
        }
    }

    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
            throw new RankFailedException(failure.Message, failure.InnerException);
    }

    private void ThrowIfLeft(int rank)
    {
        if (_left < 0)
            return;
        Fail($"Rank {_left} of {size} has ended while rank {rank} waits for it.", null);
        ThrowIfFailed();
    }
}

/// <summary>One of the threads.</summary>
internal sealed class LocalRank(Meeting meeting, int rank, LinkSpeed link) : Communicator
{
    public override int Rank => rank;

    public override int Size => meeting.Size;

    internal override int LocalSize => Size;

    public override string Library => "threads";

    public override void Sum(Span<float> values)
    {
        meeting.Lay(rank, MemoryMarshal.AsBytes(values));
        Travel(2L * values.Length * sizeof(float));
        for (int other = 0; other < Size; other++)
        {
            ReadOnlySpan<float> of = MemoryMarshal.Cast<byte, float>(meeting[other].AsSpan(0, values.Length * sizeof(float)));
            if (other == 0) of.CopyTo(values);
            else Vectors.Add(values, of);
        }

        meeting.Wait(rank, Timeout);
    }

    public override void Sum(Span<double> values)
    {
        meeting.Lay(rank, MemoryMarshal.AsBytes(values));
        Travel(2L * values.Length * sizeof(double));
        values.Clear();
        for (int other = 0; other < Size; other++)
        {
            ReadOnlySpan<double> of = MemoryMarshal.Cast<byte, double>(meeting[other].AsSpan(0, values.Length * sizeof(double)));
            for (int i = 0; i < values.Length; i++)
                values[i] += of[i];
        }

        meeting.Wait(rank, Timeout);
    }

    public override void Broadcast(Span<byte> values)
    {
        if (rank == 0) meeting.Lay(0, values);
        Travel(values.Length);
        if (rank > 0) meeting[0].AsSpan(0, values.Length).CopyTo(values);
        meeting.Wait(rank, Timeout);
    }

    public override void Gather(ReadOnlySpan<byte> own, Span<byte> all, ReadOnlySpan<int> lengths)
    {
        CheckGather(own.Length, all.Length, lengths);
        meeting.Lay(rank, own);
        Travel(all.Length);
        int start = 0;
        for (int other = 0; other < Size; other++)
        {
            meeting[other].AsSpan(0, lengths[other]).CopyTo(all[start..]);
            start += lengths[other];
        }

        meeting.Wait(rank, Timeout);
    }

    public override void Exchange(
        ReadOnlySpan<float> sent, ReadOnlySpan<int> sentLengths, Span<float> received, ReadOnlySpan<int> receivedLengths)
    {
        CheckExchange(sent.Length, sentLengths, received.Length, receivedLengths);

        // Before the floats, where those for each rank begin.
        int[] starts = new int[Size];
        for (int other = 1; other < Size; other++)
            starts[other] = starts[other - 1] + sentLengths[other - 1];
        byte[] content = [.. MemoryMarshal.AsBytes<int>(starts), .. MemoryMarshal.AsBytes(sent)];
        meeting.Lay(rank, content);
        Travel(sent.Length * (long)sizeof(float));
        int end = 0;
        for (int other = 0; other < Size; other++)
        {
            int start = MemoryMarshal.Cast<byte, int>(meeting[other])[rank];
            MemoryMarshal.Cast<byte, float>(meeting[other].AsSpan(Size * sizeof(int)))
                .Slice(start, receivedLengths[other])
                .CopyTo(received[end..]);
            end += receivedLengths[other];
        }

        meeting.Wait(rank, Timeout);
    }

    [DoesNotReturn]
    public override void Abort(string reason, int code = 1)
    {
        meeting.Fail(reason, null);
        meeting.ThrowIfFailed();
        throw new RankFailedException(reason);
    }

    // Each rank gives one message to its neighbours, all at the same time.
    private void Travel(long bytes)
    {
        meeting.Wait(rank, Timeout);
        TimeSpan time = link.TimeOf(bytes);
        if (time > TimeSpan.Zero) Thread.Sleep(time);
    }
}
