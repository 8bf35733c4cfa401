namespace ModelGen.Training;

/// <summary>
/// A file from which <c>Fit</c> goes on where it was interrupted, by whatever: it is written after each epoch, and after some batches if
/// wanted. If the file is there when <c>Fit</c> begins, the training goes on from it, and ends with the bits of one that was never
/// interrupted. Keras' <c>BackupAndRestore</c>.
/// </summary>
/// <param name="path">The file, in a folder that exists. It stays: <c>Fit</c> with more epochs goes on from the last one.</param>
/// <remarks>
/// Model, data, batch size, seed and callbacks must be those of the interrupted training; a file that is of another one is refused. The
/// state of metrics over training batches is not in the file: with <see cref="FitOptions{TTarget}.TrainingMetrics"/> it is written
/// after epochs only.
/// </remarks>
/// <example><code>Checkpoint = new FitCheckpoint("run.safetensors") { EveryBatches = 500 }</code></example>
public sealed class FitCheckpoint(string path)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>After how many batches it is written, counted through all epochs, at least 1; or null for after each epoch only.</summary>
    public int? EveryBatches { get; init; }

    /// <summary>Whether the last training went on from the file.</summary>
    public bool Resumed { get; internal set; }
}
