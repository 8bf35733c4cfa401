namespace ModelGen.Data;

/// <summary>
/// Hands out samples in batches, epoch by epoch: those of a <see cref="Dataset{TTarget}"/> (<see cref="BatchLoader{TTarget}"/>) or of a
/// <see cref="SampleStream{TTarget}"/> (<see cref="StreamLoader{TTarget}"/>). One source serves one loop at a time.
/// </summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public abstract class BatchSource<TTarget>
    where TTarget : unmanaged
{
    private protected BatchSource()
    {
    }

    /// <summary>How many samples a batch has, except perhaps the last one of an epoch.</summary>
    public abstract int BatchSize { get; }

    /// <summary>How many batches an epoch has.</summary>
    public abstract int BatchCount { get; }

    /// <summary>How many floats one sample has.</summary>
    public abstract int InputSize { get; }

    /// <summary>How many targets one sample has.</summary>
    public abstract int TargetSize { get; }

    /// <summary>All samples of an epoch, in batches.</summary>
    /// <param name="epoch">The number of the epoch, from 0: it chooses the order.</param>
    /// <returns>An enumerator for <c>foreach</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    public BatchEnumerator<TTarget> Epoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Begin(epoch);
        return new BatchEnumerator<TTarget>(this);
    }

    /// <summary>Begins an epoch.</summary>
    internal abstract void Begin(int epoch);

    /// <summary>The next batch; called with 0, 1, … up to <see cref="BatchCount"/> − 1.</summary>
    internal abstract Batch<TTarget> Load(int index);

    /// <summary>Ends an epoch, perhaps before its last batch.</summary>
    internal virtual void End()
    {
    }
}
