using System.Runtime.ExceptionServices;

namespace ModelGen.Data;

/// <summary>
/// Loads batches of another source on a thread of its own while the model trains on those before. The batches are the same bits in the same
/// order.
/// </summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
/// <example><code>BatchSource&lt;int&gt; loader = new PrefetchLoader&lt;int&gt;(new BatchLoader&lt;int&gt;(data, 64, augmentations:
/// …));</code></example>
public sealed class PrefetchLoader<TTarget> : BatchSource<TTarget>
    where TTarget : unmanaged
{
    private readonly BatchSource<TTarget> _source;
    private readonly Slot[] _slots;
    private readonly SemaphoreSlim _free, _full;
    private Thread? _thread;
    private ExceptionDispatchInfo? _problem;
    private volatile int _loaded;
    private volatile bool _stop;

    /// <summary>Puts a thread between a source and its user.</summary>
    /// <param name="source">The source; nobody else uses it.</param>
    /// <param name="batches">How many batches are loaded ahead; at least 1. Memory is needed for one more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batches"/> is less than 1.</exception>
    public PrefetchLoader(BatchSource<TTarget> source, int batches = 2)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1);
        _source = source;
        _slots = [.. Enumerable.Range(0, batches + 1).Select(_ => new Slot())];
        _free = new SemaphoreSlim(0);
        _full = new SemaphoreSlim(0);
    }

    /// <inheritdoc/>
    public override int BatchSize => _source.BatchSize;

    /// <inheritdoc/>
    public override int BatchCount => _source.BatchCount;

    /// <inheritdoc/>
    public override int InputSize => _source.InputSize;

    /// <inheritdoc/>
    public override int TargetSize => _source.TargetSize;

    internal override void Begin(int epoch)
    {
        End();
        Reset(_free, _slots.Length);
        Reset(_full, 0);
        _stop = false;
        _problem = null;
        _loaded = 0;
        _thread = new Thread(() => Run(epoch)) { IsBackground = true, Name = "ModelGen prefetch" };
        _thread.Start();
    }

    internal override Batch<TTarget> Load(int index)
    {
        // The batch before is not needed any more.
        if (index > 0)
            _free.Release();
        _full.Wait();
        if (index >= _loaded)
            _problem?.Throw();
        Slot slot = _slots[index % _slots.Length];
        return new Batch<TTarget>(
            index,
            slot.Count,
            slot.Inputs.AsSpan(0, slot.Count * InputSize),
            slot.Targets.AsSpan(0, slot.Count * TargetSize),
            slot.Weights.AsSpan(0, slot.HasWeights ? slot.Count : 0))
        { First = slot.First, Total = slot.Total };
    }

    internal override void End()
    {
        _stop = true;
        _free.Release();
        _thread?.Join();
        _thread = null;
    }

    private static void Reset(SemaphoreSlim semaphore, int count)
    {
        while (semaphore.Wait(0))
        {
        }

        if (count > 0)
            semaphore.Release(count);
    }

    private void Run(int epoch)
    {
        try
        {
            BatchEnumerator<TTarget> batches = _source.Epoch(epoch);
            try
            {
                for (int index = 0; index < BatchCount; index++)
                {
                    _free.Wait();
                    if (_stop || !batches.MoveNext())
                        return;
                    _slots[index % _slots.Length].Fill(batches.Current);
                    _loaded = index + 1;
                    _full.Release();
                }
            }
            finally
            {
                batches.Dispose();
            }
        }
        catch (Exception problem)
        {
            // Thrown where the batch is asked for, behind those that are there.
            _problem = ExceptionDispatchInfo.Capture(problem);
            _full.Release();
        }
    }

    private sealed class Slot
    {
        public float[] Inputs { get; private set; } = [];

        public TTarget[] Targets { get; private set; } = [];

        public float[] Weights { get; private set; } = [];

        public bool HasWeights { get; private set; }

        public int Count { get; private set; }

        public int First { get; private set; }

        public int Total { get; private set; }

        public void Fill(Batch<TTarget> batch)
        {
            HasWeights = !batch.Weights.IsEmpty;
            if (Weights.Length < batch.Weights.Length)
                Weights = new float[batch.Weights.Length];
            batch.Weights.CopyTo(Weights);
            if (Inputs.Length < batch.Inputs.Length)
                Inputs = new float[batch.Inputs.Length];
            if (Targets.Length < batch.Targets.Length)
                Targets = new TTarget[batch.Targets.Length];
            batch.Inputs.CopyTo(Inputs);
            batch.Targets.CopyTo(Targets);
            (First, Count, Total) = (batch.First, batch.Count, batch.Total);
        }
    }
}
