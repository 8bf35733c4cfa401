using System.Text;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests;

/// <summary>The guide in <c>docs/guide</c> is one program in pieces: it compiles, and it runs.</summary>
public sealed class GuideTests
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MarkdownFile Guide = new(Path.Combine(MarkdownFile.Docs, "guide", "README.md"));

    [Fact]
    public void All_of_its_code_compiles_and_runs()
    {
        GeneratorRun run = Build(new(ImplicitUsings, Program(Guide.Listings("csharp"))));

        Assert.Empty(run.InputAnalyzerDiagnostics);
        Assert.Empty(run.GeneratorDiagnostics);
        using DynamicAssembly assembly = run.CompileAndLoad();
        assembly.Method<Action>("Guide", "Run")();
        Assert.True(File.Exists("circle.safetensors"));
        File.Delete("circle.safetensors");
    }

    [Theory]
    [InlineData("images.md")]
    [InlineData("training.md")]
    [InlineData("tables.md")]
    [InlineData("analysis.md")]
    [InlineData("sequences.md")]
    [InlineData("gradients.md")]
    public void The_page_compiles(string name)
    {
        MarkdownFile page = new(Path.Combine(MarkdownFile.Docs, "guide", name));
        GeneratorRun run = Build(new(ImplicitUsings, Program(page.Listings("csharp"))));

        Assert.Empty(run.InputAnalyzerDiagnostics);
        Assert.Empty(run.GeneratorDiagnostics);
        run.CompileAndLoad().Dispose();
        Assert.Empty(page.BrokenLinks);
    }

    /// <summary>Its models are compiled for steps that several processes share, as the project references the package.</summary>
    [Fact]
    public void The_page_on_several_processes_compiles()
    {
        MarkdownFile page = new(Path.Combine(MarkdownFile.Docs, "guide", "distributed.md"));
        string[] sources = [ImplicitUsings, Program(page.Listings("csharp"))];
        MetadataReference package = MetadataReference.CreateFromFile(typeof(Mpi.DataParallel).Assembly.Location);
        HarnessProject project = HarnessProject.For(sources) with
        {
            References = [.. GeneratorHarness.ConsumerReferences, package],
        };
        GeneratorRun run = Build(new(project, sources));

        Assert.Empty(run.InputAnalyzerDiagnostics);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Contains("IPartialSteps.Finish", string.Concat(run.Files.Values), StringComparison.Ordinal);
        run.CompileAndLoad().Dispose();
        Assert.Empty(page.BrokenLinks);
    }

    [Fact]
    public void The_functions_compile_and_run()
    {
        MarkdownFile page = new(Path.Combine(MarkdownFile.Docs, "guide", "functions.md"));
        string[] listings = page.Listings("csharp");
        GeneratorRun run = GeneratorHarness.Run(
            ImplicitUsings,
            listings[0],
            $$"""
            using ModelGen;
            using static ModelGen.Tensor;
            [Model, Input(2, 8, 8), Apply(nameof(Cosines)), Flatten, Dense(8), Apply(nameof(Code)), Apply(nameof(Centered))]
            [Apply(nameof(Threshold)), Apply(nameof(Activation)), Dense(1)]
            [MeanSquaredError, Sgd(0.1f)]
            public sealed partial class Parts { {{string.Concat(listings[1..^1])}} }
            """,
            $"using ModelGen; public static class Guide "
                + $"{{ public static double Run() {{ {listings[^1]} return y[0] + loss + scaled.Size; }} }}");

        Assert.Empty(run.InputAnalyzerDiagnostics);
        Assert.Empty(run.GeneratorDiagnostics);
        using DynamicAssembly assembly = run.CompileAndLoad();
        Assert.True(double.IsFinite(assembly.Method<Func<double>>("Guide", "Run")()));
        Assert.Empty(page.BrokenLinks);
    }

    [Fact]
    public void The_models_of_convolutions_compile()
    {
        MarkdownFile page = new(Path.Combine(MarkdownFile.Docs, "guide", "convolutions.md"));
        GeneratorRun run = Build(new($"using ModelGen;\n{string.Join('\n', page.Listings("csharp"))}"));

        Assert.Empty(run.InputAnalyzerDiagnostics);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(page.BrokenLinks);
    }

    /// <summary>Its weights are written by what is on the page, too: a model of the same layers.</summary>
    [Fact]
    public void The_models_of_shipping_compile_and_predict()
    {
        MarkdownFile page = new(Path.Combine(MarkdownFile.Docs, "guide", "shipping.md"));
        string folder = Directory.CreateTempSubdirectory().FullName;
        WeightsText weights = WeightsText.Write(
            folder,
            "digits.safetensors",
            WeightFiles.Bytes(
                [
                    WeightFiles.Floats("dense1.weight", 64, 64), WeightFiles.Floats("dense1.bias", 64),
                    WeightFiles.Floats("dense2.weight", 10, 64), WeightFiles.Floats("dense2.bias", 10),
                ]));
        string[] listings = page.Listings("csharp");
        HarnessProject project = HarnessProject.Default with { Weights = [weights] };
        GeneratorRun run = Build(new(project, ImplicitUsings, Program([.. listings.Take(2)]), listings[2], listings[3]));

        Assert.Empty(run.InputAnalyzerDiagnostics);
        Directory.Delete(folder, recursive: true);
        Assert.Empty(run.BuildErrors);
        Assert.Empty(run.GeneratorDiagnostics);
        run.CompileAndLoad().Dispose();
        // The last one, which calibrates that model, needs data.
        Assert.Equal(5, listings.Length);
        Assert.Empty(page.BrokenLinks);
    }

    [Fact]
    public void It_is_short_and_its_links_lead_somewhere()
    {
        Assert.InRange(Guide.Lines.Length, 1, 150);
        Assert.Empty(Guide.BrokenLinks);
    }

    /// <summary>With kernels of one width, which every processor has: that those of others compile, other tests show.</summary>
    private static GeneratorRun Build(GeneratorHarness harness) =>
        harness.Build(TestTier.IsExhaustive ? [] : [("ModelGenEmittedVectorBits", "128")]);

    /// <summary>Listings of declarations stay as they are; statements, in their order, become one method.</summary>
    private static string Program(string[] listings)
    {
        StringBuilder usings = new(), declarations = new(), statements = new();
        foreach (string listing in listings)
        {
            bool inUsings = true, declares = false;
            foreach (string line in listing.Split('\n'))
            {
                bool isUsing = inUsings && line.StartsWith("using ", StringComparison.Ordinal);
                if (inUsings && !isUsing && line.Length > 0)
                {
                    inUsings = false;
                    declares = line[0] == '[' || line.StartsWith("public ", StringComparison.Ordinal);
                }

                (isUsing ? usings : declares ? declarations : statements).Append(line).Append('\n');
            }
        }

        return $"{usings}\n{declarations}\npublic static class Guide\n{{\npublic static void Run()\n{{\n{statements}}}\n}}\n";
    }
}
