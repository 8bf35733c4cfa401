using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>The loop over epochs and batches.</summary>
internal sealed class FitLoop<TTarget>
    where TTarget : unmanaged
{
    // Enough samples a call to keep the kernels busy. Metrics do not depend on it.
    private const int PredictedAtOnce = 256;

    private readonly ITrainable<TTarget> _model;
    private readonly FitOptions<TTarget> _options;
    private readonly BatchSource<TTarget> _loader;
    private readonly BatchLoader<TTarget>? _validation;
    private readonly FitMetrics<TTarget> _metrics;
    private readonly string _settings;
    private readonly IReadOnlyList<string> _lossNames;
    private readonly float[] _losses;

    public FitLoop(ITrainable<TTarget> model, Dataset<TTarget> training, FitOptions<TTarget> options)
        : this(model, options)
    {
        ArgumentNullException.ThrowIfNull(training);
        training = training.InputsFor(model).TargetsFor(model);
        FitChecks.Check(model, training, _options);
        _settings = Settings(training.Count);
        _loader = Ahead(new BatchLoader<TTarget>(
            training, options.BatchSize, options.Seed, options.Shuffle, options.Augmentations, options.Sampling, options.DropLast)
        {
            Threads = options.Threads ?? model.Threads,
        });
        _validation = Validation();
    }

    public FitLoop(ITrainable<TTarget> model, SampleStream<TTarget> training, FitOptions<TTarget> options)
        : this(model, options)
    {
        FitChecks.Check(model, training, options);
        _settings = Settings(training.Count);
        _loader = Ahead(
            new StreamLoader<TTarget>(
                training,
                options.BatchSize,
                options.Seed,
                options.Shuffle ? options.ShuffleWindow : 1,
                options.DropLast));
        _validation = Validation();
    }

    private FitLoop(ITrainable<TTarget> model, FitOptions<TTarget> options)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _options = options;
        _metrics = new FitMetrics<TTarget>(model, options.Metrics);
        _lossNames = (model as IMultiLossTrainable<TTarget>)?.LossNames ?? [];
        _losses = new float[_lossNames.Count];
        (_loader, _settings) = (null!, ""); // The other constructors set them.
    }

    public History Run(CancellationToken cancellation)
    {
        int threads = _model.Threads;
        try
        {
            _model.Threads = _options.Threads ?? threads;

            // Progress comes first, so that what other callbacks print stands below the finished bar.
            TrainingCallback[] callbacks = _options.Progress is null ? [.. _options.Callbacks] : [_options.Progress, .. _options.Callbacks];
            using TrainingRun run = TrainingExtensions.StartTraining(
                _model, _options.Epochs, _loader.BatchCount, callbacks, _options.Schedule, Keys(), LargerIsBetter(), _settings);
            Resume(run);
            while (run.BeginEpoch())
            {
                if (!Train(run, cancellation))
                    continue;
                run.EndTraining();
                run.EndEpoch(Results(run.State, cancellation));
                if (_options.Checkpoint is { } checkpoint)
                    run.SaveCheckpoint(checkpoint.Path);
            }

            return run.History;
        }
        finally
        {
            _model.Threads = threads;
        }
    }

    private void Resume(TrainingRun run)
    {
        if (_options.Checkpoint is not { } checkpoint)
            return;
        checkpoint.Resumed = File.Exists(checkpoint.Path);
        if (checkpoint.Resumed)
            run.LoadCheckpoint(checkpoint.Path);
    }

    /// <summary>What decides which samples a batch has.</summary>
    private string Settings(int samples) =>
        $"{Numbers.Format(samples)} samples, batch size {Numbers.Format(_options.BatchSize)}, seed {Numbers.Format(_options.Seed)}"
        + (_options.Shuffle ? "" : ", no shuffling") + (_options.DropLast ? ", no last batch" : "")
        + (_options.Sampling is null ? "" : ", sampling by weights");

    private BatchSource<TTarget> Ahead(BatchSource<TTarget> loader) =>
        _options.Prefetch > 0 ? new PrefetchLoader<TTarget>(loader, _options.Prefetch) : loader;

    private BatchLoader<TTarget>? Validation() => _options.Validation is null
        ? null
        : new BatchLoader<TTarget>(
            _options.Validation.InputsFor(_model).TargetsFor(_model), Math.Max(_options.BatchSize, PredictedAtOnce), shuffle: false)
        {
            Threads = _options.Threads ?? _model.Threads,
        };

    // False if the loss is no number, and a callback takes that.
    private bool Train(TrainingRun run, CancellationToken cancellation)
    {
        if (_options.TrainingMetrics)
            _metrics.Start();
        int done = run.State.Batch; // 0, unless the training goes on within an epoch
        foreach (Batch<TTarget> batch in _loader.Epoch(run.State.Epoch - 1))
        {
            cancellation.ThrowIfCancellationRequested();
            if (batch.Index < done)
                continue;
            run.BeginBatch();
            if (_options.TrainingMetrics)
                _metrics.Add(batch);
            if (!Step(run, batch))
                return false;
            if (_options.Checkpoint is { EveryBatches: { } often } checkpoint && run.State.Step % often == 0)
                run.SaveCheckpoint(checkpoint.Path);
        }

        return true;
    }

    private bool Step(TrainingRun run, Batch<TTarget> batch)
    {
        float loss;
        float[] losses = _losses;
        try
        {
            loss = losses.Length > 0
                ? ((IMultiLossTrainable<TTarget>)_model).TrainStep(batch.Inputs, batch.Targets, batch.Weights, losses)
                : batch.Weights.IsEmpty
                    ? _model.TrainStep(batch.Inputs, batch.Targets)
                    : ((IWeightedTrainable<TTarget>)_model).TrainStep(batch.Inputs, batch.Targets, batch.Weights);
        }
        catch (ArithmeticException exception)
        {
            // A generated model refuses the step, and says why; what it cannot know is where in the training.
            return run.FailBatch(batch.Count, exception);
        }

        return run.EndBatch(batch.Count, loss, losses);
    }

    private List<(string Key, double Value)> Results(FitState state, CancellationToken cancellation)
    {
        List<(string, double)> results = [.. _lossNames.Zip(state.Losses)];
        if (_options.TrainingMetrics)
            results.AddRange(_metrics.Results(""));
        if (_validation is null)
            return results;
        ITrainable<TTarget> model = _options.ValidateAverage ? _model.Averaged()! : _model;
        double[] losses = new double[_lossNames.Count];
        double loss = Evaluation.MeanLoss(model, _validation.Data, _options.BatchSize, cancellation, losses);
        results.Add((EpochRecord.ValidationLossKey, loss));
        results.AddRange(_lossNames.Select(name => EpochRecord.ValidationPrefix + name).Zip(losses));
        if (_metrics.Metrics.Count == 0)
            return results;
        FitMetrics<TTarget> metrics = model == _model ? _metrics : new FitMetrics<TTarget>(model, _options.Metrics);
        metrics.Start();
        foreach (Batch<TTarget> batch in _validation.Epoch(0))
        {
            cancellation.ThrowIfCancellationRequested();
            metrics.Add(batch);
        }

        results.AddRange(metrics.Results(EpochRecord.ValidationPrefix));
        return results;
    }

    private string[] Keys()
    {
        IEnumerable<string> names = _metrics.Metrics.Select(metric => metric.Name);
        return [
            EpochRecord.LossKey,
            .. _lossNames,
            .. _options.TrainingMetrics ? names : [],
            .. _validation is null
                ? []
                : _lossNames.Concat(names).Select(name => EpochRecord.ValidationPrefix + name).Prepend(EpochRecord.ValidationLossKey),
            EpochRecord.LearningRateKey];
    }

    private Dictionary<string, bool> LargerIsBetter()
    {
        Dictionary<string, bool> known = new()
        {
            [EpochRecord.LossKey] = false,
            [EpochRecord.ValidationLossKey] = false,
            [EpochRecord.LearningRateKey] = false,
        };
        foreach (string name in _lossNames)
            known[name] = known[EpochRecord.ValidationPrefix + name] = false;
        foreach (Metric<TTarget> metric in _metrics.Metrics)
            known[metric.Name] = known[EpochRecord.ValidationPrefix + metric.Name] = metric.LargerIsBetter;
        return known;
    }
}
