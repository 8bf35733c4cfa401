using ModelGen.Tool;

namespace ModelGen.Onnx.Tests;

/// <summary>The command <c>dotnet modelgen import</c>.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_writes_a_class_and_weights()
    {
        (int code, string output, string error) = Run(
            "import", ImportTests.Reference("lenet.onnx"), "--inference", "--class", "Net", "--namespace", "A.B", "--output", _folder.Root);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("lenet.safetensors: 8 tensors", output, StringComparison.Ordinal);
        string source = File.ReadAllText(Path.Combine(_folder.Root, "Net.cs"));
        Assert.Contains("namespace A.B;", source, StringComparison.Ordinal);
        Assert.Contains("[Model(Weights = \"lenet.safetensors\")]", source, StringComparison.Ordinal);
        Assert.Contains("public static partial class Net;", source, StringComparison.Ordinal);
        Assert.Equal(8, ModelWeights.Read(Path.Combine(_folder.Root, "lenet.safetensors")).Count);
    }

    [Fact]
    public void What_cannot_be_expressed_is_listed_and_nothing_is_written()
    {
        OnnxModel model = Model(
            new OnnxNode("NonZero", ["x"], ["a"]) { Name = "first" },
            new OnnxNode("Relu", ["a"], ["b"]),
            new OnnxNode("Softmax", ["x"], ["c"]) { Attributes = [OnnxAttribute.Of("axis", 0L)] },
            new OnnxNode("Fancy", ["b"], ["d"]) { Domain = "com.example" },
            new OnnxNode("Add", ["c", "d"], ["y"]));
        string path = Path.Combine(_folder.Root, "odd.onnx");
        model.Write(path);

        (int code, string output, string error) = Run("import", path, "--output", Path.Combine(_folder.Root, "out"));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("nothing was written. 3 nodes cannot be expressed:", error, StringComparison.Ordinal);
        Assert.Contains("NonZero 'first': no layer does what this operator does.", error, StringComparison.Ordinal);
        Assert.Contains("Softmax 'c': it works along axis 0, which is the batch", error, StringComparison.Ordinal);
        Assert.Contains("Fancy 'd': it is an operator of 'com.example'", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "out")));
        Assert.Equal(["odd.onnx"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void Open_shapes_must_be_given_and_fit()
    {
        OnnxModel model = Model([new OnnxNode("Relu", ["x"], ["y"])], new OnnxAxis(null, "n"), OnnxAxis.Of(3), new OnnxAxis(null, "width"));
        string path = Path.Combine(_folder.Root, "open.onnx");
        model.Write(path);

        Assert.Contains("[n, 3, width]", Run("import", path, "--output", _folder.Root).Error, StringComparison.Ordinal);
        Assert.Contains("was given", Run("import", path, "--input", "x=1,4,5").Error, StringComparison.Ordinal);
        Assert.Contains("no input 'z'", Run("import", path, "--input", "z=1,3,5").Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("import", path, "--input", "x=1,3,5", "--output", _folder.Root).Code);
        Assert.Contains("[Input(3, 5), Relu]", File.ReadAllText(Path.Combine(_folder.Root, "Open.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_may_have_no_batch()
    {
        OnnxModel model = Model([new OnnxNode("Softmax", ["x"], ["y"]) { Attributes = [OnnxAttribute.Of("axis", 0L)] }],
            OnnxAxis.Of(3), OnnxAxis.Of(4));
        string path = Path.Combine(_folder.Root, "whole.onnx");
        model.Write(path);

        Assert.Contains("which is the batch", Run("import", path, "--output", _folder.Root).Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("import", path, "--no-batch", "--output", _folder.Root).Code);
        string source = File.ReadAllText(Path.Combine(_folder.Root, "Whole.cs"));
        Assert.Contains("[Input(3, 4), Apply(nameof(Probabilities))]", source, StringComparison.Ordinal);
        Assert.Contains("Softmax(x, 0)", source, StringComparison.Ordinal);
    }

    /// <summary>As a tool for channels behind pixels writes it.</summary>
    [Fact]
    public void Orders_of_axes_around_elementwise_layers_go()
    {
        OnnxModel model = Model(
            [
                new OnnxNode("Transpose", ["x"], ["a"]) { Attributes = [OnnxAttribute.Of("perm", 0, 3, 1, 2)] },
                new OnnxNode("Relu", ["a"], ["b"]),
                new OnnxNode("Tanh", ["b"], ["c"]),
                new OnnxNode("Transpose", ["c"], ["y"]) { Attributes = [OnnxAttribute.Of("perm", 0, 2, 3, 1)] },
            ],
            new OnnxAxis(null, "n"),
            OnnxAxis.Of(4),
            OnnxAxis.Of(5),
            OnnxAxis.Of(3));

        Assert.Contains("[Input(4, 5, 3), Relu, Tanh]", Import(model), StringComparison.Ordinal);
    }

    [Fact]
    public void Arithmetic_in_whole_numbers_is_refused_with_the_reason() => Assert.Contains(
        "it computes in whole numbers of 8 bits",
        Import(Model(new OnnxNode("DynamicQuantizeLinear", ["x"], ["y", "scale", "zero"]))),
        StringComparison.Ordinal);

    /// <summary>Before version 11 there was one way to enlarge, which is not the later default.</summary>
    [Theory]
    [InlineData(10, "nearest", "Upsample2D(2)")]
    [InlineData(10, "linear", "Apply(nameof(Resized), Frozen = true)")]
    [InlineData(11, "nearest", "Upsample2D(2)")]
    [InlineData(11, "linear", "Upsample2D(2, Mode = Upsampling.Bilinear)")]
    public void Images_are_enlarged_as_their_version_says(int opset, string mode, string expected)
    {
        OnnxTensor scales = OnnxTensor.Of("scales", [1f, 1, 2, 2], 4), none = OnnxTensor.Of("none", ReadOnlySpan<float>.Empty, 0);
        string[] operands = opset < 11 ? ["x", "scales"] : ["x", "none", "scales"];
        OnnxModel model = Model(
            [new OnnxNode("Resize", operands, ["y"]) { Attributes = [OnnxAttribute.Of("mode", mode)] }],
            new OnnxAxis(null, "n"),
            OnnxAxis.Of(3),
            OnnxAxis.Of(4),
            OnnxAxis.Of(5));

        Assert.Contains(expected, Import(With(model, opset, scales, none)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 4 }, "Dense(4")]
    [InlineData(new long[] { 1, 4 }, "Dense(4")]
    [InlineData(new long[] { 4, 1 }, "4 numbers along the last axis are needed")]
    public void A_bias_lies_along_the_last_axis(long[] shape, string expected)
    {
        OnnxTensor weight = OnnxTensor.Of("weight", new float[16], 4, 4), bias = OnnxTensor.Of("bias", new float[4], shape);
        OnnxModel model = Model(new OnnxNode("Gemm", ["x", "weight", "bias"], ["y"]));

        Assert.Contains(expected, Import(With(model, 17, weight, bias)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_gives_arguments_in_a_file_and_gets_errors_on_the_file()
    {
        string list = Path.Combine(_folder.Root, "Net.options"), path = Path.Combine(_folder.Root, "two.onnx");
        OnnxNode[] nodes = [new OnnxNode("Relu", ["x"], ["body"]), new OnnxNode("NonZero", ["body"], ["y"]) { Name = "head" }];
        Model(nodes, OnnxAxis.Of(1), OnnxAxis.Of(4)).Write(path);
        string[] arguments = [path, "--msbuild", "--class", "Net", "--weights", "Net.safetensors", "--output", _folder.Root];
        File.WriteAllLines(list, arguments);

        (int code, _, string error) = Run("import", "@" + list);
        Assert.Equal((1, $"{path} : error MG9007: NonZero 'head': no layer does what this operator does."), (code, error.TrimEnd()));

        File.WriteAllLines(list, [.. arguments, "--result", "body"]);
        Assert.Equal(0, Run("import", "@" + list).Code);
        Assert.Contains("[Input(4), Relu]", File.ReadAllText(Path.Combine(_folder.Root, "Net.cs")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Root, "Net.safetensors")));

        File.WriteAllLines(list, [.. arguments, "--namespace", "my-app"]);
        (code, _, error) = Run("import", "@" + list);
        Assert.Equal((2, "ModelGenOnnx : error MG9006: 'my-app' is no name in C#."), (code, error.TrimEnd()));
        Assert.Equal(2, Run("import", "@" + list + ".none").Code);
        Assert.Equal(2, Run("import", path, "--weights", "../a.safetensors").Code);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("import", "a.onnx", "b.onnx")]
    [InlineData("import", "a.onnx", "--nothing")]
    [InlineData("import", "a.onnx", "--class")]
    [InlineData("import", "a.onnx", "--class", "1a")]
    [InlineData("import", "a.onnx", "--input", "x")]
    [InlineData("import", "a.onnx", "--input", "x=1,a")]
    [InlineData("import", "a.onnx", "--value", "sr")]
    [InlineData("import", "a.onnx", "--value", "sr=a")]
    [InlineData("import", "a.onnx", "--batch", "x=-1")]
    [InlineData("convert")]
    public void Arguments_that_are_not_understood_give_2(params string[] arguments)
    {
        (int code, _, string error) = Run(arguments);
        Assert.Equal(2, code);
        Assert.Contains("--help", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_no_error()
    {
        Assert.Contains("--inference", Run("import", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("import <file.onnx>", Run("--help").Output, StringComparison.Ordinal);
        Assert.Equal((0, 0, 2), (Run("import", "--help").Code, Run("--help").Code, Run().Code));
    }

    private static OnnxModel Model(params OnnxNode[] nodes) => Model(nodes, new OnnxAxis(null, "n"), OnnxAxis.Of(4));

    private static OnnxModel Model(OnnxNode[] nodes, params OnnxAxis[] shape) => new()
    {
        Opsets = new Dictionary<string, long> { [""] = 17 },
        Graph = new OnnxGraph
        {
            Nodes = nodes,
            Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, shape)],
            Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, null)],
        },
    };

    private static OnnxModel With(OnnxModel model, int opset, params OnnxTensor[] initializers) => new()
    {
        Opsets = new Dictionary<string, long> { [""] = opset },
        Graph = new OnnxGraph
        {
            Nodes = model.Graph.Nodes,
            Inputs = model.Graph.Inputs,
            Outputs = model.Graph.Outputs,
            Initializers = initializers,
        },
    };

    /// <summary>The class, or what is wrong.</summary>
    private string Import(OnnxModel model)
    {
        string path = Path.Combine(_folder.Root, "some.onnx");
        model.Write(path);
        (int code, _, string error) = Run("import", path, "--output", _folder.Root);
        return code == 0 ? File.ReadAllText(Path.Combine(_folder.Root, "Some.cs")) : error;
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = Commands.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
