using System.Diagnostics.CodeAnalysis;

namespace ModelGen.Mpi;

/// <summary>
/// Processes that exchange numbers: those that <c>mpirun</c> has started (<see cref="Mpi.World"/>), or threads that stand for them
/// (<see cref="LocalRanks"/>). All ranks call the same methods in the same order, with equally long spans; each call waits for the others.
/// </summary>
public abstract class Communicator
{
    /// <summary>Made by <see cref="Mpi"/> and <see cref="LocalRanks"/>.</summary>
    private protected Communicator()
    {
    }

    /// <summary>Which rank this one is, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many ranks there are.</summary>
    public abstract int Size { get; }

    /// <summary>How many of them share this machine.</summary>
    internal abstract int LocalSize { get; }

    /// <summary>Which library carries the messages, with its version.</summary>
    public abstract string Library { get; }

    /// <summary>How long a call waits for the other ranks before all are ended; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>
    /// for ever. Ten minutes to begin with: a rank that hangs is no rank that is slow.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Adds up the numbers of all ranks. Equal bits on all ranks; which bits, the library decides.</summary>
    /// <param name="values">This rank's numbers; receives the sums.</param>
    public abstract void Sum(Span<float> values);

    /// <inheritdoc cref="Sum(Span{float})"/>
    public abstract void Sum(Span<double> values);

    /// <summary>Gives all ranks what the first has.</summary>
    /// <param name="values">Of rank 0: what is sent; of the others: receives it.</param>
    public abstract void Broadcast(Span<byte> values);

    /// <summary>Gives all ranks what each has.</summary>
    /// <param name="own">What this rank has.</param>
    /// <param name="all">Receives what all have, in the order of ranks.</param>
    /// <param name="lengths">How many bytes each rank has.</param>
    public abstract void Gather(ReadOnlySpan<byte> own, Span<byte> all, ReadOnlySpan<int> lengths);

    /// <summary>Sends something else to each rank.</summary>
    /// <param name="sent">What is sent, in the order of ranks.</param>
    /// <param name="sentLengths">How many floats each rank is sent.</param>
    /// <param name="received">Receives what each rank sends to this one, in the order of ranks.</param>
    /// <param name="receivedLengths">How many floats each rank sends.</param>
    public abstract void Exchange(
        ReadOnlySpan<float> sent, ReadOnlySpan<int> sentLengths, Span<float> received, ReadOnlySpan<int> receivedLengths);

    /// <summary>
    /// Ends all ranks: over MPI their processes, with an exit code from 1 to 125. Of threads, it makes every call that waits throw.
    /// </summary>
    /// <param name="reason">What is wrong, for the user.</param>
    /// <param name="code">The exit code; others than 1 to 125 become 1.</param>
    /// <exception cref="RankFailedException">Always, where it does not end the process.</exception>
    [DoesNotReturn]
    public abstract void Abort(string reason, int code = 1);

    /// <summary>A training begins: a process that leaves before it ends has failed.</summary>
    internal virtual void Enter()
    {
    }

    /// <summary>A training has ended.</summary>
    internal virtual void Leave()
    {
    }

    /// <summary>Checks lengths before anything is sent.</summary>
    private protected void CheckGather(int own, int all, ReadOnlySpan<int> lengths)
    {
        if (lengths.Length != Size)
            throw new ArgumentException($"There are {lengths.Length} lengths; {Size} ranks need one each.", nameof(lengths));
        if (lengths[Rank] != own)
            throw new ArgumentException($"This rank has {own} bytes; its length says {lengths[Rank]}.", nameof(lengths));
        long sum = 0;
        foreach (int length in lengths)
            sum += length;
        if (sum != all)
            throw new ArgumentException($"There is room for {all} bytes; all ranks have {sum}.", nameof(all));
    }

    /// <summary>Checks lengths before anything is sent.</summary>
    private protected void CheckExchange(int sent, ReadOnlySpan<int> sentLengths, int received, ReadOnlySpan<int> receivedLengths)
    {
        if (sentLengths.Length != Size || receivedLengths.Length != Size)
            throw new ArgumentException($"Each of the {Size} ranks needs a length that is sent and one that is received.");
        if (Total(sentLengths) != sent)
            throw new ArgumentException($"{sent} floats are given to be sent; the lengths say {Total(sentLengths)}.", nameof(sentLengths));
        if (Total(receivedLengths) != received)
        {
            throw new ArgumentException(
                $"There is room for {received} floats; the lengths say {Total(receivedLengths)}.", nameof(receivedLengths));
        }
    }

    private protected static long Total(ReadOnlySpan<int> lengths)
    {
        long sum = 0;
        foreach (int length in lengths)
            sum += length;
        return sum;
    }
}
