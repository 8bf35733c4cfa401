using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>
/// Saves the weights while a model trains: after each epoch, only the best ones, or after each so many batches. Keras' callback, with its
/// rules.
/// </summary>
/// <remarks>
/// Each file is written beside the old one and renamed: there is no half of a file at any time. The folder is made if it is missing.
/// Weights and buffers are saved, not the optimizer's state.
/// </remarks>
/// <param name="path">
/// The file. It may name numbers of the epoch: <c>net-{epoch:000}-{val_loss:0.00}.safetensors</c>, or as Keras users write it,
/// <c>{epoch:03d}</c> and <c>{val_loss:.2f}</c>; <c>{batch}</c> and <c>{step}</c> too.
/// </param>
/// <param name="monitor">The key of the number that says which weights are best.</param>
/// <example><code>Callbacks = [new ModelCheckpoint("best.safetensors", "val_accuracy") { SaveBestOnly = true }]</code></example>
public sealed class ModelCheckpoint(string path, string monitor = EpochRecord.ValidationLossKey) : TrainingCallback
{
    private readonly FilePattern _path = new(path);
    private Monitor? _monitor;

    /// <summary>The key of the number that decides.</summary>
    public string MonitorKey { get; } = monitor;

    /// <summary>Whether only weights with a better number than all before are saved.</summary>
    public bool SaveBestOnly { get; init; }

    /// <summary>Which numbers are better.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>What the number must be better than for the first file, or null.</summary>
    public double? InitialThreshold { get; init; }

    /// <summary>After how many batches to save, counted through all epochs, at least 1; or null for after each epoch. With
    /// <see cref="SaveBestOnly"/> the number can then only be <c>loss</c>, that of the epoch so far.</summary>
    public int? SaveFrequency { get; init; }

    /// <summary>The best number of the last training.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>The last file written, or null.</summary>
    public string? LastPath { get; private set; }

    /// <inheritdoc/>
    public override bool OnlyFirstProcess => true;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The training does not give a number that is monitored or stands in the path.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public override void OnTrainBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (SaveFrequency is int frequency)
            ArgumentOutOfRangeException.ThrowIfLessThan(frequency, 1, nameof(SaveFrequency));
        LastPath = null;
        _monitor = null;
        if (SaveBestOnly)
        {
            if (SaveFrequency is not null && MonitorKey != EpochRecord.LossKey)
            {
                throw new InvalidOperationException(
                    $"ModelCheckpoint saves after batches, where only 'loss' is known, and monitors '{MonitorKey}'.");
            }

            _monitor = new Monitor(this, MonitorKey, Mode);
            _monitor.Begin(state);
            Best = InitialThreshold ?? _monitor.Worst;
        }

        if (state.Keys.Count > 0)
            _path.Fill(key => state.Keys.Contains(key) || key is "epoch" or "batch" or "step" ? 0 : null);
        if (_path.Folder is string folder)
            Directory.CreateDirectory(folder);
    }

    /// <inheritdoc/>
    public override void Exchange(CheckpointState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (double best, string path) = (Best, LastPath ?? "");
        state.Number("best", ref best);
        state.Text("lastPath", ref path);
        (Best, LastPath) = (best, path.Length == 0 ? null : path);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void OnBatchEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (SaveFrequency is int frequency && state.Step % frequency == 0)
            Save(
                state,
                state.Loss,
                key =>
                    key == EpochRecord.LossKey ? state.Loss
                    : key == EpochRecord.LearningRateKey ? state.LearningRate
                    : null);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public override void OnEpochEnd(FitState state, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(epoch);
        if (SaveFrequency is null)
            Save(state, _monitor?.Read(epoch) ?? double.NaN, key => epoch.TryGet(key, out double value) ? value : null);
    }

    private void Save(FitState state, double value, Func<string, double?> number)
    {
        if (_monitor is not null && !_monitor.IsBetter(value, Best))
            return;
        Best = value;
        string file = _path.Fill(key => key switch
        {
            "epoch" => state.Epoch,
            "batch" => state.Batch,
            "step" => state.Step,
            _ => number(key),
        });
        state.Model.Save(file);
        LastPath = file;
    }
}
