using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Generator.Tests;

public sealed class DescriptorTests
{
    [Fact]
    public void The_analyzer_supports_the_whole_catalogue_and_the_internal_error() => Assert.Equal(
        [.. DiagnosticCatalogue.All.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal), "MG9001"],
        new ModelAnalyzer().SupportedDiagnostics.Select(descriptor => descriptor.Id));

    [Fact]
    public void Every_descriptor_has_a_help_page() => Assert.All(new ModelAnalyzer().SupportedDiagnostics, descriptor =>
    {
        Assert.Equal($"https://github.com/modelgen/modelgen/blob/main/docs/diagnostics/{descriptor.Id}.md", descriptor.HelpLinkUri);
        Assert.Equal("ModelGen", descriptor.Category);
        Assert.True(descriptor.IsEnabledByDefault);
    });

    [Fact]
    public void An_internal_error_names_the_model_and_asks_for_a_report()
    {
        Attempt<string> attempt = Attempt.To<string>(
            "writing its kernels",
            "Net",
            () => throw new InvalidOperationException("first\nsecond"));
        string message = attempt.Error!.At(null).GetMessage(System.Globalization.CultureInfo.InvariantCulture);

        Assert.StartsWith(
            "ModelGen failed on 'Net' while writing its kernels: InvalidOperationException: first (at ",
            message,
            StringComparison.Ordinal);
        Assert.Contains("Please report it", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Equal(DiagnosticSeverity.Error, attempt.Error.At(null).Severity);
    }

    [Fact]
    public void Cancellation_is_no_error() => Assert.Throws<OperationCanceledException>(
        () => Attempt.To<string>("writing its kernels", "Net", () => throw new OperationCanceledException()));
}
