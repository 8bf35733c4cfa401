namespace ModelGen.Data;

/// <summary>Walks the batches of one epoch; made by <see cref="BatchSource{TTarget}.Epoch"/>.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public ref struct BatchEnumerator<TTarget>
    where TTarget : unmanaged
{
    private readonly BatchSource<TTarget> _source;
    private int _next;

    internal BatchEnumerator(BatchSource<TTarget> source) => _source = source;

    /// <summary>The batch at hand.</summary>
    public Batch<TTarget> Current { get; private set; }

    /// <summary>Goes to the next batch.</summary>
    /// <returns>False when the epoch is over.</returns>
    public bool MoveNext()
    {
        if (_next >= _source.BatchCount)
            return false;
        Current = _source.Load(_next++);
        return true;
    }

    /// <summary>Ends the epoch, also in the middle; <c>foreach</c> calls it.</summary>
    public readonly void Dispose() => _source.End();

    /// <summary>Itself, so that <c>foreach</c> works.</summary>
    /// <returns>This enumerator.</returns>
    public readonly BatchEnumerator<TTarget> GetEnumerator() => this;
}
