namespace ModelGen.Mpi.Native;

/// <summary>
/// How a long vector is added up: each rank adds up a slice of it, in the order of ranks, and gives the sum to the others. All send at the
/// same time, each byte twice, less what a rank has itself.
/// </summary>
/// <remarks>
/// Thakur, Rabenseifner, Gropp: Optimization of collective communication operations in MPICH, 2005; here with direct messages, since few
/// ranks do this.
/// </remarks>
internal sealed class SlicePlan
{
    private readonly int _rank;

    /// <param name="rank">This rank.</param>
    /// <param name="size">How many there are.</param>
    /// <param name="length">The numbers of the vector.</param>
    public SlicePlan(int rank, int size, int length)
    {
        _rank = rank;
        Starts = [.. Enumerable.Range(0, size).Select(StartOf)];
        Lengths = [.. Enumerable.Range(0, size).Select(other => StartOf(other + 1) - StartOf(other))];
        Sent = [.. Lengths.Select((slice, other) => other == rank ? 0 : slice)];
        Received = [.. Lengths.Select((_, other) => other == rank ? 0 : Lengths[rank])];
        Places = [.. Lengths.Select((_, other) => Lengths[rank] * (other < rank ? other : other - 1))];
        Places[rank] = 0;

        int StartOf(int other) => (int)((long)length * other / size);
    }

    /// <summary>Where the slice of each rank begins.</summary>
    public int[] Starts { get; }

    /// <summary>How long it is.</summary>
    public int[] Lengths { get; }

    /// <summary>How much of it is sent to its rank.</summary>
    public int[] Sent { get; }

    /// <summary>How much of this rank's slice each of the others sends.</summary>
    public int[] Received { get; }

    /// <summary>Where that is put.</summary>
    public int[] Places { get; }

    /// <summary>How many numbers this rank receives.</summary>
    public int Room => Lengths[_rank] * (Lengths.Length - 1);

    /// <summary>Adds up this rank's slice.</summary>
    /// <param name="own">What this rank has of it; receives the sum.</param>
    /// <param name="others">What the others have sent.</param>
    public void Add(Span<float> own, Span<float> others)
    {
        int length = own.Length;

        // The sum of those before this rank, then its own, then those behind it: the same order on every rank.
        for (int before = 1; before < _rank; before++)
            Vectors.Add(others[..length], others.Slice(before * length, length));
        if (_rank > 0)
            Vectors.Add(own, others[..length]);
        for (int behind = _rank; behind < Lengths.Length - 1; behind++)
            Vectors.Add(own, others.Slice(behind * length, length));
    }
}
