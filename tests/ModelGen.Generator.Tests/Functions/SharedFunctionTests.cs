using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Tests;

/// <summary>Functions travel from the assembly that has their source to models of other assemblies.</summary>
public sealed class SharedFunctionTests
{
    private const string Functions = """
            [TensorFunction]
            public static Tensor Gate(Tensor x, double slope = 1.5)
            {
                Tensor y = x;
                for (int i = 0; i < 2; i++) y = y + Helper(x, i);
                return Sigmoid(slope * y) * Parameter("scale", [x.Shape[^1]], start: 1);
            }

            private static Tensor Helper(Tensor x, int times) => times == 0 ? Softmax(x) : Step(x);

            [Gradient(nameof(StepGradient))]
            private static Tensor Step(Tensor x) => Where(x > 0, 1, 0);

            private static Tensor StepGradient(Tensor x, Tensor gradient) => gradient * (Abs(x) < 1);

            [TensorFunction]
            public static Tensor Shifted(Tensor x) => x - x.Slice(-1, 0, 4).Mean();
        """;

    private const string Library = $"using ModelGen;\nusing static ModelGen.Tensor;\n\npublic static class Pieces\n{{\n{Functions}\n}}\n";

    private const string Model = """
        using ModelGen;
        using static ModelGen.Tensor;

        [Model, Input(4), Dense(6), Apply(nameof(F)), Dense(1), MeanSquaredError, Sgd(0.1f)]
        public sealed partial class Net
        {
            static Tensor F(Tensor x) => Pieces.Gate(x) + Pieces.Shifted(x);
        }
        """;

    private static readonly Lazy<GeneratorRun> Built = new(() => GeneratorHarness.Run(Library));

    [Fact]
    public void A_model_of_another_assembly_becomes_the_same_code()
    {
        Assert.Empty(Built.Value.InputAnalyzerDiagnostics);
        GeneratorRun elsewhere = Use(Model, Built.Value.Compile());
        GeneratorRun here = GeneratorHarness.Run(Model, Library);

        Assert.Empty(elsewhere.InputAnalyzerDiagnostics);
        Assert.Empty(elsewhere.BuildErrors);
        Assert.Equal(here.Files.Where(file => file.Key.StartsWith("Net", StringComparison.Ordinal)), elsewhere.Files);
        elsewhere.CompileAndLoad().Dispose();
    }

