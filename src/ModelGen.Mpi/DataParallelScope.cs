using ModelGen.Data;

namespace ModelGen.Mpi;

/// <summary>A training by hand in several processes, between <see cref="DataParallel.Begin"/> and <see cref="Dispose"/>.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
/// <example><code>
/// using DataParallelScope&lt;int&gt; steps = parallel.Begin(model);
/// foreach (Batch&lt;int&gt; batch in loader.Epoch(0)) steps.TrainStep(batch);
/// </code></example>
public sealed class DataParallelScope<TTarget> : IDisposable
    where TTarget : unmanaged
{
    private readonly DataParallel _parallel;
    private readonly ITrainable<TTarget> _model;
    private readonly ParallelSteps<TTarget> _steps;
    private bool _disposed;

    internal DataParallelScope(DataParallel parallel, ITrainable<TTarget> model)
    {
        (_parallel, _model) = (parallel, model);
        _steps = new ParallelSteps<TTarget>(parallel, model);
        parallel.World.Enter();
        try
        {
            Agreement.Begin(parallel, model, []);
        }
        catch
        {
            _steps.Dispose();
            parallel.World.Leave();
            throw;
        }
    }

    /// <summary>One step of the optimizer on a batch that each rank has as a whole; each computes its part.</summary>
    /// <param name="batch">The whole batch, the same on all ranks.</param>
    /// <param name="losses">Receives the mean of each of several losses; empty if they are not wanted.</param>
    /// <returns>The mean loss over the whole batch before the update.</returns>
    /// <exception cref="ArithmeticException">The loss is not finite; the parameters are unchanged.</exception>
    public float TrainStep(Batch<TTarget> batch, Span<float> losses = default)
    {
        (int first, int count) = _parallel.PartOf(batch.Count);
        int inputs = _model.InputSize, targets = _model.TargetSize;
        return Step(
            batch.Inputs.Slice(first * inputs, count * inputs),
            batch.Targets.Slice(first * targets, count * targets),
            batch.Weights.IsEmpty ? default : batch.Weights.Slice(first, count),
            first,
            batch.Count,
            losses);
    }

    /// <summary>One step of the optimizer on the batch that the samples of all ranks make, in the order of ranks.</summary>
    /// <param name="input">The samples of this rank, n · <see cref="IModel.InputSize"/> floats; there may be none.</param>
    /// <param name="targets">n · <see cref="ITrainable{TTarget}.TargetSize"/> targets.</param>
    /// <param name="sampleWeights">n floats, finite, at least 0; empty if all count alike.</param>
    /// <param name="losses">Receives the mean of each of several losses; empty if they are not wanted.</param>
    /// <returns>The mean loss over the whole batch before the update.</returns>
    /// <exception cref="ArgumentException">A length does not fit; or the training is reproducible, and the samples of a rank before the
    /// last are no whole groups.</exception>
    /// <exception cref="ArithmeticException">The loss is not finite; the parameters are unchanged.</exception>
    public float TrainStep(
        ReadOnlySpan<float> input,
        ReadOnlySpan<TTarget> targets,
        ReadOnlySpan<float> sampleWeights = default,
        Span<float> losses = default)
    {
        (int count, int rest) = Math.DivRem(input.Length, _model.InputSize);
        if (rest != 0 || targets.Length != (long)count * _model.TargetSize)
        {
            throw new ArgumentException(
                $"There are {input.Length} inputs and {targets.Length} targets; a sample has {_model.InputSize} and {_model.TargetSize}.",
                nameof(input));
        }

        Communicator world = _parallel.World;
        Span<double> counts = new double[world.Size];
        counts[world.Rank] = count;
        world.Sum(counts);
        long first = 0, total = 0;
        for (int rank = 0; rank < counts.Length; rank++)
        {
            if (rank < world.Rank) first += (long)counts[rank];
            total += (long)counts[rank];
        }

        return Step(input, targets, sampleWeights, checked((int)first), checked((int)total), losses);
    }

    /// <summary>Ends the training.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _parallel.Communication = _steps.Times;
        _steps.Dispose();
        _parallel.World.Leave();
    }

    private float Step(
        ReadOnlySpan<float> input,
        ReadOnlySpan<TTarget> targets,
        ReadOnlySpan<float> sampleWeights,
        int first,
        int total,
        Span<float> losses)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _steps.Step(input, targets, sampleWeights, first, total, losses);
    }
}
