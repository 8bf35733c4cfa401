using System.Diagnostics;
using ModelGen.Data;
using ModelGen.Metrics;

namespace ModelGen.Training;

/// <summary>The loop over epochs and batches.</summary>
internal sealed class FitLoop<TTarget>
    where TTarget : unmanaged
{
    private readonly ITrainable<TTarget> _model;
    private readonly FitOptions<TTarget> _options;
    private readonly BatchLoader<TTarget> _loader;
    private readonly FitState<TTarget> _state;
    private readonly TrainingCallback[] _callbacks;

    public FitLoop(ITrainable<TTarget> model, Dataset<TTarget> training, FitOptions<TTarget> options)
    {
        FitChecks.Check(model, training, options);
        _model = model;
        _options = options;
        _loader = new BatchLoader<TTarget>(training, options.BatchSize, options.Seed, options.Shuffle, options.Augmentations)
        {
            Threads = options.Threads ?? model.Threads,
        };
        _state = new FitState<TTarget>(model, options.Epochs, _loader.BatchCount);

        // Progress comes first, so that what other callbacks print stands below the finished bar.
        _callbacks = options.Progress is null ? [.. options.Callbacks] : [options.Progress, .. options.Callbacks];
    }

    public History Run(CancellationToken cancellation)
    {
        int threads = _model.Threads;
        try
        {
            _model.Threads = _options.Threads ?? threads;
            foreach (TrainingCallback callback in _callbacks)
                callback.OnTrainBegin(_state);
            for (int epoch = 1; epoch <= _options.Epochs && !_state.StopRequested; epoch++)
                RunEpoch(epoch, cancellation);
            _state.History.StoppedEarly = _state.Epoch < _options.Epochs;
            return _state.History;
        }
        finally
        {
            _model.Threads = threads;
            foreach (TrainingCallback callback in _callbacks)
                callback.OnTrainEnd(_state);
        }
    }

    private void RunEpoch(int epoch, CancellationToken cancellation)
    {
        _state.BeginEpoch(epoch);
        foreach (TrainingCallback callback in _callbacks)
            callback.OnEpochBegin(_state);

        long start = Stopwatch.GetTimestamp();
        Train(epoch, cancellation);
        double trainingSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        start = Stopwatch.GetTimestamp();
        (double? loss, double? accuracy) = Validate(cancellation);
        double validationSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        EpochRecord record = new(epoch, _state.Loss, loss, accuracy, _model.LearningRate, trainingSeconds, validationSeconds);
        _state.History.Add(record);
        foreach (TrainingCallback callback in _callbacks)
            callback.OnEpochEnd(_state, record);
    }

    private void Train(int epoch, CancellationToken cancellation)
    {
        foreach (Batch<TTarget> batch in _loader.Epoch(epoch - 1))
        {
            cancellation.ThrowIfCancellationRequested();
            float loss;
            try
            {
                loss = _model.TrainStep(batch.Inputs, batch.Targets);
            }
            catch (ArithmeticException exception)
            {
                // A generated model refuses the step, and says why; what it cannot know is where in the training.
                _state.Count(batch.Count, float.NaN);
                throw new NonFiniteLossException(_state, float.NaN, exception);
            }

            _state.Count(batch.Count, loss);
            if (!float.IsFinite(loss))
                throw new NonFiniteLossException(_state, loss);
            foreach (TrainingCallback callback in _callbacks)
                callback.OnBatchEnd(_state);
        }
    }

    private (double? Loss, double? Accuracy) Validate(CancellationToken cancellation)
    {
        if (_options.Validation is not Dataset<TTarget> validation)
            return (null, null);
        double loss = Evaluation.MeanLoss(_model, validation, _options.BatchSize, cancellation);
        bool classes = validation.TargetSize == 1 && _model.OutputSize > 1;
        return (loss, classes && validation is Dataset<int> labelled ? Accuracy.Of(_model, labelled) : null);
    }
}
