using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelGen.Tests.Samples;

/// <summary><c>samples/Pronounce</c> in a short form, on a language in which each letter has one sound.</summary>
public sealed partial class PronounceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("transformer")]
    [InlineData("lstm")]
    public void Learns_saves_and_goes_on(string network)
    {
        Random random = new(1);
        string dictionary = _folder.File("words.dict"), weights = _folder.File("weights.safetensors");
        string[] words = [.. Enumerable.Range(0, 600).Select(_ => string.Concat(
            Enumerable.Range(0, random.Next(1, 5)).Select(_ => (char)('a' + random.Next(6))))).Distinct()];
        File.WriteAllLines(dictionary, words.Select(word => $"{word} {string.Join(' ', word.ToUpperInvariant().ToCharArray())}"));

        string[] options =
            ["--network", network, "--dictionary", dictionary, "--held", "40", "--beam", "2", "--out", weights, "--say", "fade"];
        string untrained = SampleProgram.Run("Pronounce", [.. options, "--steps", "0"]);
        string trained = SampleProgram.Run("Pronounce", [.. options, "--steps", "120"]);
        string again = SampleProgram.Run("Pronounce", [.. options, "--steps", "0", "--resume", weights]);

        Assert.True(Loss(trained) < 0.7 * Loss(untrained), $"{untrained}\n{trained}");
        Assert.Equal(Loss(trained), Loss(again));
        foreach (string line in new[] { "step   120", "greedy: ", "beam of 2: ", "fade: " })
            Assert.Contains("\n" + line, trained, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_package_has_the_dictionary()
    {
        string printed = SampleProgram.Run("Pronounce", ["--dictionary", _folder.File("none.dict")], exitCode: 2);
        Assert.Contains("pocketsphinx-en-us", printed, StringComparison.Ordinal);
    }

    private static double Loss(string printed) =>
        double.Parse(PutAside().Match(printed).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"loss of a sound (\d+\.\d+)")]
    private static partial Regex PutAside();
}
