using ModelGen.Tool;

namespace ModelGen.Onnx.Tests.Export;

/// <summary>The command <c>dotnet modelgen export</c>.</summary>
public sealed class ExportToolTests : IDisposable
{
    private const string Two = """
        using ModelGen;
        namespace Shop
        {
            [Model, Input(5), Dense(7), Tanh, Dense(3), MeanSquaredError, Sgd(0.1)]
            internal sealed partial class Net;

            public sealed class Other;
        }

        namespace Shop.Old
        {
            [Model, Input(2), Dense(2), Gelu, MeanSquaredError, Sgd(0.1)]
            public sealed partial class Net;
        }
        """;

    private const string One = """
        using ModelGen;
        namespace Shop;

        [Model, Input(5), Dense(7), Tanh, Dense(3), MeanSquaredError, Sgd(0.1)]
        public sealed partial class Net;
        """;

    /// <summary>What most tests look at, built once.</summary>
    private static readonly Lazy<byte[]>
        OneBuilt = new(() => Built(One, references: true)),
        TwoBuilt = new(() => Built(Two, references: true));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_class_with_its_weights_becomes_a_file_that_ONNX_Runtime_runs()
    {
        string app = File("app.dll", OneBuilt.Value), weights = Path.Combine(_folder.Root, "net.safetensors");
        using BuiltAssembly built = new(app);
        IModel model = built.Create("Shop.Net");
        model.Parameters["dense1.weight"].Value[3] = 7;
        model.Save(weights);
        float[] input = [1, 2, 3, 4, 5], expected = new float[3];
        model.Predict(input, expected);

        string path = Path.Combine(_folder.Root, "out.onnx");
        (int code, string output, string error) = Run(
            "export", app, "--class", "Shop.Net", "--weights", weights, "--opset", "21", "--output", path);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"{path}: Shop.Net, 4 tensors, operators of version 21", output.TrimEnd());
        OnnxModel written = OnnxModel.Read(path);
        Assert.Equal((21, 10), (written.Opset, written.IrVersion));

        using Microsoft.ML.OnnxRuntime.InferenceSession session = new(path);
        using var results = session.Run([Microsoft.ML.OnnxRuntime.NamedOnnxValue.CreateFromTensor(
            "input", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>(input, [1, 5]))]);
        Assert.All(results[0].AsEnumerable<float>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.Equal(["app.dll", "net.safetensors", "out.onnx"], Files());
    }

    [Fact]
    public void One_class_needs_no_name_and_new_weights_are_said()
    {
        string path = Path.Combine(_folder.Root, "net.onnx");
        (int code, string output, _) = Run("export", File("app.dll", OneBuilt.Value), "--output", path);

        Assert.Equal(0, code);
        Assert.Contains("operators of version 17", output, StringComparison.Ordinal);
        Assert.Contains("The weights are those of a new model", output, StringComparison.Ordinal);
        Assert.Equal(17, OnnxModel.Read(path).Opset);
    }

    [Theory]
    [InlineData(null, "several models; --class says which: Shop.Net, Shop.Old.Net.")]
    [InlineData("Net", "'Net' fits several models", "--class needs the namespace: Shop.Net, Shop.Old.Net.")]
    [InlineData("Nett", "There is no model 'Nett' in ", "there are: Shop.Net, Shop.Old.Net.")]
    [InlineData("Other", "The class 'Other' in ", "is no model that is trained", "there are: Shop.Net, Shop.Old.Net.")]
    public void A_class_that_is_not_clear_is_answered_with_those_that_there_are(string? name, params string[] expected)
    {
        string app = File("app.dll", TwoBuilt.Value);
        (int code, string output, string error) = Run(["export", app, .. name is null ? Array.Empty<string>() : ["--class", name]]);

        Assert.Equal((1, ""), (code, output));
        Assert.All(expected, text => Assert.Contains(text, error, StringComparison.Ordinal));
        Assert.Equal(["app.dll"], Files());
    }

    [Fact]
    public void A_part_of_the_namespace_is_enough()
    {
        string path = Path.Combine(_folder.Root, "net.onnx");
        (int code, string output, string error) = Run(
            "export", File("app.dll", TwoBuilt.Value), "--class", "Old.Net", "--opset", "26", "--output", path);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Shop.Old.Net, 2 tensors", output, StringComparison.Ordinal);
        Assert.Equal(["Gemm", "Gelu"], OnnxModel.Read(path).Graph.Nodes.Select(node => node.OpType));
    }

    [Fact]
    public void A_project_without_the_package_is_told_what_to_add()
    {
        (int code, _, string error) = Run("export", File("app.dll", Built(One, references: false)));

        Assert.Equal(1, code);
        Assert.Contains("<PackageReference Include=\"ModelGen.Onnx\"", error, StringComparison.Ordinal);
        Assert.Equal(["app.dll"], Files());
    }

