using System.Runtime.Intrinsics;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The vector widths that a build asks for, as the package's targets pass them on.</summary>
public sealed class VectorWidthTests
{
    private const string Property = "ModelGenEmittedVectorBits";

    [Theory]
    [InlineData("256", new[] { "256" })]
    [InlineData("128,256", new[] { "128", "256" })]
    [InlineData("", new[] { "128", "256", "512" })]
    [InlineData("wide", new[] { "128", "256", "512" })]
    public void Only_these_kernels_are_written(string value, string[] widths)
    {
        GeneratorRun run = new GeneratorHarness(Sources.Digits).Build((Property, value));

        Assert.Equal(
            widths.Select(width => $"Samples.Digits.kernels{width}.g.cs"),
            run.Files.Keys.Where(name => name.Contains(".kernels", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(run.CompilerDiagnostics, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    [Fact]
    public void The_machine_that_builds_has_one_width()
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        GeneratorRun run = new GeneratorHarness(Sources.Digits).Build((Property, "machine"));

        Assert.Equal(
            [$"Samples.Digits.kernels{bits}.g.cs"],
            run.Files.Keys.Where(name => name.Contains(".kernels", StringComparison.Ordinal)));
        Assert.DoesNotContain(run.CompilerDiagnostics, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    [Fact]
    public void Another_choice_writes_the_kernels_anew_and_not_the_members()
    {
        GeneratorHarness harness = new(Sources.Digits);
        harness.Run();
        GeneratorRun other = harness.Build((Property, "256"));
        GeneratorRun same = harness.Build((Property, "256,256"));

        Assert.Equal([IncrementalStepRunReason.Cached], other.Reasons(ModelGenerator.SurfaceStep));
        Assert.Equal([IncrementalStepRunReason.Modified], other.Reasons(ModelGenerator.KernelsStep));
        Assert.Equal([IncrementalStepRunReason.Cached], same.Reasons(ModelGenerator.KernelsStep));
    }
}
