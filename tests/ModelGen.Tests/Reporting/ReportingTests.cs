using System.Text;
using ModelGen.Data;
using ModelGen.Reporting;
using ModelGen.Training;

namespace ModelGen.Tests.Reporting;

public class ReportingTests
{
    /// <summary>A clock that a step of training moves on.</summary>
    private sealed class StepClock : TimeProvider
    {
        public long Milliseconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;
    }

    private static readonly Dataset<int> TenSamples = Dataset.FromArrays(new float[20], new int[10], 2);

    private static StringWriter NewWriter() => new() { NewLine = "\n" };

    private static string Bar(
        int millisecondsPerStep,
        int epochs = 1,
        Func<int>? columns = null,
        float loss = 0.25f,
        Dataset<int>? validation = null)
    {
        StepClock clock = new();
        StringWriter writer = NewWriter();
        FakeClassifier model = new() { Loss = _ => loss, OnStep = _ => clock.Milliseconds += millisecondsPerStep };
        ProgressBar bar = new(writer, columns, clock);
        model.Fit(TenSamples, new() { Epochs = epochs, BatchSize = 1, Progress = bar, Validation = validation });
        return writer.ToString();
    }

    /// <summary>What a terminal shows in the end.</summary>
    private static string[] Shown(string text) =>
        [
            .. text.Split('\n')
                .Select(line =>
                    line.Split('\r').Aggregate("", (shown, next) => next + (shown.Length > next.Length ? shown[next.Length..] : ""))),
        ];

    [Fact]
    public void The_bar_looks_like_that_of_keras()
    {
        string[] shown = Shown(Bar(1000, validation: TenSamples));
        Assert.Equal("Epoch 1/1", shown[0]);
        Assert.Matches(@"^10/10 \[={30}\] - 0s \d+(us|ms)/step - loss: 0\.2500 - val_loss: 1\.0000 - val_accuracy: 1\.0000 *$", shown[1]);
        Assert.Equal(["Epoch 1/1", shown[1], ""], shown);
    }

    [Fact]
    public void It_moves_while_training()
    {
        string[] frames = Bar(7000).Split('\n')[1].Split('\r');
        Assert.Equal(12, frames.Length); // Nothing before the first return, ten steps, the end.
        Assert.Equal(" 1/10 [==>...........................] - ETA: 1:03 - loss: 0.2500", frames[1]);
        Assert.Equal(" 9/10 [==========================>...] - ETA: 7s - loss: 0.2500", frames[9].TrimEnd());
        Assert.Equal("10/10 [==============================] - ETA: 0s - loss: 0.2500", frames[10].TrimEnd());
    }

    [Fact]
    public void It_draws_at_most_ten_times_a_second()
    {
        Assert.Equal(3, Bar(1).Split('\n')[1].Split('\r').Length); // Last step and end only.
        Assert.Equal(6, Bar(34).Split('\n')[1].Split('\r').Length); // Steps 3, 6, 9, the last and the end.
    }

