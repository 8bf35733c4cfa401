using System.Text;
using ModelGen.Training;

namespace ModelGen.Reporting;

/// <summary>
/// Reports a training as Keras does on a terminal: per epoch a heading and a bar that is rewritten in place, at most ten
/// times a second.
/// </summary>
/// <example><code>
/// Epoch 3/20
/// 45/45 [==============================] - 1s 12ms/step - loss: 0.1234 - val_loss: 0.1500 - val_accuracy: 0.9700
/// </code></example>
public sealed class ProgressBar : TrainingCallback
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _writer;
    private readonly Func<int>? _columns;
    private readonly TimeProvider _clock;
    private readonly StringBuilder _line = new();
    private long _epochStart;
    private long _lastDrawn;
    private int _shownLength;
    private bool _open;

    /// <summary>Reports to a terminal.</summary>
    /// <param name="writer">The terminal; it must understand the carriage return.</param>
    /// <param name="columns">Gives its width, to which the line is cut; null or 0 for no limit.</param>
    public ProgressBar(TextWriter writer, Func<int>? columns = null)
        : this(writer, columns, TimeProvider.System)
    {
    }

    internal ProgressBar(TextWriter writer, Func<int>? columns, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
        _columns = columns;
        _clock = clock;
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _epochStart = _lastDrawn = _clock.GetTimestamp();
        _shownLength = 0;
        _open = true;
        _writer.WriteLine($"Epoch {state.Epoch}/{state.Epochs}");
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long now = _clock.GetTimestamp();
        if (_clock.GetElapsedTime(_lastDrawn, now) < RedrawInterval && state.Batch < state.Batches)
            return;
        _lastDrawn = now;
        double elapsed = _clock.GetElapsedTime(_epochStart, now).TotalSeconds;
        KerasFormat.AppendBar(_line, state.Batch, state.Batches);
        _line.Append(" - ETA: ").Append(KerasFormat.Duration(elapsed / state.Batch * (state.Batches - state.Batch)));
        KerasFormat.AppendMetric(_line, "loss", state.Loss);
        Draw();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(epoch);
        KerasFormat.AppendBar(_line, state.Batches, state.Batches);
        KerasFormat.AppendTime(_line, epoch, state.Batches);
        KerasFormat.AppendMetrics(_line, epoch);
        Draw();
        Close();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(FitState state) => Close();

    private void Draw()
    {
        int columns = _columns?.Invoke() ?? 0;

        // A line that fills the last column would wrap, and the carriage return would not come back to its start.
        if (columns > 1 && _line.Length > columns - 1)
            _line.Length = columns - 1;
        int length = _line.Length;
        _line.Append(' ', Math.Max(0, _shownLength - length)).Insert(0, '\r');
        _shownLength = length;
        _writer.Write(_line);
        _writer.Flush();
        _line.Clear();
    }

    private void Close()
    {
        if (_open)
            _writer.WriteLine();
        _open = false;
    }
}