    [Fact]
    public void An_assembly_without_models_or_none_at_all_is_refused()
    {
        string plain = File("plain.dll", Built("public sealed class Plain;", references: false)), text = File("text.dll", "no assembly"u8);
        Assert.Contains("has no class with [Model] that is trained", Fails("export", plain), StringComparison.Ordinal);
        Assert.Contains("cannot be loaded; the .dll of a project", Fails("export", text), StringComparison.Ordinal);
        Assert.Contains("is a folder", Fails("export", _folder.Root), StringComparison.Ordinal);
        Assert.Contains("Build the project first", Fails("export", plain + ".none"), StringComparison.Ordinal);
    }

    /// <summary>A model written by hand need not have the constructor that generated ones have.</summary>
    [Fact]
    public void A_class_without_a_public_constructor_is_refused()
    {
        const string Source = """
            using System;
            using ModelGen;
            using ModelGen.Runtime;

            public sealed class Hand : IModel
            {
                public Hand(int units) => Units = units;

                public int Units { get; }

                public int InputSize => 1;

                public int OutputSize => 1;

                public ParameterSet Parameters => throw new NotSupportedException();

                public void Predict(ReadOnlySpan<float> input, Span<float> output) => input.CopyTo(output);

                public void Save(string path) => throw new NotSupportedException();
            }
            """;
        Assert.Contains(
            "Hand has no public constructor that can be called without arguments",
            Fails("export", File("app.dll", Built(Source, references: false))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_model_are_refused_and_the_file_stays()
    {
        string app = File("app.dll", TwoBuilt.Value), weights = Path.Combine(_folder.Root, "old.safetensors");
        string path = File("net.onnx", "as it was"u8);
        using (BuiltAssembly built = new(app)) built.Create("Shop.Old.Net").Save(weights);

        string error = Fails("export", app, "--class", "Shop.Net", "--weights", weights, "--output", path);
        Assert.Contains("are not those of Shop.Net; nothing was written.", error, StringComparison.Ordinal);
        Assert.Contains("'dense1.weight' has the shape [7, 5]", error, StringComparison.Ordinal);
        Assert.Contains("There is no weights file", Fails(
            "export", app, "--class", "Shop.Net", "--weights", weights + ".none", "--output", path), StringComparison.Ordinal);
        Assert.Equal("as it was", System.IO.File.ReadAllText(path));
        Assert.Equal(["app.dll", "net.onnx", "old.safetensors"], Files());
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error()
    {
        string app = File("app.dll", OneBuilt.Value), nowhere = Path.Combine(_folder.Root, "none", "a.onnx");
        Assert.Contains("does not exist", Fails("export", app, "--output", nowhere), StringComparison.Ordinal);
        Assert.Contains("it is a folder", Fails("export", app, "--output", _folder.Root), StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_without_a_counterpart_is_named()
    {
        const string Source = """
            using ModelGen;

            [Model, Input(4, 6), LocalResponseNorm(3), Dense(3), MeanSquaredError, Sgd(0.1)]
            public sealed partial class Net;
            """;
        string path = Path.Combine(_folder.Root, "net.onnx");
        Assert.Contains(
            "The model cannot be written as ONNX: the layer 'localresponsenorm1'",
            Fails("export", File("app.dll", Built(Source, references: true)), "--output", path),
            StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["app.dll"], Files());
    }

    [Theory]
    [InlineData("export")]
    [InlineData("export", "a.dll", "b.dll")]
    [InlineData("export", "a.dll", "--class")]
    [InlineData("export", "a.dll", "--all")]
    [InlineData("export", "a.dll", "--opset", "16")]
    [InlineData("export", "a.dll", "--opset", "27")]
    [InlineData("export", "a.dll", "--opset", "new")]
    public void Arguments_that_are_not_understood_give_2(params string[] arguments)
    {
        (int code, _, string error) = Run(arguments);
        Assert.Equal(2, code);
        Assert.Contains("See dotnet modelgen export --help.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_fits_a_terminal_and_says_the_versions()
    {
        (int code, string output, _) = Run("export", "--help");
        Assert.Equal(0, code);
        Assert.Contains("17 to 26; by default 17", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Contains("export <assembly.dll>", Run("--help").Output, StringComparison.Ordinal);
    }

    private static byte[] Built(string source, bool references)
    {
        HarnessProject project = HarnessProject.Default;
        if (references)
        {
            project = project with
            {
                References =
                [
                    .. GeneratorHarness.ConsumerReferences,
                    Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(typeof(OnnxExport).Assembly.Location),
                ],
            };
        }

        return new GeneratorHarness(project, source).Run().Compile();
    }

    private string File(string name, ReadOnlySpan<byte> bytes)
    {
        string path = Path.Combine(_folder.Root, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    private string[] Files() =>
        [.. Directory.GetFiles(_folder.Root).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private static string Fails(params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.Equal((1, ""), (code, output));
        return error;
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = Commands.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