    [Fact]
    public void A_shorter_line_covers_a_longer_one()
    {
        string[] frames = Bar(7000).Split('\n')[1].Split('\r');
        Assert.All(frames[1..].Zip(frames[2..]), pair => Assert.True(pair.Second.Length >= pair.First.TrimEnd().Length));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    public void It_stays_within_the_terminal_and_shows_all_numbers(int columns)
    {
        string text = Bar(7000, columns: () => columns, validation: TenSamples);
        Assert.All(text.Split('\n', '\r')[..^1], line => Assert.True(line.TrimEnd().Length < Math.Max(columns, 25)));
        string shown = string.Join("\n", Shown(text));
        Assert.Contains("loss: 0.2500", shown);
        Assert.Contains("val_loss: 1.0000", shown);
        Assert.Contains("val_accuracy: 1.0000", shown);
        Assert.All(text.Split('\n')[1].Split('\r')[1..^1], frame => Assert.Contains("loss: 0.2500", frame));
    }

    [Theory]
    [InlineData(200, "45/45 [==============================] - 1s 12ms/step - loss: 0.1234 - val_loss: 0.1500 - val_accuracy: 0.9700")]
    [InlineData(99, "45/45 [===================] - 1s 12ms/step - loss: 0.1234 - val_loss: 0.1500 - val_accuracy: 0.9700")]
    [InlineData(79, "45/45 - 1s 12ms/step - loss: 0.1234 - val_loss: 0.1500 - val_accuracy: 0.9700")]
    [InlineData(59, "45/45 [==============================] - 1s 12ms/step\n  loss: 0.1234 - val_loss: 0.1500 - val_accuracy: 0.9700")]
    [InlineData(39, "45/45 [================] - 1s 12ms/step\n  loss: 0.1234 - val_loss: 0.1500\n  val_accuracy: 0.9700")]
    [InlineData(19, "45/45\n  1s 12ms/step\n  loss: 0.1234\n  val_loss: 0.1500\n  val_accuracy: 0.9700")]
    public void The_last_line_of_an_epoch_folds(int room, string expected) =>
        Assert.Equal(
            expected.Split('\n'),
            new ProgressLine(45, 45, "1s 12ms/step", ["loss: 0.1234", "val_loss: 0.1500", "val_accuracy: 0.9700"]).Fold(room));

    [Theory]
    [InlineData(79, "12/45 [=======>......................] - ETA: 3s - loss: 0.1234")]
    [InlineData(45, "12/45 [==>.........] - ETA: 3s - loss: 0.1234")]
    [InlineData(35, "12/45 - ETA: 3s - loss: 0.1234")]
    [InlineData(25, "12/45 - loss: 0.1234")]
    [InlineData(15, "loss: 0.1234")]
    [InlineData(8, "loss: 0.")]
    public void A_moving_line_is_one_line(int room, string expected) =>
        Assert.Equal([expected], new ProgressLine(12, 45, "ETA: 3s", ["loss: 0.1234"]).Fit(room));

    [Fact]
    public void Each_epoch_has_its_bar()
    {
        string[] shown = Shown(Bar(200, epochs: 3));
        Assert.Equal(["Epoch 1/3", "Epoch 2/3", "Epoch 3/3"], shown.Where(line => line.StartsWith("Epoch", StringComparison.Ordinal)));
        Assert.Equal(7, shown.Length);
    }

    [Fact]
    public void An_interrupted_bar_ends_its_line()
    {
        StringWriter writer = NewWriter();
        FakeClassifier model = new() { Loss = step => step == 3 ? float.NaN : 1 };
        Assert.Throws<NonFiniteLossException>(() => model.Fit(TenSamples, new() { BatchSize = 1, Progress = new ProgressBar(writer) }));
        Assert.EndsWith("\n", writer.ToString());
    }

    [Fact]
    public void Redirected_output_has_one_line_per_epoch_in_any_culture()
    {
        using CommaCulture culture = new();
        StringWriter writer = NewWriter();
        new FakeClassifier { Loss = _ => 0.25f }.Fit(
            TenSamples, new() { Epochs = 2, BatchSize = 5, Validation = TenSamples, Progress = ProgressReport.To(writer) });
        string[] lines = writer.ToString().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches(@"^Epoch 1/2 - 0s \d+(us|ms)/step - loss: 0\.2500 - val_loss: 5\.0000 - val_accuracy: 1\.0000$", lines[0]);
        Assert.StartsWith("Epoch 2/2 - ", lines[1]);
        Assert.Equal("", lines[2]);
    }

    [Theory]
    [InlineData(0, "0.0000")]
    [InlineData(0.01234567, "0.0123")]
    [InlineData(0.0001234567, "1.2346e-04")]
    [InlineData(-5, "-5.0000")]
    [InlineData(double.NaN, "NaN")]
    public void Small_numbers_are_scientific(double value, string expected)
    {
        Assert.Equal("x: " + expected, KerasFormat.Metric("x", value));
    }

    [Theory]
    [InlineData(0.4, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(61, "1:01")]
    [InlineData(3723, "1:02:03")]
    public void Durations(double seconds, string expected) => Assert.Equal(expected, KerasFormat.Duration(seconds));

    [Theory]
    [InlineData(25, 1, "1s 25s/step")]
    [InlineData(0.012, 1, "0s 12ms/step")]
    [InlineData(0.000123, 1, "0s 123us/step")]
    public void Times_per_step(double trainingSeconds, int steps, string expected)
    {
        EpochRecord epoch = new(1, 0, null, null, 0, trainingSeconds, trainingSeconds > 1 ? 1 - trainingSeconds : 0);
        Assert.Equal(expected, KerasFormat.Time(epoch, steps));
    }

    [Theory]
    [InlineData(0, 7, "0/7 [..............................]")]
    [InlineData(1, 100, "  1/100 [..............................]")]
    [InlineData(50, 100, " 50/100 [==============>...............]")]
    [InlineData(1, 1, "1/1 [==============================]")]
    public void Bars(int done, int total, string expected)
    {
        StringBuilder text = new(KerasFormat.Counter(done, total) + " ");
        KerasFormat.AppendBar(text, done, total);
        Assert.Equal(expected, text.ToString());
    }

    [Fact]
    public void The_console_of_a_test_is_redirected_or_not_but_never_fails() => Assert.NotNull(ProgressReport.ToConsole());
}
