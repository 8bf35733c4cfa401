namespace ModelGen.Data;

/// <summary>Some samples of a <see cref="BatchLoader{TTarget}"/>. The spans are valid until the next batch is asked for.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
public readonly ref struct Batch<TTarget>
    where TTarget : unmanaged
{
    internal Batch(int index, int count, ReadOnlySpan<float> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<float> weights = default)
    {
        Index = index;
        Count = count;
        Inputs = inputs;
        Targets = targets;
        Weights = weights;
    }

    /// <summary>The position in the epoch, from 0.</summary>
    public int Index { get; }

    /// <summary>How many samples; the last batch of an epoch may have fewer.</summary>
    public int Count { get; }

    /// <summary>Where the first sample stands in a batch that several processes share; 0 if there is one.</summary>
    internal int First { get; init; }

    /// <summary>The samples of that whole batch.</summary>
    internal int Total
    {
        get => field == 0 ? Count : field;
        init;
    }

    /// <summary>Count · InputSize floats, sample after sample.</summary>
    public ReadOnlySpan<float> Inputs { get; }

    /// <summary>Count · TargetSize targets, sample after sample.</summary>
    public ReadOnlySpan<TTarget> Targets { get; }

    /// <summary>The weights of the samples; empty if the data have none.</summary>
    public ReadOnlySpan<float> Weights { get; }
}
