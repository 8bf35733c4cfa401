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
    private readonly ProcessGroup? _group;

    /// <param name="model">The model.</param>
    /// <param name="training">The samples to learn from.</param>
    /// <param name="options">How.</param>
    /// <param name="group">The processes that train the model together, or null.</param>
    public FitLoop(
        ITrainable<TTarget> model, Dataset<TTarget> training, FitOptions<TTarget> options, ProcessGroup? group = null)
        : this(model, options, group)
    {
        ArgumentNullException.ThrowIfNull(training);
        training = training.InputsFor(model).TargetsFor(model);
        FitChecks.Check(model, training, _options);
        _settings = Settings(training.Count);
        _loader = Ahead(new BatchLoader<TTarget>(
            training, options.BatchSize, options.Seed, options.Shuffle, options.Augmentations, options.Sampling, options.DropLast)
        {
            Threads = options.Threads ?? model.Threads,
            Part = group is null ? null : group.PartOf,
        });
        _validation = Validation();
    }

    /// <inheritdoc cref="FitLoop{TTarget}(ITrainable{TTarget}, Dataset{TTarget}, FitOptions{TTarget}, ProcessGroup?)"/>
    public FitLoop(
        ITrainable<TTarget> model, SampleStream<TTarget> training, FitOptions<TTarget> options, ProcessGroup? group = null)
        : this(model, options, group)
    {
        FitChecks.Check(model, training, options);
        _settings = Settings(training.Count);
        _loader = Ahead(
            new StreamLoader<TTarget>(
                training,
                options.BatchSize,
                options.Seed,
                options.Shuffle ? options.ShuffleWindow : 1,
                options.DropLast)
            {
                Part = group is null ? null : group.PartOf,
            });
        _validation = Validation();
    }

    private FitLoop(ITrainable<TTarget> model, FitOptions<TTarget> options, ProcessGroup? group)
    {
        _group = group;
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
            _group?.Begin(_model, Together(callbacks));
            using TrainingRun run = TrainingExtensions.StartTraining(
                _model,
                _options.Epochs,
                _loader.BatchCount,
                callbacks,
                _options.Schedule,
                Keys(),
                LargerIsBetter(),
                _settings,
                _group is null or { Rank: 0 });
            Resume(run);
            while (run.BeginEpoch())
            {
                if (!Train(run, cancellation))
                    continue;
                run.EndTraining();
                run.EndEpoch(Results(run.State, cancellation));
                if (_options.Checkpoint is { } checkpoint)
                    Save(run, checkpoint);
            }

            return run.History;
        }
        finally
        {
            _group?.End();
            _model.Threads = threads;
        }
    }

    private void Resume(TrainingRun run)
    {
        if (_options.Checkpoint is not { } checkpoint)
            return;
        if (_group is null)
        {
            checkpoint.Resumed = File.Exists(checkpoint.Path);
            if (checkpoint.Resumed)
                run.LoadCheckpoint(checkpoint.Path);
            return;
        }

        // Only the first process need have the file.
        byte[]? content = _group.Broadcast(
            _group.Rank == 0 && File.Exists(checkpoint.Path) ? File.ReadAllBytes(checkpoint.Path) : null);
        checkpoint.Resumed = content is not null;
        if (content is not null)
            run.LoadCheckpoint(checkpoint.Path, content);
    }

    // The others have the same numbers.
    private void Save(TrainingRun run, FitCheckpoint checkpoint)
    {
        if (_group is null or { Rank: 0 })
            run.SaveCheckpoint(checkpoint.Path);
    }

    /// <summary>What must be the same in all processes, for a message where it is not.</summary>
    private string[] Together(TrainingCallback[] callbacks) =>
    [
        $"the training data: {_settings}",
        $"the sizes of a sample: {_loader.InputSize} inputs, {_loader.TargetSize} targets",
        $"the epochs: {Numbers.Format(_options.Epochs)}",
        $"the validation data: {(_validation is null ? "none" : Numbers.Format(_validation.Data.Count) + " samples")}",
        $"the metrics: {string.Join(", ", _metrics.Metrics.Select(metric => metric.Name))}",
        $"the metrics of training batches: {(_options.TrainingMetrics ? "on" : "off")}",
        $"the augmentations: {string.Join(", ", _options.Augmentations.Select(augmentation => augmentation.GetType().Name))}",
        $"the callbacks: {string.Join(", ", callbacks.Where(each => !each.OnlyFirstProcess).Select(each => each.GetType().Name))}",
        $"the schedule: {_options.Schedule?.GetType().Name ?? "none"}",
        $"the checkpoint: {(_options.Checkpoint is null ? "none" : "one")}",
    ];

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
            if (_group is null) cancellation.ThrowIfCancellationRequested();
            else _group.ThrowIfCancelled(cancellation);
            if (batch.Index < done)
                continue;
            run.BeginBatch();
            if (_options.TrainingMetrics)
                Measure(batch);
            if (!Step(run, batch))
                return false;
            if (_options.Checkpoint is { EveryBatches: { } often } checkpoint && run.State.Step % often == 0)
                Save(run, checkpoint);
        }

        return true;
    }

    private void Measure(Batch<TTarget> batch)
    {
        if (_group is null)
        {
            _metrics.Add(batch);
            return;
        }

        int[] counts = new int[_group.Size];
        for (int rank = 0; rank < counts.Length; rank++)
            counts[rank] = _group.PartOf(batch.Total, rank).Count;
        _metrics.AddTogether(_group, batch.Inputs, batch.Targets, counts);
    }

    private bool Step(TrainingRun run, Batch<TTarget> batch)
    {
        float loss;
        float[] losses = _losses;
        try
        {
            loss = _group is not null ? _group.Step(_model, batch, losses)
                : losses.Length > 0
                ? ((IMultiLossTrainable<TTarget>)_model).TrainStep(batch.Inputs, batch.Targets, batch.Weights, losses)
                : batch.Weights.IsEmpty
                    ? _model.TrainStep(batch.Inputs, batch.Targets)
                    : ((IWeightedTrainable<TTarget>)_model).TrainStep(batch.Inputs, batch.Targets, batch.Weights);
        }
        catch (ArithmeticException exception)
        {
            // A generated model refuses the step, and says why; what it cannot know is where in the training.
            return run.FailBatch(batch.Total, exception);
        }

        return run.EndBatch(batch.Total, loss, losses);
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
        double loss = Evaluation.MeanLoss(model, _validation.Data, _options.BatchSize, cancellation, losses, _group);
        results.Add((EpochRecord.ValidationLossKey, loss));
        results.AddRange(_lossNames.Select(name => EpochRecord.ValidationPrefix + name).Zip(losses));
        if (_metrics.Metrics.Count == 0)
            return results;
        FitMetrics<TTarget> metrics = model == _model ? _metrics : new FitMetrics<TTarget>(model, _options.Metrics);
        metrics.Start();
        if (_group is not null)
            MeasureTogether(metrics, _validation, _group);
        else
        {
            foreach (Batch<TTarget> batch in _validation.Epoch(0))
            {
                cancellation.ThrowIfCancellationRequested();
                metrics.Add(batch);
            }
        }

        results.AddRange(metrics.Results(EpochRecord.ValidationPrefix));
        return results;
    }

    /// <summary>Each process predicts a batch, and all count all of them, in the order of the batches.</summary>
    private static void MeasureTogether(FitMetrics<TTarget> metrics, BatchLoader<TTarget> data, ProcessGroup group)
    {
        int[] counts = new int[group.Size];
        data.Begin(0);
        for (int start = 0; start < data.BatchCount; start += group.Size)
        {
            for (int rank = 0; rank < counts.Length; rank++)
                counts[rank] = Math.Clamp(data.Data.Count - ((start + rank) * data.BatchSize), 0, data.BatchSize);
            Batch<TTarget> batch = counts[group.Rank] > 0 ? data.Load(start + group.Rank) : default;
            metrics.AddTogether(group, batch.Inputs, batch.Targets, counts);
        }
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
