using ModelGen.Reporting;
using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>
/// Writes what a training gives for TensorBoard, as Keras' callback does: in the folders <c>train</c> and <c>validation</c>, by epoch
/// <c>epoch_loss</c>, <c>epoch_accuracy</c>, <c>epoch_learning_rate</c>, and histograms of the weights.
/// </summary>
/// <param name="folder">The folder of the run; made if it is missing. Each training adds files.</param>
/// <example><code>Callbacks = [new TensorBoard("logs/run1") { HistogramFrequency = 1 }]     // then: tensorboard --logdir
/// logs</code></example>
public sealed class TensorBoard(string folder) : TrainingCallback
{
    private TensorBoardWriter? _training;
    private TensorBoardWriter? _validation;

    /// <summary>After how many epochs histograms of all weights are written; 0 for never.</summary>
    public int HistogramFrequency { get; init; }

    /// <summary>After how many batches <c>batch_loss</c> and <c>batch_learning_rate</c> are written, with the step as their place; 0 for
    /// never.</summary>
    public int UpdateFrequency { get; init; }

    /// <summary>Writes more after each epoch, such as pictures.</summary>
    public Action<TensorBoardWriter, FitState, EpochRecord>? More { get; init; }

    /// <inheritdoc/>
    public override bool OnlyFirstProcess => true;

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void OnTrainBegin(FitState state)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(HistogramFrequency);
        ArgumentOutOfRangeException.ThrowIfNegative(UpdateFrequency);
        Close();
        _training = new TensorBoardWriter(Path.Combine(folder, "train"));
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_training is null || UpdateFrequency == 0 || state.Step % UpdateFrequency != 0)
            return;
        _training.Scalar("batch_loss", state.BatchLoss, state.Step);
        _training.Scalar("batch_learning_rate", state.LearningRate, state.Step);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void OnEpochEnd(FitState state, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(epoch);
        if (_training is null)
            return;
        foreach ((string key, double value) in epoch.Values)
        {
            if (key.StartsWith(EpochRecord.ValidationPrefix, StringComparison.Ordinal))
            {
                _validation ??= new TensorBoardWriter(Path.Combine(folder, "validation"));
                _validation.Scalar("epoch_" + key[EpochRecord.ValidationPrefix.Length..], (float)value, epoch.Epoch);
            }
            else
            {
                _training.Scalar(key == EpochRecord.LearningRateKey ? "epoch_learning_rate" : "epoch_" + key, (float)value, epoch.Epoch);
            }
        }

        if (HistogramFrequency > 0 && epoch.Epoch % HistogramFrequency == 0)
        {
            foreach (Parameter parameter in state.Model.Parameters)
                _training.Histogram(parameter.Name, parameter.Value.ToArray(), epoch.Epoch);
        }

        More?.Invoke(_training, state, epoch);
        _training.Flush();
        _validation?.Flush();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(FitState state) => Close();

    private void Close()
    {
        _training?.Dispose();
        _validation?.Dispose();
        _training = _validation = null;
    }
}
