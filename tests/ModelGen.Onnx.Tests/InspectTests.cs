using ModelGen.Data;
using ModelGen.Tool;

namespace ModelGen.Onnx.Tests;

/// <summary>The command <c>dotnet modelgen inspect</c>.</summary>
public sealed class InspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_are_listed_with_names_types_shapes_and_sizes()
    {
        string path = Imported();
        (int code, string output, string error) = Run(path);

        Assert.Equal((0, ""), (code, error));
        string[] lines = output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal("lenet.safetensors", lines[0]);
        Assert.Equal("safetensors: 8 tensors, 1,037 numbers, 4.1 kB", lines[1]);
        Assert.Equal("  format = pt", lines[2]);
        Assert.Equal("name           type  shape         numbers  bytes", lines[4]);
        Assert.Equal("layer0.weight  F32   [4, 1, 5, 5]      100    400", lines[5]);
        Assert.Equal(5 + 8, lines.Length);
    }

    [Fact]
    public void Types_are_those_of_the_file()
    {
        string path = Path.Combine(_folder.Root, "arrays.npz");
        NpzFile.Save(path, new Dictionary<string, NpyArray>
        {
            ["ids"] = NpyArray.Of((ReadOnlySpan<int>)[1, 2, 3]),
            ["double"] = NpyArray.Of((ReadOnlySpan<double>)[0.5]),
            ["bytes"] = NpyArray.Of((ReadOnlySpan<byte>)[1, 2], 1, 2),
        });
        (_, string output, _) = Run(path);

        Assert.Contains("NumPy arrays: 3 tensors, 6 numbers, 22 bytes", output, StringComparison.Ordinal);
        Assert.Matches(@"ids +I32 +\[3\] +3 +12", output);
        Assert.Matches(@"double +F64 +\[1\] +1 +8", output);
        Assert.Matches(@"bytes +U8 +\[1, 2\] +2 +2", output);
    }

    /// <summary>With the names and shapes in which <c>KerasWeights.Read</c> gives them to a model.</summary>
    [Theory]
    [InlineData("keras2.h5")]
    [InlineData("keras3.h5")]
    [InlineData("network.weights.h5")]
    [InlineData("network.keras")]
    public void Files_of_Keras_are_listed_as_models_take_them(string file)
    {
        (int code, string output, string error) = Run(ImportTests.Reference(file));

        Assert.Equal((0, ""), (code, error));
        string[] lines = output.Split(Environment.NewLine);
        Assert.Equal(file, lines[0]);
        Assert.StartsWith("Keras, in the names and shapes of PyTorch: 31 tensors, ", lines[1], StringComparison.Ordinal);
        Assert.Matches(@"conv2d\.weight +F32 +\[4, 2, 3, 2\] +48 +192", output);
        Assert.Matches(@"gru\.weight_hh_l0 +F32 ", output);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_damaged_file_of_Keras_is_an_error()
    {
        string path = Path.Combine(_folder.Root, "cut.h5");
        byte[] whole = File.ReadAllBytes(ImportTests.Reference("keras2.h5"));
        File.WriteAllBytes(path, whole[..500]);
        (int code, string output, string error) = Run(path);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Cannot read the weights of Keras from '", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_long_or_move_the_cursor_stay_readable()
    {
        string path = Path.Combine(_folder.Root, "names.safetensors");
        string name = string.Join('.', Enumerable.Repeat("encoder", 12));
        byte[] header = System.Text.Encoding.UTF8.GetBytes(
            $$$"""
            {"{{{name}}}":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]},
             "a\u001b[2J":{"dtype":"I8","shape":[],"data_offsets":[2,3]}}
            """);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. header, 1, 2, 3]);
        (int code, string output, _) = Run(path);

        Assert.Equal(0, code);
        Assert.Contains(name + Environment.NewLine, output, StringComparison.Ordinal);
        Assert.Matches(@"\n +F8_E4M3 +\[2\] +2 +2\r?\n", output);
        Assert.Contains(@"a\u001b[2J", output, StringComparison.Ordinal);
        Assert.All(output.Split(Environment.NewLine), line => Assert.True(line.Length <= 80 || line == name, line));
    }

    [Fact]
    public void An_onnx_file_shows_what_goes_in_and_out_and_that_it_can_be_imported()
    {
        (int code, string output, string error) = Run(ImportTests.Reference("lenet.onnx"));

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("ONNX: IR ", output, StringComparison.Ordinal);
        Assert.Contains("written by pytorch", output, StringComparison.Ordinal);
        Assert.Matches(@"inputs\r?\n  \S+  F32  \[\S+, 1, 16, 16\]", output);
        Assert.Contains("Conv 2", output, StringComparison.Ordinal);
        Assert.Contains("import: all of it can be expressed, with 8 weights of 1,037 numbers", output, StringComparison.Ordinal);
        Assert.All(output.Split(Environment.NewLine), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void What_stands_in_the_way_of_an_import_is_said_and_is_no_failure()
    {
        string path = Path.Combine(_folder.Root, "odd.onnx");
        Model(new OnnxNode("NonZero", ["x"], ["a"]) { Name = "first" }, new OnnxNode("Relu", ["a"], ["y"])).Write(path);

        (int code, string output, _) = Run(path);
        Assert.Equal(0, code);
        Assert.Contains("import: not as it is.", output, StringComparison.Ordinal);
        Assert.Contains("[n, 3, width]", output, StringComparison.Ordinal);

        (_, output, _) = Run(path, "--input", "x=1,3,5");
        Assert.Contains("import: not possible; 1 node cannot be expressed", output, StringComparison.Ordinal);
        Assert.Contains("NonZero 'first'", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_an_error_and_prints_nothing()
    {
        string text = Path.Combine(_folder.Root, "notes.txt"), cut = Path.Combine(_folder.Root, "cut.safetensors");
        File.WriteAllText(text, "nothing of that kind");
        File.WriteAllBytes(cut, File.ReadAllBytes(Imported())[..2000]);
        foreach (string path in new[] { text, cut, _folder.Root, Path.Combine(_folder.Root, "none.onnx") })
        {
            (int code, string output, string error) = Run(path);
            Assert.Equal((1, ""), (code, output));
            Assert.Contains(Path.GetFileName(path), error, StringComparison.Ordinal);
        }

        Assert.Contains("is no .onnx file", Run(cut, "--no-batch").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("a", "b")]
    [InlineData("a", "--all")]
    [InlineData("a", "--input")]
    [InlineData("a", "--input", "x=0")]
    public void Arguments_that_are_not_understood_give_2(params string[] arguments)
    {
        (int code, _, string error) = Run(arguments);
        Assert.Equal(2, code);
        Assert.Contains("--help", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_fits_a_terminal()
    {
        (int code, string output, _) = Run("--help");
        Assert.Equal(0, code);
        Assert.All(output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    /// <summary>Masks are integers in files, and become floats before anything is computed.</summary>
    [Fact]
    public void Integers_that_are_cast_first_are_an_input_of_floats()
    {
        OnnxModel mask = Model(
            OnnxElementType.Int64,
            new OnnxNode("Cast", ["x"], ["a"]) { Attributes = [OnnxAttribute.Of("to", 1L)] },
            new OnnxNode("Relu", ["a"], ["y"]));
        OnnxModel numbers = Model(OnnxElementType.Int64, new OnnxNode("Add", ["x", "x"], ["y"]));
        string path = Path.Combine(_folder.Root, "mask.onnx");
        ImportOptions options = new() { InputShapes = new Dictionary<string, IReadOnlyList<int>> { ["x"] = [1, 3, 5] } };

        mask.Write(path);
        Assert.Contains("[Input(3, 5), Relu]", OnnxImport.Read(path, options).Source, StringComparison.Ordinal);
        numbers.Write(path);
        InvalidDataException problem = Assert.Throws<InvalidDataException>(() => OnnxImport.Read(path, options));
        Assert.Contains("the input 'x' holds integers", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_in_the_middle_may_be_the_result()
    {
        string path = Path.Combine(_folder.Root, "body.onnx");
        Model(new OnnxNode("Relu", ["x"], ["body"]), new OnnxNode("NonZero", ["body"], ["y"])).Write(path);
        ImportOptions options = new()
        {
            InputShapes = new Dictionary<string, IReadOnlyList<int>> { ["x"] = [1, 3, 5] },
            Results = ["body"],
        };

        Assert.Contains("[Input(3, 5), Relu]", OnnxImport.Read(path, options).Source, StringComparison.Ordinal);
        InvalidDataException problem = Assert.Throws<InvalidDataException>(
            () => OnnxImport.Read(path, options with { Results = ["head"] }));
        Assert.Contains("no node makes a value 'head'; the outputs are y", problem.Message, StringComparison.Ordinal);
    }

    private string Imported()
    {
        OnnxImport.Read(ImportTests.Reference("lenet.onnx")).Write(_folder.Root);
        return Path.Combine(_folder.Root, "lenet.safetensors");
    }

    private static OnnxModel Model(params OnnxNode[] nodes) => Model(OnnxElementType.Float, nodes);

    private static OnnxModel Model(OnnxElementType type, params OnnxNode[] nodes) => new()
    {
        Opsets = new Dictionary<string, long> { [""] = 17 },
        Graph = new OnnxGraph
        {
            Nodes = nodes,
            Inputs = [new OnnxValueInfo("x", type, [new OnnxAxis(null, "n"), OnnxAxis.Of(3), new OnnxAxis(null, "width")])],
            Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, null)],
        },
    };

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = Commands.Run(["inspect", .. arguments], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
