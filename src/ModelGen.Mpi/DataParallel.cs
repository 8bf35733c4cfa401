using ModelGen.Training;

namespace ModelGen.Mpi;

/// <summary>
/// Trains a model in several processes at once: each computes a part of every batch, and all make the update with the mean over the whole
/// of it. The model, the data, the options and the results are those of one process.
/// </summary>
/// <param name="world">The processes: <see cref="Mpi.World"/>.</param>
/// <remarks>
/// <para>
/// <see cref="FitOptions{TTarget}.BatchSize"/> is the size of the whole batch, whatever the number of ranks: with N ranks each computes one
/// N-th of it. Each rank makes the same model and the same dataset; the weights, the optimizer's state and the seed of the first rank are
/// given to all at the start.
/// </para>
/// <para>
/// Dropout and augmentation draw by the position of a sample in the whole batch, or in the dataset, and so draw what one process would.
/// Batch normalization normalizes over the samples that a rank has, or with <see cref="Reproducible"/> over those of a group; the running
/// statistics are the mean over all.
/// </para>
/// </remarks>
/// <example><code>
/// model.Fit(training, new FitOptions&lt;int&gt; { BatchSize = 256 }, new DataParallel(Mpi.World));
/// </code></example>
public sealed class DataParallel(Communicator world)
{
    /// <summary>The processes.</summary>
    public Communicator World { get; } = world ?? throw new ArgumentNullException(nameof(world));

    /// <summary>
    /// Whether the result is the same bits for any number of ranks, one included, and for both libraries. The samples of a batch are
    /// divided into groups of <see cref="GroupSize"/>, and their gradients are added up along one fixed tree. Each group is computed by
    /// itself, so a step takes longer than otherwise where groups are small.
    /// </summary>
    public bool Reproducible { get; init; }

    /// <summary>The samples of a group, if the training is <see cref="Reproducible"/>; at least 1. It is part of what decides the bits.
    /// </summary>
    public int GroupSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 16;

    /// <summary>
    /// Whether <c>BatchNorm</c> normalizes over the whole batch, as one process would, and not over what each rank has: the ranks
    /// add up its sums within the step. That is a message for each of them, forward and backward, which all wait for; gradients are then
    /// sent behind the step. Not together with <see cref="Reproducible"/>, which normalizes over groups.
    /// </summary>
    public bool SyncBatchNorm { get; init; }

    /// <summary>
    /// Whether gradients are sent while others are still computed, by a thread of its own: those of the last layers first, as the compiled
    /// step finishes them. Null, to begin with, where there are many and a processor is free for it. Without effect if the training is
    /// <see cref="Reproducible"/>.
    /// </summary>
    public bool? Overlap { get; init; }

    /// <summary>How many bytes of gradients are sent together, at least; at least 4. Half a MiB to begin with.</summary>
    public int BucketBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, sizeof(float));
            field = value;
        }
    } = 1 << 19;

    /// <summary>How long the gradients of the last training were under way, and how much of that its steps had to wait for.</summary>
    public (TimeSpan Sending, TimeSpan Waiting) Communication { get; internal set; }

    /// <summary>Whether this process is the one that prints and writes.</summary>
    public bool IsFirst => World.Rank == 0;

    /// <summary>Which samples of a batch this process computes.</summary>
    /// <param name="batchSize">The samples of the batch.</param>
    /// <returns>The first one, and how many; there may be none where a batch has fewer samples than there are ranks.</returns>
    public (int First, int Count) PartOf(int batchSize) => PartOf(batchSize, World.Rank);

    /// <summary>Begins a training by hand: all ranks get the state of the first one's model.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <returns>What takes the steps; dispose of it behind the last one.</returns>
    /// <exception cref="ArgumentException">The model was compiled in a project that does not reference this package.</exception>
    /// <exception cref="RankFailedException">The models of the ranks differ; the message says in what.</exception>
    public DataParallelScope<TTarget> Begin<TTarget>(ITrainable<TTarget> model)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        return new DataParallelScope<TTarget>(this, model);
    }

    internal (int First, int Count) PartOf(int total, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        if (!Reproducible)
        {
            int start = (int)((long)total * rank / World.Size), next = (int)((long)total * (rank + 1) / World.Size);
            return (start, next - start);
        }

        (int begin, int end) = Groups(total, rank);
        int first = Math.Min(total, begin * GroupSize);
        return (first, Math.Min(total, end * GroupSize) - first);
    }

    /// <summary>The groups of a batch that a rank computes.</summary>
    internal (int Begin, int End) Groups(int total, int rank)
    {
        long groups = GroupCount(total);
        return ((int)(groups * rank / World.Size), (int)(groups * (rank + 1) / World.Size));
    }

    internal int GroupCount(int total) => (int)(((long)total + GroupSize - 1) / GroupSize);
}
