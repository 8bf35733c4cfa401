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
