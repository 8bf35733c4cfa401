using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests;

/// <summary>The report on kernels that <c>ModelGenExplain</c> asks for.</summary>
public sealed class ExplainTests
{
    private const string Report = "Samples.Digits.explain.g.cs";

    [Fact]
    public void The_report_of_a_small_model() => Snapshot.Match(Text(Explained(Sources.Digits)), "Digits", "md");

    [Fact]
    public void It_is_nothing_but_comments_and_the_code_stays_the_same()
    {
        GeneratorRun plain = GeneratorHarness.Run(Sources.Digits);
        GeneratorRun explained = Explained(Sources.Digits);

        Assert.DoesNotContain(Report, plain.Files.Keys);
        Assert.Empty(plain.Values(ModelGenerator.ExplainStep));
        Assert.All(explained.Files[Report].TrimEnd('\n').Split('\n'), line => Assert.StartsWith("//", line, StringComparison.Ordinal));
        Assert.Equal(plain.Files, explained.Files.Where(file => file.Key != Report));
        Assert.DoesNotContain(
            explained.CompilerDiagnostics,
            diagnostic => diagnostic.Location.SourceTree?.FilePath.EndsWith(Report, StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("false")]
    [InlineData("1")]
    public void Without_the_property_there_is_none(string value) =>
        Assert.DoesNotContain(Report, new GeneratorHarness(Sources.Digits).Build(("ModelGenExplain", value)).Files.Keys);

    [Fact]
    public void The_number_of_samples_can_be_chosen()
    {
        Assert.Contains("are for 64 samples", Text(Explained(Sources.Digits)), StringComparison.Ordinal);
        Assert.Contains("are for 7 samples", Text(Explained(Sources.Digits, ("ModelGenExplainSamples", "7"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_does_not_check_has_none()
    {
        GeneratorRun run = Explained(Sources.Digits.Replace("Dense(10)", "Dense(-1)", StringComparison.Ordinal));

        Assert.DoesNotContain(Report, run.Files.Keys);
        Assert.Empty(run.GeneratorDiagnostics);
    }

    [Fact]
    public void An_equal_declaration_is_not_explained_again_and_kernels_do_not_depend_on_it()
    {
        GeneratorHarness harness = new(Sources.Digits);
        harness.Run();
        GeneratorRun first = harness.Build(("ModelGenExplain", "true"));
        GeneratorRun edited = harness.Edit(
            0,
            text => text.Replace("class Digits;", "class Digits { public int Guess() => 7; }", StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.New], first.Reasons(ModelGenerator.ExplainStep));
        Assert.Equal([IncrementalStepRunReason.Cached], first.Reasons(ModelGenerator.KernelsStep));
        Assert.Equal([IncrementalStepRunReason.Cached], edited.Reasons(ModelGenerator.ExplainStep));
    }

    private static GeneratorRun Explained(string source, params (string, string)[] more) =>
        new GeneratorHarness(source).Build([("ModelGenExplain", "true"), .. more]);

    /// <summary>As the package's build files write it.</summary>
    private static string Text(GeneratorRun run) =>
        string.Join(
            '\n',
            run.Files[Report].Split('\n').Select(line => line.StartsWith("// ", StringComparison.Ordinal) ? line[3..] : line.TrimStart('/'))
        );
}
