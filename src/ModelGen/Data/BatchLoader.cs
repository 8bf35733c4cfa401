using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// Hands out a dataset in batches, epoch by epoch, each in an order of its own that depends on the seed and the number of
/// the epoch only. The buffers are allocated once; an epoch allocates nothing. One loader serves one loop at a time.
/// </summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
/// <example><code>foreach (Batch&lt;int&gt; batch in loader.Epoch(0)) model.TrainStep(batch.Inputs, batch.Targets);</code></example>
public sealed class BatchLoader<TTarget>
    where TTarget : unmanaged
{
    private readonly RandomStream _random;
    private readonly int[] _order;
    private readonly float[] _inputs;
    private readonly TTarget[] _targets;

    /// <summary>Prepares the batches of a dataset.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">How many samples a batch has; the last one of an epoch has the rest.</param>
    /// <param name="seed">The same seed gives the same orders on every machine.</param>
    /// <param name="shuffle">False to keep the order of the dataset; then nothing is copied either.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    public BatchLoader(Dataset<TTarget> data, int batchSize, int seed = 0, bool shuffle = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Data = data;
        BatchSize = batchSize;
        BatchCount = (int)(((long)data.Count + batchSize - 1) / batchSize);
        Shuffled = shuffle;
        _random = new RandomStream(seed, RandomStreams.Shuffle);
        int rows = shuffle ? Math.Min(batchSize, data.Count) : 0;
        _order = shuffle ? new int[data.Count] : [];
        _inputs = new float[rows * data.InputSize];
        _targets = new TTarget[rows * data.TargetSize];
    }

    /// <summary>The samples.</summary>
    public Dataset<TTarget> Data { get; }

    /// <summary>How many samples a batch has, except perhaps the last one of an epoch.</summary>
    public int BatchSize { get; }

    /// <summary>How many batches an epoch has.</summary>
    public int BatchCount { get; }

    /// <summary>Whether each epoch has a random order.</summary>
    public bool Shuffled { get; }

    /// <summary>All samples once, in batches.</summary>
    /// <param name="epoch">The number of the epoch, from 0: it chooses the order.</param>
    /// <returns>An enumerator for <c>foreach</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is negative.</exception>
    public BatchEnumerator<TTarget> Epoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        if (Shuffled)
        {
            for (int i = 0; i < _order.Length; i++)
                _order[i] = i;
            _random.Restart(RandomStreams.Shuffle + (uint)epoch);
            _random.Shuffle(_order.AsSpan());
        }

        return new BatchEnumerator<TTarget>(this);
    }

    internal Batch<TTarget> Load(int index)
    {
        int start = index * BatchSize;
        int count = Math.Min(BatchSize, Data.Count - start);
        int inputs = count * Data.InputSize, targets = count * Data.TargetSize;
        if (!Shuffled)
            return new Batch<TTarget>(index, count, Data.Inputs.Slice(start * Data.InputSize, inputs), Data.Targets.Slice(start * Data.TargetSize, targets));
        Data.CopyRows(_order.AsSpan(start, count), _inputs, _targets);
        return new Batch<TTarget>(index, count, _inputs.AsSpan(0, inputs), _targets.AsSpan(0, targets));
    }
}
