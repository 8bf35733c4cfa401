using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Codegen.Members;

namespace ModelGen.Generator.Tests.Surroundings;

/// <summary>
/// Every name that the generated half declares in the class is known as taken, so that a user's member of that name is a clear error.
/// </summary>
public sealed class GeneratedMembersTests
{
    [Theory]
    [InlineData("Input(4), Dense(3), Relu, Dropout(0.1), Dense(2), SoftmaxCrossEntropy, Adam(0.1)")]
    [InlineData("Input(4), Dense(2), MeanSquaredError, AdamW(0.1)")]
    [InlineData(
        "Input(1, 4, 4), Conv2D(2, 3, UseBias = false), BatchNorm, Relu, Upsample2D(2, Mode = Upsampling.Bilinear), Flatten, Dense(3), "
            + "SoftmaxCrossEntropy, Sgd(0.1, Momentum = 0.9)"
    )]
    [InlineData("Input(2, 16), Conv1D(3, 3), Tanh, Flatten, Dense(2), MeanSquaredError, Sgd(0.1)")]
    public void Members_have_reserved_names(string attributes)
    {
        GeneratorRun run = GeneratorHarness.Run($"using ModelGen;\n[Model, {attributes}] public partial class Net;");
        INamedTypeSymbol type = run.Compilation.GetTypeByMetadataName("Net")!;

        Assert.Empty(run.InputAnalyzerDiagnostics);
        Assert.Empty(type.GetMembers()
            .Where(member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName)
            .Where(member => member.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is not AccessorDeclarationSyntax))
            .Select(member => member.Name)
            .Except(ReservedNames.All));
    }

    [Fact]
    public void Sizes_of_several_inputs_are_reserved_too()
    {
        const string attributes =
            "Input(4, Name = \"left\"), Input(4, Name = \"right\"), Add(\"left\"), As(\"sum\"), Dense(3), Output(\"sum\"), "
                + "MeanSquaredError, Sgd(0.1)";

        Assert.Empty(
            GeneratorHarness
                .Run($"using ModelGen;\n[Model, {attributes}] public partial class Net {{ public int Size => 3; }}")
                .InputAnalyzerDiagnostics);
        foreach (string name in (string[])["LeftInputSize", "RightInputSize", "SumOutputSize"])
        {
            GeneratorRun run = GeneratorHarness.Run(
                $"using ModelGen;\n[Model, {attributes}] public partial class Net {{ public int {name} => 3; }}");
            Assert.Equal("MG0005", Assert.Single(run.InputAnalyzerDiagnostics).Id);
            Assert.DoesNotContain(run.CompilerDiagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        }
    }

    [Fact]
    public void Docs_of_the_user_stay_the_only_summary()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "using ModelGen;\n/// <summary>My own words.</summary>\n[Model, Input(4), Dense(2), MeanSquaredError, Sgd(0.1)] public partial "
                + "class Net;");
        string docs = run.Compilation.GetTypeByMetadataName("Net")!.GetDocumentationCommentXml()!;

        Assert.Equal(2, docs.Split("<summary>").Length);
        Assert.Contains("My own words.", docs, StringComparison.Ordinal);
        Assert.Contains("<remarks>", docs, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_told_apart_whatever_the_case()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using ModelGen;
            [Model, Input(4), Dense(2), MeanSquaredError, Sgd(0.1)] public partial class LeNet
            {
                [Model, Input(4), Dense(2), MeanSquaredError, Sgd(0.1)] public partial class Programs;
            }
            [Model, Input(4), Dense(2), MeanSquaredError, Sgd(0.1)] public partial class Lenet;
            [Model, Input(4), Dense(2), MeanSquaredError, Sgd(0.1)] public partial class Other;
            """);

        Assert.Null(run.Result.Exception);
        Assert.Empty(run.DriverResult.Diagnostics);
        Assert.Equal(4 * 5, run.Files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("Other.g.cs", run.Files.Keys);
    }
}
