namespace ModelGen.Data;

/// <summary>Walks the batches of one epoch; made by <see cref="BatchLoader{TTarget}.Epoch"/>.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public ref struct BatchEnumerator<TTarget>
    where TTarget : unmanaged
{
    private readonly BatchLoader<TTarget> _loader;
    private int _next;

    internal BatchEnumerator(BatchLoader<TTarget> loader) => _loader = loader;

    /// <summary>The batch at hand.</summary>
    public Batch<TTarget> Current { get; private set; }

    /// <summary>Goes to the next batch.</summary>
    /// <returns>False when the epoch is over.</returns>
    public bool MoveNext()
    {
        if (_next >= _loader.BatchCount)
            return false;
        Current = _loader.Load(_next++);
        return true;
    }

    /// <summary>Itself, so that <c>foreach</c> works.</summary>
    /// <returns>This enumerator.</returns>
    public readonly BatchEnumerator<TTarget> GetEnumerator() => this;
}
