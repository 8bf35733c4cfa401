using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Tests.Surroundings;

/// <summary>Models may use the constants of each other's generated halves, which a generator does not see.</summary>
public sealed class ConstantsTests
{
    private const string Encoder = """
        using ModelGen;
        namespace Acme;
        [Model, Input(8), Dense(6, Name = "hidden"), Relu, Dense(4, Name = "code"), MeanSquaredError, Sgd(0.1f)]
        public partial class Encoder;
        """;

    /// <summary>An input of another model, what else stands in its file, and the shape that it has.</summary>
    private static readonly (string Input, string More, string Shape)[] Inputs =
    [
        ("Input(Encoder.OutputSize)", "", "[N, 4]"),
        ("Input(Acme.Encoder.InputSize)", "", "[N, 8]"),
        ("Input(global::Acme.Encoder.Layers.Hidden.OutputSize)", "", "[N, 6]"),
        ("Input(2 * Encoder.OutputSize - 1)", "", "[N, 7]"),
        ("Input(shape: new[] { 2, Encoder.OutputSize / 2 })", "", "[N, 2, 2]"),
        ("Input([2, Encoder.Layers.Code.InputSize]), Flatten", "", "[N, 2, 6]"),
        ("Input(3, Encoder.OutputSize)", "", "[N, 3, 4]"),
        ("Input(Encoder.ParameterCount)", "", "[N, 82]"),
        (
            "Input(Sizes.Code)",
            "static class Sizes { public const int Code = Half * 2; const int Half = Encoder.OutputSize / 2; }",
            "[N, 4]"),
        ("Input((int)Scales.Code)", "static class Scales { public const float Code = Encoder.OutputSize / 8f * 10; }", "[N, 5]"),
        ("Input(OutputSize)", "using static Acme.Encoder;", "[N, 4]"),
        ("Input(Code.OutputSize)", "using Code = Acme.Encoder.Layers.Code;", "[N, 4]"),
        ("Input(E.OutputSize)", "using E = Acme.Encoder;", "[N, 4]"),
        ("Input(G.Layers.Code.OutputSize)", "global using G = Acme.Encoder;", "[N, 4]"),
        ("Input(Derived.OutputSize)", "class Derived : Encoder { }", "[N, 4]"),
        ("Input(4, Name = nameof(Encoder.OutputSize))", "", "[N, 4]"),
        ("Input(4, Name = Encoder.Layers.Code.Weight == \"code.weight\" ? \"right\" : \"not right\")", "", "[N, 4]"),
    ];

    /// <summary>All of them in one project, a file for each.</summary>
    private static readonly Lazy<GeneratorRun> Decoders = new(() =>
        new GeneratorHarness([Encoder, .. Inputs.Select((each, i) => Decoder(i, each.Input, each.More))])
            .Build(("ModelGenEmittedVectorBits", "512")));

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Inputs.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_constant_of_another_model(int index)
    {
        GeneratorRun run = Decoders.Value;
        Assert.Empty(run.DriverResult.Diagnostics);
        Assert.Empty(run.InputAnalyzerDiagnostics);
        Assert.Empty(run.AnalyzerDiagnostics);
        Diagnostic[] errors = [.. run.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0) Assert.Fail(string.Join("\n", errors.Take(5).Select(error => error.ToString())));
        string name = $"Acme.Decoder{index.ToString(CultureInfo.InvariantCulture)}";
        Assert.Contains(Inputs[index].Shape, run.Files[name + ".g.cs"], StringComparison.Ordinal);
        Assert.Contains(name + ".kernels512.g.cs", run.Files.Keys);
    }

