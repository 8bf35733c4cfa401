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
    private const int LinesAroundCurves = 4;

    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _writer;
    private readonly Func<int>? _columns;
    private readonly TimeProvider _clock;
    private readonly StringBuilder _line = new();
    private readonly EpochCurves _curves = new();
    private long _epochStart;
    private long _lastDrawn;
    private int _shownLength;
    private bool _open;
    private bool _curvesShown;

    /// <summary>Reports to a terminal.</summary>
    /// <param name="writer">The terminal; it must understand the carriage return.</param>
    /// <param name="columns">Gives its width; null or 0 for no limit. In a narrow one the bar becomes shorter, never the numbers.</param>
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

    /// <summary>
    /// Whether the curves of the losses and of a metric are shown below the bar from the second epoch on, and at the end: where the width
    /// is known and at least 100 columns. They are drawn with braille characters, and the terminal must understand the escape sequences
    /// of ANSI.
    /// </summary>
    public bool Curves { get; init; }

    /// <summary>Gives the height of the terminal, in lines: curves need 14. Null or 0 for no limit.</summary>
    public Func<int>? Rows { get; init; }

    /// <inheritdoc/>
    public override bool OnlyFirstProcess => true;

    /// <inheritdoc/>
    public override void OnTrainBegin(FitState state) => _curves.Clear();

    /// <inheritdoc/>
    public override void OnEpochBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _epochStart = _lastDrawn = _clock.GetTimestamp();
        _shownLength = 0;
        _open = true;
        _writer.WriteLine($"Epoch {state.Epoch}/{state.Epochs}");
        ShowCurves(state.History);
    }

    /// <inheritdoc/>
    public override void OnEpochResume(FitState state) => OnEpochBegin(state);

    /// <inheritdoc/>
    public override void OnBatchEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long now = _clock.GetTimestamp();
        if (_clock.GetElapsedTime(_lastDrawn, now) < RedrawInterval && state.Batch < state.Batches)
            return;
        _lastDrawn = now;
        double elapsed = _clock.GetElapsedTime(_epochStart, now).TotalSeconds;
        string left = "ETA: " + KerasFormat.Duration(elapsed / state.Batch * (state.Batches - state.Batch));
        Draw(new ProgressLine(state.Batch, state.Batches, left, [KerasFormat.Metric(EpochRecord.LossKey, state.Loss)]).Fit(Room));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(epoch);
        EraseCurves();
        Draw(
            new ProgressLine(state.Batches, state.Batches, KerasFormat.Time(epoch, state.Batches), [.. KerasFormat.Metrics(epoch)]).Fold(
                Room));
        Close();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        EraseCurves();
        Close();
        if (state.Completed)
        {
            foreach (string line in DrawCurves(state.History)) _writer.WriteLine(line);
        }
    }

    // A line that fills the last column would wrap, and the carriage return would not come back to its start.
    private int Room => _columns?.Invoke() is int columns and > 1 ? columns - 1 : int.MaxValue;

    private void Draw(IReadOnlyList<string> lines)
    {
        _line.Append('\r').Append(lines[0]).Append(' ', Math.Max(0, _shownLength - lines[0].Length));
        for (int i = 1; i < lines.Count; i++)
            _line.Append(_writer.NewLine).Append(lines[i]);
        _shownLength = lines[^1].Length;
        _writer.Write(_line);
        _writer.Flush();
        _line.Clear();
    }

    private IReadOnlyList<string> DrawCurves(History history)
    {
        if (!Curves || Room is < EpochCurves.LeastColumns - 1 or int.MaxValue) return [];
        if (Rows?.Invoke() is int rows and > 0 && rows < EpochCurves.Lines + LinesAroundCurves) return [];
        _curves.Take(history);
        return _curves.Draw(Room);
    }

    // Below the line of the bar, to whose start the cursor goes back: a terminal scrolls as it writes, so only distances are known.
    private void ShowCurves(History history)
    {
        IReadOnlyList<string> lines = DrawCurves(history);
        if (lines.Count == 0) return;
        foreach (string line in lines) _line.Append(_writer.NewLine).Append(line);
        _writer.Write(_line.Append($"\e[{lines.Count}A\r"));
        _writer.Flush();
        _line.Clear();
        _curvesShown = true;
    }

    private void EraseCurves()
    {
        if (_curvesShown) _writer.Write("\r\e[J"); // From the cursor to the end of the screen.
        _curvesShown = false;
    }

    private void Close()
    {
        if (_open)
            _writer.WriteLine();
        _open = false;
    }
}
