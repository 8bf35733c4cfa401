using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests;

/// <summary>Blocks of another assembly, whose project keeps its attributes.</summary>
public sealed class SharedBlockTests
{
    // What the property ModelGenShareBlocks defines.
    private const string Keep = "#define MODELGEN_KEEP_ATTRIBUTES\n";

    private const string Blocks = """
        using ModelGen;

        [Block, Dense(Arg.A), LayerNorm, Relu, Use<Inner>(Arg.A)]
        public partial class Branch;

        [Block, Dense(Arg.A), Relu, Dropout(0.1), Dense(Arg.A, UseBias = false)]
        public partial class Inner;
        """;

    private const string Model = """
        using ModelGen;

        [Model, Input(4), Residual<Branch>(6), Relu, Repeat<Branch>(1, 6), Relu, Dense(1), MeanSquaredError, Sgd(0.1f)]
        public sealed partial class Net;
        """;

    [Fact]
    public void A_model_of_another_assembly_becomes_the_same_code()
    {
        GeneratorRun elsewhere = Use(Model, Keep + Blocks);
        GeneratorRun here = GeneratorHarness.Run(Model, Blocks);

        Assert.Empty(elsewhere.InputAnalyzerDiagnostics);
        Assert.Empty(elsewhere.BuildErrors);
        Assert.Equal(here.Files.Where(file => file.Key.StartsWith("Net", StringComparison.Ordinal)), elsewhere.Files);
        elsewhere.CompileAndLoad().Dispose();
    }

    [Theory]
    [InlineData("Residual<Branch>(6)", "Residual<Branch>(-6)", "MG0030", "-6")]
    [InlineData("Residual<Branch>(6)", "Reshape(2, 2), Use<Deep>", "MG1010", "Use<Deep>")]
    [InlineData("Residual<Branch>(6)", "Reshape(2, 2), Use<Deeper>", "MG1010", "Use<Deeper>")]
    public void What_does_not_fit_stands_at_the_use(string right, string wrong, string id, string text)
    {
        const string Deep =
            "\n[Block, Conv2D(4, 3)]\npublic partial class Deep;\n[Block, Use<Deep>]\npublic partial class Deeper;\n";
        GeneratorRun run = Use(Model.Replace(right, wrong, StringComparison.Ordinal), Keep + Blocks + Deep);
        Diagnostic found = Assert.Single(run.InputAnalyzerDiagnostics);

        Assert.Equal(id, found.Id);
        Assert.Equal(text, found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan));
    }

    [Fact]
    public void Attributes_that_were_not_kept_are_asked_for()
    {
        Diagnostic[] found = [.. Use(Model, Blocks).InputAnalyzerDiagnostics];

        Assert.Equal(["MG0050", "MG0050"], found.Select(diagnostic => diagnostic.Id));
        Assert.Contains(
            "set ModelGenShareBlocks to true in its project", found[0].GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static GeneratorRun Use(string model, string library)
    {
        byte[] image = GeneratorHarness.Run(library).Compile();
        HarnessProject project = HarnessProject.For(model) with
        {
            References = [.. GeneratorHarness.ConsumerReferences, MetadataReference.CreateFromImage(image)],
        };
        return new GeneratorHarness(project, model).Run();
    }
}
