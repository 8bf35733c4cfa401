using ModelGen.Onnx;

namespace ModelGen.Onnx.Tests;

/// <summary>Files that PyTorch's exporter wrote become classes that compute what PyTorch computed.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names =>
    [
        "lenet", "residual", "residual_folded", "gate", "inception", "decoder", "sequence", "attention", "words", "two",
        "recurrent", "states", "packed", "encoder",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void An_exported_network_computes_what_it_computed(string name)
    {
        ModelWeights reference = ModelWeights.Read(Reference(name + ".npz"));
        ImportedModel imported = OnnxImport.Read(Reference(name + ".onnx"), new ImportOptions { Inference = true });
        imported.Write(_folder.Root);

        // The test kit adds the first using itself.
        string source = imported.Source.Replace("using ModelGen;\n", "", StringComparison.Ordinal);
        PredictionModel model = new(source, imported.ClassName, Path.Combine(_folder.Root, imported.WeightsFile));
        float[][] inputs = [.. All(reference, "x")], outputs = [.. All(reference, "y")];
        float[][] found = model.Predict(inputs, reference["x0"].Shape[0]);

        Assert.Equal(outputs.Length, found.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(outputs[i].Length, found[i].Length);
            for (int at = 0; at < outputs[i].Length; at++)
            {
                if (!(Math.Abs(outputs[i][at] - found[i][at]) <= 1e-5 * Math.Max(1, Math.Abs(outputs[i][at]))))
                    Assert.Fail($"{name}, output {i}, element {at}: {found[i][at]}; PyTorch has {outputs[i][at]}.\n{imported.Source}");
            }
        }
    }

    [Theory]
    [InlineData("lenet")]
    [InlineData("residual")]
    [InlineData("attention")]
    public void Every_bit_of_the_weights_is_kept(string name)
    {
        ModelWeights reference = ModelWeights.Read(Reference(name + ".npz"));
        ImportedModel imported = OnnxImport.Read(Reference(name + ".onnx"));
        imported.Write(_folder.Root);
        ModelWeights written = ModelWeights.Read(Path.Combine(_folder.Root, imported.WeightsFile));

        int[][] expected =
        [
            .. reference.Where(tensor => tensor.Name.StartsWith("state.", StringComparison.Ordinal) && !IsCount(tensor)).Select(Bits),
        ];
        Assert.Equal(expected.Length, written.Count);
        Assert.All(expected, bits => Assert.Contains(written, tensor => Bits(tensor).SequenceEqual(bits)));
    }

    [Fact]
    public void A_declaration_reads_as_a_person_would_write_it() => Assert.Equal(
        """
        using ModelGen;

        namespace Digits;

        /// <summary>Imported from an ONNX file, written by pytorch. Weights: <c>lenet.safetensors</c>.</summary>
        [Model]
        [Input(1, 16, 16)]
        [Conv2D(4, 5, Padding = 2, Name = "layer0"), Relu, MaxPool2D(2)]
        [Conv2D(6, 5, Name = "layer3"), Relu, MaxPool2D(2)]
        [Flatten]
        [Dense(10, Name = "layer7"), Relu]
        [Dense(7, Name = "layer9")]
        [SoftmaxCrossEntropy, Adam(1e-3)]
        public sealed partial class LeNet;

        """.ReplaceLineEndings("\n"),
        OnnxImport.Read(Reference("lenet.onnx"), new ImportOptions { Namespace = "Digits", ClassName = "LeNet" }).Source);

    [Fact]
    public void Patterns_of_several_nodes_become_layers()
    {
        string source = OnnxImport.Read(Reference("attention.onnx")).Source;

        Assert.Contains("[Input(5, 8), LayerNorm(Name = \"norm\")]", source, StringComparison.Ordinal);
        Assert.Contains(", Gelu]", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Erf", source, StringComparison.Ordinal);
        Assert.Contains("Silu", OnnxImport.Read(Reference("gate.onnx")).Source, StringComparison.Ordinal);
    }

    /// <summary>Nothing that learns: no weights at all, or a table only.</summary>
    [Theory]
    [InlineData("Relu")]
    [InlineData("Resize")]
    public void A_file_without_weights_becomes_a_class_that_predicts(string type)
    {
        OnnxAxis[] shape = [new OnnxAxis(null, "n"), OnnxAxis.Of(1), OnnxAxis.Of(2), OnnxAxis.Of(2)];
        OnnxModel file = new()
        {
            Opsets = new Dictionary<string, long> { [""] = 17 },
            Graph = new OnnxGraph
            {
                Nodes = [new OnnxNode(type, type == "Relu" ? ["x"] : ["x", "", "scales"], ["y"])],
                Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, shape)],
                Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, null)],
                Initializers = type == "Relu" ? [] : [OnnxTensor.Of("scales", [1f, 1, 0.5f, 0.5f], 4)],
            },
        };
        string path = Path.Combine(_folder.Root, "bare.onnx");
        file.Write(path);

        ImportedModel imported = OnnxImport.Read(path);
        imported.Write(_folder.Root);

        Assert.Contains("only predicts", Assert.Single(imported.Notes), StringComparison.Ordinal);
        string source = imported.Source.Replace("using ModelGen;\n", "", StringComparison.Ordinal);
        PredictionModel model = new(source, imported.ClassName, Path.Combine(_folder.Root, imported.WeightsFile), bits: 512);
        float[] found = model.Predict([[1, -2, 3, 4]], 1)[0];
        Assert.Equal(type == "Relu" ? [1, 0, 3, 4] : [1], found);
    }

    [Fact]
    public void States_are_told_to_lie_elsewhere_in_the_file()
    {
        ImportedModel model = OnnxImport.Read(Reference("states.onnx"));

        Assert.Equal(3, model.Notes.Count);
        Assert.Contains("is [2, N, 4] in the file", model.Notes[0], StringComparison.Ordinal);
        Assert.Contains("[Lstm(", OnnxImport.Read(Reference("recurrent.onnx")).Source, StringComparison.Ordinal);
        Assert.Contains("Lengths]", OnnxImport.Read(Reference("packed.onnx")).Source, StringComparison.Ordinal);
    }

    internal static string Reference(string file) => Path.Combine(AppContext.BaseDirectory, "References", file);

    private static IEnumerable<float[]> All(ModelWeights weights, string prefix)
    {
        for (int i = 0; weights.TryGet($"{prefix}{i}", out WeightTensor? tensor); i++) yield return tensor.ToFloats();
    }

    private static bool IsCount(WeightTensor tensor) => tensor.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    private static int[] Bits(WeightTensor tensor) => [.. tensor.ToFloats().Select(BitConverter.SingleToInt32Bits)];
}