    private static string Decoder(int index, string input, string more)
    {
        string usings = more.Contains("using", StringComparison.Ordinal) ? more : "";
        string rest = usings.Length > 0 ? "" : more;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{usings}\nusing ModelGen;\nnamespace Acme {{ [Model, {input}, Dense(2), MeanSquaredError, Sgd(0.1f)] public partial class ")
            + string.Create(CultureInfo.InvariantCulture, $"Decoder{index}; {rest} }}");
    }

    [Fact]
    public void A_change_of_the_other_model_is_seen_and_nothing_else_is_done()
    {
        const string decoder =
            "using ModelGen;\nnamespace Acme;\n[Model, Input(Encoder.OutputSize), Dense(2), MeanSquaredError, Sgd(0.1f)] public partial "
                + "class Decoder;";
        GeneratorHarness harness = GeneratorHarness.InEditor(Encoder, decoder);
        harness.Run();

        Assert.Contains(
            "[N, 5]",
            harness.Edit(0, text => text.Replace("Dense(4,", "Dense(5,", StringComparison.Ordinal)).Files["Acme.Decoder.g.cs"],
            StringComparison.Ordinal);
        GeneratorRun other = harness.Edit(0, text => text.Replace("Relu", "Tanh", StringComparison.Ordinal));
        Assert.Equal(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified],
            other.Reasons(ModelGenerator.SpecStep).OrderDescending());
    }

    [Fact]
    public void A_circle_is_a_mistake_of_each_model_in_it_and_of_no_other()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using ModelGen;
            [Model, Input(B.OutputSize), Dense(2), MeanSquaredError, Sgd(0.1f)] public partial class A;
            [Model, Input(A.OutputSize), Dense(2), MeanSquaredError, Sgd(0.1f)] public partial class B;
            [Model, Input(A.OutputSize), Dense(2), MeanSquaredError, Sgd(0.1f)] public partial class C;
            """);

        Assert.Equal(["MG0037", "MG0037"], run.InputAnalyzerDiagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Contains("(A → B → A)", run.InputAnalyzerDiagnostics[0].GetMessage(null), StringComparison.Ordinal);
        Assert.Contains("(B → A → B)", run.InputAnalyzerDiagnostics[1].GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(
            run.InputAnalyzerDiagnostics.Select(diagnostic => diagnostic.ToString()),
            run.AnalyzerDiagnostics.Select(diagnostic => diagnostic.ToString()));
        Assert.Equal<Diagnostic>(run.InputAnalyzerDiagnostics, run.BuildErrors.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start));
        Assert.DoesNotContain(run.CompilerDiagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void A_mistake_in_one_model_is_not_repeated_in_those_that_use_its_constants()
    {
        GeneratorRun run = GeneratorHarness.Run(
            Encoder.Replace("Dense(6,", "Dense(-6,", StringComparison.Ordinal),
            "using ModelGen;\nnamespace Acme;\n[Model, Input(Encoder.OutputSize), Reshape(2, 2), Dense(2), MeanSquaredError, Sgd(0.1f)] "
                + "public partial class Decoder;");

        Assert.Equal("MG0030", Assert.Single(run.InputAnalyzerDiagnostics).Id);
        Assert.Equal("MG0030", Assert.Single(run.AnalyzerDiagnostics).Id);
        Assert.Equal("MG0030", Assert.Single(run.BuildErrors).Id);
        Assert.Contains("throw DeclarationHasErrors()", run.Files["Acme.Decoder.g.cs"], StringComparison.Ordinal);
        Assert.Empty(run.CompilerDiagnostics);
    }

    /// <summary>What is left over may be a valid model, but not the one that was meant.</summary>
    [Fact]
    public void A_model_with_an_attribute_that_CSharp_refuses_has_stubs_only()
    {
        GeneratorRun run = GeneratorHarness.Run(Sources.Model("[Dense(Encoder.Missing), Dense(1)]"), Encoder);

        Assert.Contains("throw DeclarationHasErrors()", run.Files["Net.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("Net.kernels512.g.cs", run.Files.Keys);
        Assert.Contains(run.CompilerDiagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Empty(run.DriverResult.Diagnostics);
    }
}
