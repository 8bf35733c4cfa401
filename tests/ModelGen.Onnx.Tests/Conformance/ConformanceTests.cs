using System.Runtime.CompilerServices;

namespace ModelGen.Onnx.Tests.Conformance;

/// <summary>ONNX' own conformance suite: what is imported computes what the suite says, and the rest is listed with the reason.</summary>
public sealed class ConformanceTests : IDisposable
{
    /// <summary>Their file expects what ONNX Runtime does not compute, nor later versions of the suite.</summary>
    private static readonly string[] Disputed =
        ["node/resize_downsample_scales_cubic_align_corners", "node/resize_downsample_scales_linear_align_corners"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>All of the suite, or of each set of operators the first model.</summary>
    [SuiteFact]
    public void Models_agree_or_are_listed() => Check(SuiteModel.All(), "suite");

    /// <summary>Operators that are imported without being asked for by the files that were looked at.</summary>
    [SuiteFact]
    public void Further_models_agree_or_are_listed() => Check(SuiteModel.Further(), "further");

    private static void Check(IReadOnlyList<SuiteModel> all, string name)
    {
        if (TestTier.IsExhaustive)
        {
            Snapshot.Match(Text(SuiteRun.Of(all)), name, "txt");
            return;
        }

        Dictionary<string, string> listed = Listed(name);
        Assert.All(
            SuiteRun.Of([.. all.DistinctBy(model => model.Operators)]),
            found => Assert.Equal((found.Name, listed.GetValueOrDefault(found.Name, "agrees")), found));
    }

    /// <summary>As classes that only predict, kernels and all.</summary>
    [SuiteFact(IsExhaustive = true)]
    public void What_agrees_agrees_compiled()
    {
        Dictionary<string, string> listed = Listed("suite"), further = Listed("further");
        List<string> wrong = [];
        foreach (SuiteModel model in SuiteModel.All().Where(model => !listed.ContainsKey(model.Name))
            .Concat(SuiteModel.Further().Where(model => !further.ContainsKey(model.Name))))
        {
            try
            {
                if (SuiteRun.Compiled(model, _folder.Root) is { } difference) wrong.Add($"{model.Name}: {difference}");
            }
            catch (InvalidOperationException problem)
            {
                wrong.Add($"{model.Name}: {problem.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public void Documents_say_the_figure()
    {
        string figure = File.ReadLines(Verified("suite")).First().Replace(" agree.", "", StringComparison.Ordinal);
        foreach (string page in new[] { "README.md", "CHANGELOG.md", "docs/guide/onnx.md" })
            Assert.Contains(figure, File.ReadAllText(Path.Combine(FormatTests.Root(), page)), StringComparison.Ordinal);
    }

    private static string Text(IReadOnlyList<(string Name, string Result)> results)
    {
        (string Name, string Result)[] others = [.. results.Where(one => one.Result != "agrees").Select(one => (one.Name, Reason(one)))];
        string list = string.Concat(others.Select(one => $"{one.Name}: {one.Result}\n"));
        return $"{results.Count - others.Length} of {results.Count} agree.\n{list}";
    }

    private static string Reason((string Name, string Result) found) =>
        Disputed.Contains(found.Name) && found.Result.StartsWith("wrong:", StringComparison.Ordinal) ? "disputed" : found.Result;

    private static Dictionary<string, string> Listed(string name) => File.ReadLines(Verified(name)).Skip(1)
        .Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    private static string Verified(string name, [CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, $"ConformanceTests.{name}.verified.txt");
}
