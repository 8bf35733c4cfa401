using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ModelGen.Tests.Samples;

/// <summary>The README of samples/Digits shows what the program prints, times and places aside.</summary>
public sealed partial class DigitsReadmeTests : IDisposable
{
    private const string LeftOut = "…";

    private readonly TemporaryFolder _folder = new();

    private static string Readme() => File.ReadAllText(Sample("README.md"));

    private static string Sample(string file, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../samples/Digits", file);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_shows_what_the_program_prints()
    {
        string[] printed = Lines(Run());
        string[] shown = Lines(Readme().Split("```\n")[3]);
        int left = Array.IndexOf(shown, LeftOut);
        Assert.Equal(shown[..left], printed[..left]);
        Assert.Equal(shown[(left + 1)..], printed[^(shown.Length - left - 1)..]);
        AssertShippedWeights();
    }

    /// <summary>What other samples ship is what this one trains, bit for bit.</summary>
    private void AssertShippedWeights() => Assert.True(
        File.ReadAllBytes(_folder.File("digits.safetensors")).SequenceEqual(File.ReadAllBytes(Sample("digits.safetensors"))),
        "samples/Digits/digits.safetensors is not what the sample trains now: its README says how to make it anew.");

    /// <summary>"Over the seeds 0 to 9 the accuracy is between … % and … %, with a median of … %".</summary>
    [ExhaustiveFact]
    public void It_says_how_accurate_other_seeds_are()
    {
        double[] accuracies = [.. Enumerable.Range(0, 10).Select(Accuracy).Order()];
        double median = (accuracies[4] + accuracies[5]) / 2;
        string expected = FormattableString.Invariant($"between {accuracies[0]:0.0} % and {accuracies[9]:0.0} %")
            + FormattableString.Invariant($", with a median of {median:0.0} %.");
        Assert.Contains("Over the seeds 0 to 9 the accuracy is " + expected, Readme().ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private double Accuracy(int seed)
    {
        Match result = AccuracyLine().Match(Run("--seed", seed.ToString(CultureInfo.InvariantCulture)));
        return 100.0 * Number(1) / Number(2);

        int Number(int group) => int.Parse(result.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    private string Run(params string[] options)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Digits.dll");
        ProcessStartInfo start = new(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["exec", program, "--out", _folder.File("digits.safetensors"), .. options])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return printed;
    }

    private static string[] Lines(string text) =>
    [
        .. Times().Replace(text.Trim().ReplaceLineEndings("\n"), "a time").Split('\n')
            .Select(line => line.StartsWith("Saved to ", StringComparison.Ordinal) ? "Saved to a file" : line.TrimEnd()),
    ];

    [GeneratedRegex(@"\d+s \d+(us|ms|s)/step|(?<=digits in )\d+\.\d s")]
    private static partial Regex Times();

    [GeneratedRegex(@"accuracy [\d.]+%: (\d+) of (\d+)")]
    private static partial Regex AccuracyLine();
}
