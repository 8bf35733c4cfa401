using System.Runtime.CompilerServices;

namespace ModelGen.Tests.Samples;

/// <summary>The READMEs of some samples show what the programs print, to the last digit: the same bits come out on every
/// machine.</summary>
public sealed class PrintedReadmeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Shown(string sample, [CallerFilePath] string thisFile = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../samples", sample, "README.md");
        return File.ReadAllText(path).ReplaceLineEndings("\n").Split("```text\n")[1].Split("```")[0].Trim();
    }

    private static string Run(string program, params string[] options) => SampleProgram.Run(program, options);

    [Fact]
    public void ViewsForecast() => Assert.Equal(Shown("ViewsForecast"), Run("ViewsForecast"));

    [Fact]
    public void SequenceTasks() => Assert.Equal(Shown("SequenceTasks"), Run("SequenceTasks"));

    [Fact]
    public void CriticalPoints() => Assert.Equal(Shown("CriticalPoints"), Run("CriticalPoints"));

    /// <summary>All but how long a step takes.</summary>
    [Fact]
    public void Streaming()
    {
        string printed = Run("Streaming", "--out", _folder.File("forecast.csv"));
        Assert.Equal(WithoutTimes(Shown("Streaming")), WithoutTimes(printed).Split("\n\nSaved to")[0]);
        Assert.All(printed.Split('\n').SkipLast(1), line => Assert.InRange(line.Length, 0, 80));
        string[] lines = File.ReadAllLines(_folder.File("forecast.csv"));
        Assert.Equal(("seconds,millivolts,forecast", 21_601), (lines[0], lines.Length));
        Assert.Matches(@"^59\.9972,-0\.\d{3},-0\.\d{4}$", lines[^1]);

        static string WithoutTimes(string text) =>
            string.Join('\n', text.Split('\n').Where(line => !line.Contains("a step takes", StringComparison.Ordinal)));
    }

    [Fact]
    public void Streaming_refuses_what_is_no_recording()
    {
        string file = _folder.File("short.txt");
        File.WriteAllLines(file, Enumerable.Repeat("1024", 100));
        Refused("has 100 values; a minute has 21600", "--data", file);
        File.WriteAllLines(file, ["1000", "mV"]);
        Refused("line 2: 'mV' is no number", "--data", file);
        Refused("There is no option '--beats'", "--beats");

        static void Refused(string message, params string[] options) =>
            Assert.Contains(message, SampleProgram.Run("Streaming", options, exitCode: 2), StringComparison.Ordinal);
    }

    [Fact]
    public void Tabular()
    {
        string report = _folder.File("penguins.html");
        Assert.Equal(Shown("Tabular"), Run("Tabular", "--report", report).Replace(report, "penguins.html", StringComparison.Ordinal));
        Assert.Contains("Loss around the weights", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingGuide()
    {
        string report = _folder.File("training-guide.html");
        string printed = Run("TrainingGuide", "--report", report);
        string folder = _folder.Root + Path.DirectorySeparatorChar;
        Assert.Equal(Shown("TrainingGuide"), printed.Replace(folder, "", StringComparison.Ordinal));
        Assert.Contains("val_loss", File.ReadAllText(_folder.File("training-guide.plain.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void OptimizerRace()
    {
        string picture = _folder.File("race.svg");
        string printed = Run("OptimizerRace", "--out", picture);
        Assert.Equal(Shown("OptimizerRace"), printed.Replace(picture, "race.svg", StringComparison.Ordinal));
        Assert.Equal(8, File.ReadAllText(picture).Split("<polyline ").Length - 1);
    }
}
