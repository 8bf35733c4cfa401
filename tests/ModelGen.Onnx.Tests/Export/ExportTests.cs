using System.Globalization;
using ModelGen.Compiler.Spec;
using ModelGen.Generator;
using ModelGen.Numerics.Tests;
using ModelGen.Onnx.Import;

namespace ModelGen.Onnx.Tests.Export;

/// <summary>Models become ONNX files that ONNX Runtime runs with the same results.</summary>
public sealed class ExportTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private static readonly int[] Ends = [OnnxExportOptions.OldestOpset, OnnxExportOptions.NewestOpset];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// The table of the numeric tests, which has every layer; in the fast tier every sixth of it, from where the seed says. With the oldest
    /// operators and with the newest.
    /// </summary>
    [Fact]
    public void ONNX_Runtime_computes_what_the_model_says()
    {
        ModelCase[] all = [.. Models.All.Where(model => !model.IsUnfused && !model.Options.Contains("Int8", StringComparison.Ordinal))];
        int step = TestTier.Count(6, 1), first = (int)((uint)TestSeed.Value % step);
        ModelCase[] chosen = [.. all.Where((_, i) => i % step == first)];
        List<string> lines = [], wrong = [];
        foreach ((string name, ModelSpec spec) in chosen.Select(one => one.Name).Zip(Specs(chosen)))
        {
            try
            {
                Exported exported = new(spec);
                foreach (int opset in Ends)
                {
                    double difference = exported.Difference(opset);
                    if (!(difference <= Tolerance))
                        wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{name}, version {opset}: {difference:g3}"));
                }
            }
            catch (NotSupportedException problem)
            {
                lines.Add($"{name}: {problem.Message.Replace("The model cannot be written as ONNX: ", "", StringComparison.Ordinal)}");
            }
            catch (Microsoft.ML.OnnxRuntime.OnnxRuntimeException problem)
            {
                wrong.Add($"{name}: {problem.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        if (step == 1) Snapshot.Match(string.Concat(lines.Select(line => line + "\n")), "refused", "txt");
    }

    /// <summary>Exported, imported, exported: the same operators in the same order, and every bit of the weights.</summary>
    [Theory]
    [InlineData("lenet", """
        [Input(1, 12, 12)]
        [Conv2D(4, 3, Padding = 1), BatchNorm, Relu, MaxPool2D(2), Conv2D(6, 3, Stride = 2), LeakyRelu(0.1), GlobalAvgPool2D]
        [Dense(10), Gelu, Dense(7), SoftmaxCrossEntropy, Adam(1e-3)]
        """)]
    [InlineData("residual", """
        [Input(4, 6, 6), Conv2D(4, 3, Padding = 1), As("a"), Silu, Conv2D(4, 3, Padding = 1, Groups = 2), Add("a"), Concat("a")]
        [AvgPool2D(2), Upsample2D(2), ConvTranspose2D(3, 2, Stride = 2), Elu, Flatten, Dense(3, UseBias = false), Softmax]
        [CrossEntropy, Adam(1e-3)]
        """)]
    [InlineData("sequence", """
        [Tokens(6, 20), Embedding(8), LayerNorm, Dense(12), Tanh, Dense(8), Permute(1, 0), Conv1D(5, 3, Padding = 1), Sigmoid]
        [MaxPool1D(2), Flatten, Dense(2), SoftmaxCrossEntropy, Adam(1e-3)]
        """)]
    public void What_is_exported_is_imported_as_it_was(string name, string attributes)
    {
        Exported first = new(Specs([new ModelCase(name, attributes)]).Single());
        foreach (int opset in Ends)
        {
            OnnxModel written = first.Model(opset);
            Assert.InRange(first.Difference(opset), 0, Tolerance);
            ImportedModel imported = GraphImport.Run(written, name, new ImportOptions { Namespace = "Again", ClassName = "Net" });
            GeneratorRun run = GeneratorHarness.InEditor(imported.Source).Run();
            Exported second = new((ModelSpec)run.Values(ModelGenerator.SpecStep).Single(), imported.Weight);
            OnnxModel again = second.Model(opset);

            Assert.InRange(second.Difference(opset), 0, Tolerance);
            Assert.Equal(written.Graph.Nodes.Select(node => node.OpType), again.Graph.Nodes.Select(node => node.OpType));
            Assert.Equal(written.Graph.Nodes.Select(Attributes), again.Graph.Nodes.Select(Attributes));
            Assert.Equal(written.Graph.Initializers.Select(Bits), again.Graph.Initializers.Select(Bits));
        }
    }

    /// <summary>Since 18 the axes of a maximum are an operand; since 20 GELU is one operator.</summary>
    [Theory]
    [InlineData(17, 8, "Div Erf Add Mul Mul ReduceMax Gemm")]
    [InlineData(18, 8, "Div Erf Add Mul Mul ReduceMax Gemm")]
    [InlineData(19, 9, "Div Erf Add Mul Mul ReduceMax Gemm")]
    [InlineData(20, 9, "Gelu ReduceMax Gemm")]
    [InlineData(22, 10, "Gelu ReduceMax Gemm")]
    [InlineData(23, 11, "Gelu ReduceMax Gemm")]
    [InlineData(24, 12, "Gelu ReduceMax Gemm")]
    [InlineData(26, 13, "Gelu ReduceMax Gemm")]
    public void Operators_have_the_form_of_their_version(int opset, int format, string operators)
    {
        ModelCase declared = new("newer", "[Input(4, 5), Gelu, MaxOverTime, Dense(3), MeanSquaredError, Adam(1e-3)]");
        Exported exported = new(Specs([declared]).Single());
        OnnxModel model = exported.Model(opset);

        Assert.Equal((opset, format), (model.Opset, model.IrVersion));
        Assert.Equal(operators, string.Join(' ', model.Graph.Nodes.Select(node => node.OpType).Where(type => type != "Reshape")));
        OnnxNode maximum = model.Graph.Nodes.Single(node => node.OpType == "ReduceMax");
        Assert.Equal(opset < 18 ? 1 : 2, maximum.Inputs.Count);
        Assert.Equal(opset < 18, maximum.Find("axes") is not null);
        HashSet<string> read = [.. model.Graph.Nodes.SelectMany(node => node.Inputs)];
        Assert.All(model.Graph.Initializers, tensor => Assert.Contains(tensor.Name, read));
        Assert.InRange(exported.Difference(opset), 0, Tolerance);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(27)]
    public void Other_versions_are_refused(int opset)
    {
        ArgumentOutOfRangeException problem = Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxExportOptions { Opset = opset });
        Assert.Contains("operators of version 17 to 26", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>What the options promise of ONNX Runtime: it refuses versions that are not released when it is.</summary>
    [Fact]
    public void The_newest_version_is_that_of_ONNX_Runtime()
    {
        Assert.Equal("", Refusal(OnnxExportOptions.NewestOpset));
        Assert.Contains("till opset 26", Refusal(OnnxExportOptions.NewestOpset + 1), StringComparison.Ordinal);

        static string Refusal(int opset)
        {
            OnnxModel model = new()
            {
                Opsets = new Dictionary<string, long> { [""] = opset },
                Graph = new OnnxGraph
                {
                    Name = "one",
                    Nodes = [new OnnxNode("Relu", ["x"], ["y"])],
                    Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [OnnxAxis.Of(1)])],
                    Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [OnnxAxis.Of(1)])],
                },
            };
            try
            {
                using Microsoft.ML.OnnxRuntime.InferenceSession session = new(model.ToBytes());
                return "";
            }
            catch (Microsoft.ML.OnnxRuntime.OnnxRuntimeException problem)
            {
                return problem.Message;
            }
        }
    }

    /// <summary>Operators, types and shapes. The checker of Debian's version knows the oldest operators only.</summary>
    [CheckerFact]
    public void Files_pass_the_checker_of_ONNX()
    {
        string[] names = ["conv2d-padding", "batchnorm-images", "activation-gelu", "wiring-concat-three", "lstm", "embedding"];
        ModelCase[] models = [.. Models.All.Where((model, i) => !model.IsUnfused && (names.Contains(model.Name) || i % 12 == 0))];
        List<string> paths = [];
        foreach (ModelSpec spec in Specs(models))
        {
            try
            {
                paths.Add(Path.Combine(_folder.Root, string.Create(CultureInfo.InvariantCulture, $"{paths.Count}.onnx")));
                new Exported(spec).Model(OnnxExportOptions.OldestOpset).Write(paths[^1]);
            }
            catch (NotSupportedException)
            {
                paths.RemoveAt(paths.Count - 1);
            }
        }

        Assert.InRange(paths.Count, 10, models.Length);
        Assert.Equal("", CheckerFactAttribute.Problems(paths));
    }

    /// <summary>As an app does it: compiled with the package, trained for a step, written, and run by ONNX Runtime.</summary>
    [Fact]
    public void A_compiled_model_exports_the_weights_that_it_has()
    {
        const string Source = """
            using ModelGen;
            using ModelGen.Onnx;

            [Model, Input(5), Dense(7), Tanh, Dense(3), MeanSquaredError, Sgd(0.1)]
            public sealed partial class Net;

            public static class App
            {
                public static void Run(string path, float[] input, float[] output)
                {
                    Net net = new(7);
                    net.TrainStep(input, new float[6]);
                    net.Predict(input, output);
                    net.ExportOnnx(path);
                }
            }
            """;
        HarnessProject project = HarnessProject.Default with
        {
            References =
            [
                .. GeneratorHarness.ConsumerReferences,
                Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(typeof(OnnxExport).Assembly.Location),
            ],
        };
        string path = Path.Combine(_folder.Root, "net.onnx");
        float[] input = [.. Enumerable.Range(0, 10).Select(i => i / 10f)], output = new float[6];
        using DynamicAssembly app = new GeneratorHarness(project, Source).Run().CompileAndLoad();
        app.Assembly.GetType("App")!.GetMethod("Run")!.Invoke(null, [path, input, output]);

        using Microsoft.ML.OnnxRuntime.InferenceSession session = new(path);
        Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float> tensor = new(input, [2, 5]);
        using var results = session.Run([Microsoft.ML.OnnxRuntime.NamedOnnxValue.CreateFromTensor("input", tensor)]);
        float[] found = [.. results[0].AsEnumerable<float>()];
        Assert.Equal(("output", 6), (results[0].Name, found.Length));
        Assert.All(found.Zip(output), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Tolerance));
    }

    private static string Attributes(OnnxNode node) => string.Join(' ', node.Attributes.Select(one =>
        $"{one.Name}={one.Int}{one.Float}{one.Text}{string.Join(',', one.Ints)}"));

    private static string Bits(OnnxTensor tensor) => Convert.ToHexString(tensor.ToBytes().Span);

    private static IEnumerable<ModelSpec> Specs(IReadOnlyList<ModelCase> models)
    {
        GeneratorRun run = GeneratorHarness.InEditor([.. models.Select(Source)]).Run();
        Dictionary<string, ModelSpec> specs = run.Values(ModelGenerator.SpecStep).Cast<ModelSpec>()
            .ToDictionary(spec => spec.Class.Namespace);
        return models.Select((_, i) => specs[Space(i)]);
    }

    /// <summary>The declaration in a namespace of its own.</summary>
    private static string Source(ModelCase model, int index)
    {
        string[] lines = model.Source.Split('\n');
        string[] usings = [.. lines.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal))];
        return $"using ModelGen;\n{string.Join('\n', usings)}\nnamespace {Space(index)};\n{string.Join('\n', lines.Skip(usings.Length))}";
    }

    private static string Space(int index) => string.Create(CultureInfo.InvariantCulture, $"Case{index}");
}
