using ModelGen.Data;
using ModelGen.Training;

namespace ModelGen.Mpi;

/// <summary>Trains models in several processes.</summary>
public static class DataParallelExtensions
{
    /// <summary>
    /// Trains a model as <c>Fit</c> does in one process, in as many as <c>mpirun</c> has started. Every process calls it with the same
    /// model, data and options, and gets the same history; only the first prints and writes files. An exception in one process ends all.
    /// </summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="training">The samples to learn from: all of them, on each process.</param>
    /// <param name="options">How. <see cref="FitOptions{TTarget}.BatchSize"/> is that of the whole batch.</param>
    /// <param name="parallel">The processes.</param>
    /// <param name="cancellation">Looked at before each batch, on all processes: if one is cancelled, all are.</param>
    /// <returns>What each epoch gave.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model; or the model was compiled without this package.</exception>
    /// <exception cref="RankFailedException">The processes do not train the same, or one has failed. Over MPI it ends them instead.
    /// </exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite. Over MPI it ends all processes instead.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested, on any process.</exception>
    public static History Fit<TTarget>(
        this ITrainable<TTarget> model,
        Dataset<TTarget> training,
        FitOptions<TTarget>? options,
        DataParallel parallel,
        CancellationToken cancellation = default)
        where TTarget : unmanaged
    {
        options ??= new FitOptions<TTarget>();
        return Together(
            model,
            parallel,
            options,
            () => (training ?? throw new ArgumentNullException(nameof(training))).Count,
            group => new FitLoop<TTarget>(model, training, options, group).Run(cancellation));
    }

    /// <summary>The same for samples that need not fit in memory. Each process reads the whole stream, and learns from its part.</summary>
    /// <inheritdoc cref="Fit{TTarget}(ITrainable{TTarget}, Dataset{TTarget}, FitOptions{TTarget}, DataParallel, CancellationToken)"/>
    public static History Fit<TTarget>(
        this ITrainable<TTarget> model,
        SampleStream<TTarget> training,
        FitOptions<TTarget>? options,
        DataParallel parallel,
        CancellationToken cancellation = default)
        where TTarget : unmanaged
    {
        options ??= new FitOptions<TTarget>();
        return Together(
            model,
            parallel,
            options,
            () => (training ?? throw new ArgumentNullException(nameof(training))).Count,
            group => new FitLoop<TTarget>(model, training, options, group).Run(cancellation));
    }

    /// <summary>The short form: <c>model.Fit(training, epochs: 5, new DataParallel(Mpi.World))</c>.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="training">The samples to learn from: all of them, on each process.</param>
    /// <param name="epochs">How many times each sample is seen; at least 1.</param>
    /// <param name="parallel">The processes.</param>
    /// <param name="batchSize">How many samples one step of the optimizer sees, on all processes together; at least 1.</param>
    /// <param name="validation">Data to measure loss and accuracy on after each epoch, or null.</param>
    /// <param name="seed">Decides the order of the samples in each epoch.</param>
    /// <param name="cancellation">Looked at before each batch, on all processes: if one is cancelled, all are.</param>
    /// <returns>What each epoch gave.</returns>
    /// <inheritdoc cref="Fit{TTarget}(ITrainable{TTarget}, Dataset{TTarget}, FitOptions{TTarget}, DataParallel, CancellationToken)"
    /// path="/exception"/>
    public static History Fit<TTarget>(
        this ITrainable<TTarget> model,
        Dataset<TTarget> training,
        int epochs,
        DataParallel parallel,
        int batchSize = 32,
        Dataset<TTarget>? validation = null,
        int seed = 0,
        CancellationToken cancellation = default)
        where TTarget : unmanaged =>
        model.Fit(
            training,
            new FitOptions<TTarget> { Epochs = epochs, BatchSize = batchSize, Validation = validation, Seed = seed },
            parallel,
            cancellation);

    /// <summary>A process that cannot go on ends all: the others wait for it.</summary>
    private static History Together<TTarget>(
        ITrainable<TTarget> model,
        DataParallel parallel,
        FitOptions<TTarget> options,
        Func<int> samples,
        Func<DataParallelGroup, History> train)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(parallel);
        try
        {
            PartChecks.Check(model, samples(), options.BatchSize, options.DropLast, parallel);
            return train(new DataParallelGroup(parallel));
        }
        catch (Exception problem) when (parallel.World.Size > 1 && problem is not OperationCanceledException)
        {
            Failure.End(parallel.World, problem);
            throw;
        }
    }
}
