using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// Hands out a dataset in batches, epoch by epoch, each in an order of its own that depends on the seed and the number of
/// the epoch only. Bytes become floats here, images are changed at random if that is wanted, and standardised last. The buffers
/// are allocated once; an epoch allocates nothing. One loader serves one loop at a time.
/// </summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
/// <example><code>foreach (Batch&lt;int&gt; batch in loader.Epoch(0)) model.TrainStep(batch.Inputs, batch.Targets);</code></example>
public sealed class BatchLoader<TTarget> : BatchSource<TTarget>
    where TTarget : unmanaged
{
    // Operations for one number of a sample: to copy it, and to pass it through one augmentation. Only the decision to share the
    // work among threads depends on it.
    private const int CopyWork = 4, AugmentationWork = 40;

    private readonly RandomStream _random;
    private readonly int _seed;
    private readonly Augmentation[] _augmentations;
    private readonly WeightedSampling? _sampling;
    private readonly ImageShape _shape;
    private readonly int[] _order;
    private readonly float[] _inputs;
    private readonly float[] _scratch;
    private readonly TTarget[] _targets;
    private readonly float[] _weights;
    private int _epoch;

    /// <summary>Prepares the batches of a dataset.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">How many samples a batch has; the last one of an epoch has the rest.</param>
    /// <param name="seed">The same seed gives the same orders on every machine.</param>
    /// <param name="shuffle">False to keep the order of the dataset.</param>
    /// <param name="augmentations">Random changes of the images, at most 256, applied in this order before the images are
    /// standardised; by default none. What is drawn depends on seed, epoch and the position in the dataset only.</param>
    /// <param name="sampling">Draws the samples of each epoch by weights, instead of each once; <paramref name="shuffle"/> then does not
    /// matter.</param>
    /// <param name="dropLast">Whether to leave out the samples at the end of an epoch that do not fill a batch.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">There are too many augmentations, one is null, the samples are no images, or the sampling is for
    /// another number of samples.</exception>
    public BatchLoader(
        Dataset<TTarget> data,
        int batchSize,
        int seed = 0,
        bool shuffle = true,
        IReadOnlyList<Augmentation>? augmentations = null,
        WeightedSampling? sampling = null,
        bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Data = data;
        BatchSize = batchSize;
        BatchCount = (int)(((long)data.Count + (dropLast ? 0 : batchSize - 1)) / batchSize);
        if (sampling is not null && sampling.Count != data.Count)
            throw new ArgumentException($"The sampling is for {sampling.Count} samples; the dataset has {data.Count}.", nameof(sampling));
        _sampling = sampling;
        Shuffled = shuffle || sampling is not null;
        _seed = seed;
        _random = new RandomStream(seed, RandomStreams.Shuffle);
        _augmentations = [.. augmentations ?? []];
        _shape = CheckedShape(data, _augmentations);
        int rows = IsDirect ? 0 : Math.Min(batchSize, data.Count);
        _order = IsDirect ? [] : [.. Enumerable.Range(0, data.Count)];
        _inputs = new float[checked(rows * data.InputSize)];
        _scratch = new float[_augmentations.Length > 0 ? _inputs.Length : 0];
        _targets = new TTarget[rows * data.TargetSize];
        _weights = new float[data.Weights.IsEmpty ? 0 : rows];
    }

    /// <summary>The samples.</summary>
    public Dataset<TTarget> Data { get; }

    /// <summary>How many samples a batch has, except perhaps the last one of an epoch, unless that is left out.</summary>
    public override int BatchSize { get; }

    /// <summary>How many batches an epoch has.</summary>
    public override int BatchCount { get; }

    /// <inheritdoc/>
    public override int InputSize => Data.InputSize;

    /// <inheritdoc/>
    public override int TargetSize => Data.TargetSize;

    /// <summary>Whether each epoch has a random order.</summary>
    public bool Shuffled { get; }

    /// <summary>The random changes of the images, in the order in which they are applied.</summary>
    public IReadOnlyList<Augmentation> Augmentations => _augmentations;

    /// <summary>The most threads that load one batch; at least 1. The batches are the same bits with any number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1.</exception>
    public int Threads
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>Which samples of a batch are loaded, where several processes share it: of so many, the first one and how many.</summary>
    internal Func<int, (int First, int Count)>? Part { get; init; }

    // Then batches are pieces of the dataset's own memory.
    private bool IsDirect => !Shuffled && _augmentations.Length == 0 && Data.LieReady;

    internal override void Begin(int epoch)
    {
        _epoch = epoch;
        if (Shuffled)
        {
            _random.Restart(RandomStreams.Shuffle + (uint)epoch);
            Arrange();
        }
    }

    internal override Batch<TTarget> Load(int index)
    {
        int start = index * BatchSize;
        int total = Math.Min(BatchSize, Data.Count - start);
        (int first, int count) = Part?.Invoke(total) ?? (0, total);
        start += first;
        int inputs = count * Data.InputSize, targets = count * Data.TargetSize;
        if (IsDirect)
            return new Batch<TTarget>(
                index,
                count,
                Data.Inputs.Slice(start * Data.InputSize, inputs),
                Data.Targets.Slice(start * Data.TargetSize, targets),
                Data.Weights.IsEmpty ? default : Data.Weights.Slice(start, count))
            { First = first, Total = total };

        ReadOnlySpan<int> indices = _order.AsSpan(start, count);
        RowsJob<TTarget> job = new(Data, _shape, _augmentations, _seed, _epoch) { Indices = indices, Inputs = _inputs, Scratch = _scratch };
        if (count > 0) Workers.Run(ref job, Threads, (long)inputs * (CopyWork + (AugmentationWork * _augmentations.Length)));
        for (int row = 0; row < count; row++)
            Data.Targets.Slice(indices[row] * Data.TargetSize, Data.TargetSize).CopyTo(_targets.AsSpan(row * Data.TargetSize));
        if (_weights.Length == 0)
        {
            return new Batch<TTarget>(index, count, _inputs.AsSpan(0, inputs), _targets.AsSpan(0, targets))
            {
                First = first,
                Total = total,
            };
        }

        for (int row = 0; row < count; row++)
            _weights[row] = Data.Weights[indices[row]];
        return new Batch<TTarget>(index, count, _inputs.AsSpan(0, inputs), _targets.AsSpan(0, targets), _weights.AsSpan(0, count))
        {
            First = first,
            Total = total,
        };
    }

    // The order of the epoch.
    private void Arrange()
    {
        if (_sampling is not null)
        {
            _sampling.Draw(_random, _order);
            return;
        }

        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        _random.Shuffle(_order.AsSpan());
    }

    private static ImageShape CheckedShape(Dataset<TTarget> data, Augmentation[] augmentations)
    {
        const int Most = byte.MaxValue + 1;
        if (augmentations.Length == 0)
            return default;
        if (augmentations.Length > Most)
            throw new ArgumentException(
                $"{augmentations.Length} augmentations were given; at most {Most} are possible.",
                nameof(augmentations));
        int missing = Array.IndexOf(augmentations, null);
        if (missing >= 0)
            throw new ArgumentException($"The augmentation at position {missing} is null.", nameof(augmentations));
        try
        {
            return ImageShape.Of(data.InputShape, "Augmentation");
        }
        catch (InvalidOperationException problem)
        {
            throw new ArgumentException(problem.Message, nameof(augmentations), problem);
        }
    }
}
