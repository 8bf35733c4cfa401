using System.Globalization;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Reporting;
using ModelGen.Training;

namespace ModelGen.Tests.Reporting;

/// <summary>The curves below the bar, as a terminal shows them.</summary>
public class CurvesTests
{
    /// <summary>A terminal of some size that scrolls and wraps, and knows the escape sequences that are used.</summary>
    private sealed class Terminal(int columns, int rows)
    {
        private readonly List<char[]> _lines = [NewLine(columns)];
        private int _row, _column;

        public string[] Lines => [.. _lines.Select(line => new string(line).TrimEnd())];

        public void Write(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] == '\e')
                {
                    int end = text.AsSpan(i).IndexOfAny('A', 'J') + i;
                    if (text[end] == 'A')
                    {
                        // No further up than the screen reaches.
                        int up = int.Parse(text.AsSpan(i + 2, end - i - 2), CultureInfo.InvariantCulture);
                        _row = Math.Max(_row - up, Math.Max(0, _lines.Count - rows));
                    }
                    else
                    {
                        _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                        _lines[_row].AsSpan(_column).Fill(' ');
                    }

                    i = end;
                }
                else if (text[i] == '\r')
                    _column = 0;
                else if (text[i] == '\n')
                    Feed();
                else
                {
                    if (_column == columns) Feed();
                    _lines[_row][_column++] = text[i];
                }
            }
        }

        private void Feed()
        {
            _column = 0;
            if (++_row == _lines.Count) _lines.Add(NewLine(columns));
        }

        private static char[] NewLine(int columns)
        {
            char[] line = new char[columns];
            line.AsSpan().Fill(' ');
            return line;
        }
    }

    /// <summary>Writes to a terminal, and keeps what it shows after each piece.</summary>
    private sealed class TerminalWriter(Terminal terminal) : StringWriter
    {
        public override string NewLine => "\n";

        public List<string[]> Frames { get; } = [];

        public override void Flush()
        {
            terminal.Write(GetStringBuilder().ToString());
            GetStringBuilder().Clear();
            Frames.Add(terminal.Lines);
        }
    }

    private static readonly Dataset<int> TenSamples = Dataset.FromArrays(new float[20], new int[10], 2);

    private static List<string[]> Frames(
        int columns, int rows = 40, int epochs = 4, bool curves = true, int? known = null, Func<int, float>? loss = null)
    {
        TerminalWriter writer = new(new Terminal(columns, rows));
        FakeClassifier model = new() { Loss = loss ?? (step => 1f / step) };
        ProgressBar bar = new(writer, () => known ?? columns) { Curves = curves, Rows = () => rows };
        try
        {
            model.Fit(TenSamples, new() { Epochs = epochs, BatchSize = 5, Progress = bar, Validation = TenSamples });
        }
        catch (NonFiniteLossException)
        {
        }

        writer.Flush();
        return writer.Frames;
    }

    private static bool IsChart(string line) => line.Any(character => character is >= '\u2801' and <= '\u28FF');

    [Theory]
    [InlineData(100, 14)]
    [InlineData(100, 40)]
    [InlineData(140, 24)]
    [InlineData(300, 24)]
    public void The_curves_are_below_the_bar_and_at_the_end(int columns, int rows)
    {
        List<string[]> frames = Frames(columns, rows);
        string[] end = frames[^1];
        Assert.Equal(["Epoch 1/4", "Epoch 2/4", "Epoch 3/4", "Epoch 4/4"], [end[0], end[2], end[4], end[6]]);
        Assert.All(new[] { 1, 3, 5, 7 }, line => Assert.Matches("^2/2 .* - loss: .* - val_loss: .* - val_accuracy: 1.0000$", end[line]));
        Assert.Contains("⠒⠒⠒ loss", end[8]);
        Assert.Contains("⠂⠂⠂ val_loss", end[8]);
        Assert.Contains("⠒⠒⠒ val_accuracy", end[8]);
        Assert.Equal(8 + EpochCurves.Lines + 1, end.Length);

        // While the third epoch is trained, the curves of two stand below its bar; then the bar's last line takes their place.
        string[] during = Assert.Single(frames, lines => lines.Length > 5 && lines[5].Contains("ETA: "));
        Assert.Equal(6 + EpochCurves.Lines, during.Length);
        Assert.Contains("⠒⠒⠒ loss", during[6]);
        Assert.All(frames, lines => Assert.True(lines.Count(line => line.Contains("⠒⠒⠒ loss")) <= 1));
    }

    [Fact]
    public void The_first_epochs_have_none() => Assert.DoesNotContain(Frames(120, epochs: 1).SelectMany(lines => lines), IsChart);

    [Fact]
    public void A_terminal_too_narrow_too_low_or_of_unknown_width_has_none()
    {
        Assert.DoesNotContain(Frames(99).SelectMany(lines => lines), IsChart);
        Assert.DoesNotContain(Frames(120, rows: 13).SelectMany(lines => lines), IsChart);
        Assert.DoesNotContain(Frames(120, known: 0).SelectMany(lines => lines), IsChart);
        Assert.DoesNotContain(Frames(120, curves: false).SelectMany(lines => lines), IsChart);
    }

    [Fact]
    public void A_training_that_fails_leaves_no_curves()
    {
        string[] end = Frames(120, loss: step => step == 6 ? float.NaN : 1)[^1];
        Assert.DoesNotContain(end, IsChart);
        Assert.Equal("Epoch 3/4", end[4]);
    }

    [Fact]
    public void One_metric_is_shown_with_its_counterpart()
    {
        EpochCurves curves = new();
        FakeClassifier model = new() { Loss = step => 1f / step };
        History history = model.Fit(
            TenSamples,
            new()
            {
                Epochs = 3,
                BatchSize = 5,
                Progress = null,
                Validation = TenSamples,
                TrainingMetrics = true,
                Metrics = [Metric.TopKAccuracy(2)],
            });
        curves.Take(history);
        string first = curves.Draw(139)[0];
        Assert.Matches(@"^ +⠒⠒⠒ loss \S+   ⠂⠂⠂ val_loss \S+ +⠒⠒⠒ accuracy \S+   ⠂⠂⠂ val_accuracy \S+$", first);
        Assert.All(curves.Draw(99), line => Assert.True(line.Length <= 99));
    }
}