    [Fact]
    public void What_does_not_fit_stands_at_the_call()
    {
        GeneratorRun run = Use(Model.Replace("Dense(6)", "Dense(3)", StringComparison.Ordinal), Built.Value.Compile());
        Diagnostic found = Assert.Single(run.InputAnalyzerDiagnostics);

        Assert.Equal("MG1045", found.Id);
        Assert.Equal("Pieces.Shifted(x)", found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan));
        Assert.Equal<Diagnostic>(run.InputAnalyzerDiagnostics, run.BuildErrors);
    }

    [Fact]
    public void An_edit_elsewhere_writes_nothing_anew()
    {
        GeneratorHarness harness = new(Library, "class Other { int x; }");
        GeneratorRun first = harness.Run();
        GeneratorRun edited = harness.Edit(1, text => text.Replace("int x", "int y", StringComparison.Ordinal));

        Assert.All(
            edited.Reasons(ModelGenerator.FormulaStep),
            reason => Assert.Contains(reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
        Assert.Equal(2, first.Files.Count);
        Assert.Equal(first.Files, edited.Files);
        GeneratorRun changed = harness.Edit(0, text => text.Replace("slope * y", "slope + y", StringComparison.Ordinal));
        Assert.Contains(IncrementalStepRunReason.Modified, changed.Reasons(ModelGenerator.FormulaStep));
    }

    /// <summary>A text that was damaged, or that another version wrote, is one diagnostic at the call.</summary>
    [Theory]
    [InlineData("", "is damaged")]
    [InlineData("1;", "is damaged")]
    [InlineData("2;1;", "has version 2, and this compiler reads version 1")]
    [InlineData("not a formula", "is damaged")]
    public void A_damaged_formula_is_a_diagnostic(string formula, string message)
    {
        const string Id = "global::Pieces.Gate(global::ModelGen.Tensor)";
        GeneratorRun library = GeneratorHarness.Run(
            $"[assembly: ModelGen.TensorFormula(\"{Id}\", \"{formula}\")]\n"
                + "public static class Pieces { public static ModelGen.Tensor Gate(ModelGen.Tensor x) => x; }");
        GeneratorRun run = Use(Model.Replace(" + Pieces.Shifted(x)", "", StringComparison.Ordinal), library.Compile());
        Diagnostic found = Assert.Single(run.InputAnalyzerDiagnostics);

        Assert.Equal("MG0087", found.Id);
        Assert.Equal("Pieces.Gate(x)", found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan));
        Assert.Contains(message, found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>Two formulas of an assembly that say something else of a function which both reach: one of them is forged.</summary>
    [Fact]
    public void Formulas_that_disagree_are_a_diagnostic()
    {
        string[] texts =
        [
            .. new[] { "2 * x", "3 * x" }.Select((result, i) => $$"""
                using ModelGen;
                public static class Pieces
                {
                    [TensorFunction] public static Tensor F{{i}}(Tensor x) => G(x);
                    private static Tensor G(Tensor x) => {{result}};
                }
                """).Select(source => GeneratorHarness.Run(source).Files.Values.Single()),
        ];
        GeneratorRun library = GeneratorHarness.Run(
            string.Concat(texts),
            "using ModelGen;\npublic static class Pieces { public static Tensor F0(Tensor x) => x; "
                + "public static Tensor F1(Tensor x) => x; }");
        string model = Model.Replace("Pieces.Gate(x) + Pieces.Shifted(x)", "Pieces.F0(x) + Pieces.F1(x)", StringComparison.Ordinal);
        GeneratorRun run = Use(model, library.Compile());
        Diagnostic found = Assert.Single(run.InputAnalyzerDiagnostics);

        Assert.Equal("MG0087", found.Id);
        Assert.Equal("Pieces.F1(x)", found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan));
        Assert.Contains("disagrees with another", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_without_the_attribute_has_no_formula()
    {
        GeneratorRun library = GeneratorHarness.Run(Library.Replace("[TensorFunction]", "", StringComparison.Ordinal));
        Diagnostic found = Assert.Single(Use(Model, library.Compile()).InputAnalyzerDiagnostics);

        Assert.Equal("MG0078", found.Id);
        Assert.Contains(
            "Mark it with [TensorFunction] there", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_function_calls_no_layers()
    {
        GeneratorRun library = GeneratorHarness.Run(
            "using ModelGen;\npublic static class Pieces { [TensorFunction] public static Tensor Gate(Tensor x) => x.Dense(6).Relu(); }");
        Diagnostic found = Assert.Single(library.InputAnalyzerDiagnostics);

        Assert.Equal("MG0071", found.Id);
        Assert.Contains(
            "calls the layer 'Relu'", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public static class Pieces", "internal static Tensor Half", "it is not public")]
    [InlineData("internal static class Pieces", "public static Tensor Half", "its class 'Pieces' is not public")]
    public void A_function_that_others_cannot_call_is_a_diagnostic(string owner, string method, string message)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $"using ModelGen;\n{owner}\n{{\n    [TensorFunction]\n    {method}(Tensor x) => 0.5 * x;\n}}\n");
        Diagnostic found = Assert.Single(run.InputAnalyzerDiagnostics);

        Assert.Equal("MG0088", found.Id);
        Assert.Contains(message, found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(run.Files);
    }

    /// <summary>A running mean compares no samples, so a penalty of gradients may stand beside it.</summary>
    [Fact]
    public void A_buffer_and_a_penalty_of_gradients_go_together()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using ModelGen;
            using static ModelGen.Tensor;

            [Model, Input(4), GradientPenalty(10), Dense(6), Apply(nameof(Centred)), Dense(1), MeanSquaredError, Sgd(0.1f)]
            public sealed partial class Net
            {
                static Tensor Centred(Tensor x)
                {
                    Tensor mean = Buffer("mean", [6], 0);
                    UpdateBuffer("mean", 0.9 * mean + 0.1 * x);
                    return x - mean;
                }
            }
            """);

        Assert.Empty(run.InputAnalyzerDiagnostics);
        Assert.Empty(run.BuildErrors);
        run.CompileAndLoad().Dispose();
    }

    /// <summary>Whatever stands in a text, also with a right check sum, reading it ends with functions or with a sentence.</summary>
    [Fact]
    public void No_text_breaks_the_reader()
    {
        string text = Built.Value.Compilation.Assembly.GetAttributes()
            .Single(attribute =>
                attribute.ConstructorArguments is [{ Value: string id }, _] && id.Contains("Gate", StringComparison.Ordinal))
            .ConstructorArguments[1].Value as string ?? "";
        Assert.NotNull(FormulaText.Read(text, "").Functions);
        Random random = new(TestSeed.Value);
        for (int i = 0; i < 2000; i++)
        {
            char[] characters = text[..^16].ToCharArray();
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                characters[random.Next(characters.Length)] = text[random.Next(text.Length)];
            string body = new(characters, 0, random.Next(4) == 0 ? random.Next(characters.Length) : characters.Length);

            (IReadOnlyList<FunctionSpec>? functions, string? problem) = FormulaText.Read(body + Sum(body), "other!");
            Assert.True(functions is null == problem is not null, $"seed {TestSeed.Value}, text {i}");
            if (body != text[..^16]) Assert.Null(FormulaText.Read(body + text[^16..], "").Functions);
        }
    }

    /// <summary>Poolings are functions and layers; all else with a name is a layer, which no text has.</summary>
    internal static bool IsLayer(System.Reflection.MethodInfo method) =>
        !method.IsStatic
        && method.Name is not ("MaxPool1D" or "MaxPool2D" or "AvgPool1D" or "AvgPool2D")
        && method.GetParameters().Any(parameter => parameter.Name == "name");

    /// <summary>A function of <c>Tensor</c> that is added makes the version one higher: older compilers do not know it.</summary>
    [Fact]
    public void The_version_knows_these_functions()
    {
        string[] functions =
        [
            .. typeof(Tensor).GetMethods().Where(method => method.DeclaringType == typeof(Tensor) && !IsLayer(method))
                .Select(method => method.Name).Distinct().Order(StringComparer.Ordinal),
        ];

        Assert.Equal(1, FormulaText.Version);
        Assert.Equal(
            "Abs AvgPool1D AvgPool2D Buffer Concat Conv1D Conv2D Detach Dropout Einsum Equal Erf Exp Expm1 Log Log1p LogSoftmax MatMul Max "
                + "MaxPool1D MaxPool2D Mean Min Normal Of Pad Parameter Permute Pick Pow Relu Reshape Run Sigmoid Sign Slice Softmax "
                + "Softplus Sqrt Square Sum Tanh ToArray ToString Transpose Uniform UpdateBuffer Where get_IsTraining get_Rank get_Shape "
                + "get_Size op_Addition op_Division op_GreaterThan op_GreaterThanOrEqual op_Implicit op_LessThan op_LessThanOrEqual "
                + "op_Multiply op_Subtraction op_UnaryNegation",
            string.Join(' ', functions));
    }

    private static string Sum(string text) => text
        .Aggregate(14695981039346656037UL, (sum, character) => unchecked((sum ^ character) * 1099511628211UL))
        .ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    private static GeneratorRun Use(string source, byte[] library)
    {
        HarnessProject project = HarnessProject.For(source) with
        {
            References = [.. GeneratorHarness.ConsumerReferences, MetadataReference.CreateFromImage(library)],
        };
        return new GeneratorHarness(project, source).Run();
    }
}
