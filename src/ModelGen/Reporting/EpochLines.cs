using ModelGen.Training;

namespace ModelGen.Reporting;

/// <summary>Reports a training with one line per epoch:
/// <c>Epoch 3/20 - 1s 12ms/step - loss: 0.1234 - val_loss: 0.1500 - val_accuracy: 0.9700</c>.</summary>
public sealed class EpochLines : TrainingCallback
{
    private readonly TextWriter _writer;

    /// <summary>Reports to a writer.</summary>
    /// <param name="writer">Where to; it stays open.</param>
    public EpochLines(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
    }

    /// <inheritdoc/>
    public override bool OnlyFirstProcess => true;

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(epoch);
        IEnumerable<string> parts =
        [
            $"Epoch {epoch.Epoch}/{state.Epochs}",
            KerasFormat.Time(epoch, state.Batches),
            .. KerasFormat.Metrics(epoch),
        ];
        _writer.WriteLine(string.Join(ProgressLine.Separator, parts));
        _writer.Flush();
    }
}
