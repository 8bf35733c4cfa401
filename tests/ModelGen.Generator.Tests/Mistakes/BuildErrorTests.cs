using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests.Mistakes;

/// <summary>A wrong model never builds: a build reports its errors with and without analyzers, and with them once.</summary>
public sealed class BuildErrorTests
{
    public static TheoryData<string> Errors =>
        [
            .. CatalogueCase
                .All.Values.Where(mistake => mistake.Answer.StartsWith("error", StringComparison.Ordinal))
                .Select(mistake => mistake.Title),
        ];

    /// <summary>The compiler prints equal diagnostics once; equal means by <see cref="Diagnostic.Equals(Diagnostic)"/>.</summary>
    [Theory]
    [MemberData(nameof(Errors))]
    public void The_generator_reports_in_a_build_what_the_analyzer_reports(string title)
    {
        GeneratorRun run = GeneratorHarness.Run(CatalogueCase.All[title].Source.Text);

        Assert.Equal<Diagnostic>(run.InputAnalyzerDiagnostics, run.BuildErrors);
    }

    [Fact]
    public void In_an_editor_the_generator_is_silent() =>
        Assert.Empty(GeneratorHarness.InEditor(CatalogueCase.All["A static model"].Source.Text).Run().DriverResult.Diagnostics);

    [Fact]
    public void Warnings_are_the_analyzers_alone()
    {
        GeneratorRun run = GeneratorHarness.Run(Sources.Model("[Dense(16), Dense(1)]"));

        Assert.Single(run.InputAnalyzerDiagnostics);
        Assert.Empty(run.BuildErrors);
    }

    [Theory]
    [InlineData("MG1001", true)]
    [InlineData("MG0001", true)]
    [InlineData("MG3001", false)]
    [InlineData("MG2010", false)]
    public void Nobody_can_turn_off_the_error_of_a_model_that_cannot_be_compiled(string id, bool isBinding) =>
        Assert.Equal(
            isBinding,
            new ModelAnalyzer()
                .SupportedDiagnostics.Single(descriptor => descriptor.Id == id)
                .CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable));

    [Fact]
    public void An_error_stays_whatever_the_project_says_of_it()
    {
        HarnessProject project = HarnessProject.Default with
        {
            CompilationOptions = HarnessProject.Default.CompilationOptions.WithSpecificDiagnosticOptions([
                KeyValuePair.Create("MG0030", ReportDiagnostic.Suppress),
            ]),
        };
        GeneratorRun run = new GeneratorHarness(project, "#pragma warning disable MG0030\n" + Sources.Model("[Dense(-1)]")).Run();

        Assert.Equal("MG0030", Assert.Single(run.BuildErrors).Id);
        Assert.Equal("MG0030", Assert.Single(run.InputAnalyzerDiagnostics).Id);
    }
}
