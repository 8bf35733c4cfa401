using System.Globalization;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Compiler.Tests.Bounds;

/// <summary>
/// Generation is bounded for every declaration: what is refused is refused at once, and what is accepted is generated within the limits of
/// <see cref="Generation"/>. Time is not asserted, since machines differ; what is allocated grows with it, and is the same everywhere.
/// </summary>
public sealed class BoundsTests(ITestOutputHelper output)
{
    private const long MostToRefuse = 64L << 20, MostToGenerate = 2L << 30;

    [Fact]
    public void What_is_refused_is_refused_at_once()
    {
        IReadOnlyList<Generation> results = Generation.Of([.. ExtremeTable.Refused.Select(row => Declaration(row.Layers, row.Blocks))]);
        foreach (((string layers, _, string says), Generation result) in ExtremeTable.Refused.Zip(results))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.BytesToCheck >> 10,8:N0} KiB {Short(layers)}"));
            Assert.StartsWith("MG1009 ", result.Errors, StringComparison.Ordinal);
            Assert.Contains(says, result.Errors, StringComparison.Ordinal);
            Assert.True(result.BytesToCheck < MostToRefuse, $"{result.BytesToCheck:N0} bytes to refuse {Short(layers)}");
            Assert.Equal(0, result.Lines);
        }
    }

    [Fact]
    public void What_is_accepted_is_generated_within_the_limits()
    {
        IReadOnlyList<Generation> results = Generation.Of([.. ExtremeTable.Accepted.Select(row => Declaration(row.Layers, row.Blocks))]);
        foreach (((string layers, _), Generation result) in ExtremeTable.Accepted.Zip(results)) Accept(layers, result);
    }

    [Fact]
    public void Whatever_the_numbers_are()
    {
        int count = TestTier.Count(fast: 40, exhaustive: 1000);
        output.WriteLine(TestSeed.Text);
        ExtremeModels drawn = new(new Random(TestSeed.Value));
        string[] layers = [.. Enumerable.Range(0, count).Select(_ => drawn.Next())];
        IReadOnlyList<Generation> results = Generation.Of([.. layers.Select(text => Declaration(text, ExtremeModels.Blocks))]);
        foreach ((string text, Generation result) in layers.Zip(results))
        {
            if (result.Errors.Length == 0) Accept(text, result);
            else Assert.True(result.BytesToCheck < MostToRefuse, $"{result.BytesToCheck:N0} bytes to refuse {text}");
        }

        Assert.InRange(results.Count(result => result.Errors.Length == 0), count / 10, count);
    }

    private void Accept(string layers, Generation result)
    {
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Lines,8:N0} lines {result.BytesToGenerate >> 20,6:N0} MiB {Short(layers)}"));
        Assert.True(result.Errors.Length == 0, $"{result.Errors}: {Short(layers)}");
        Assert.True(result.Lines > 0, Short(layers));
        Assert.True(
            result.BytesToCheck + result.BytesToGenerate < MostToGenerate,
            $"{result.BytesToGenerate:N0} bytes to generate {Short(layers)}");
    }

    private static string Declaration(string layers, string blocks) => $"[{layers}, MeanSquaredError, Sgd(0.1f)]\t{blocks}";

    private static string Short(string layers) => layers.Length <= 160 ? layers : layers[..157] + "...";
}
