using System.Text;
using ModelGen.Onnx.Import;
using ModelGen.Onnx.Import.Conversions;

namespace ModelGen.Onnx.Tests;

/// <summary>Reading and writing of the file format; files that are damaged.</summary>
public sealed class FormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(ImportTests.Names), MemberType = typeof(ImportTests))]
    public void What_is_read_is_written_again(string name)
    {
        OnnxModel first = OnnxModel.Read(ImportTests.Reference(name + ".onnx")), second = OnnxModel.Read(first.ToBytes());

        Assert.Equal((first.IrVersion, first.Opset, first.Producer), (second.IrVersion, second.Opset, second.Producer));
        Assert.Equal(first.Graph.Nodes.Select(Text), second.Graph.Nodes.Select(Text));
        Assert.Equal(
            first.Graph.Initializers.Select(tensor => Convert.ToHexString(tensor.ToBytes().Span)),
            second.Graph.Initializers.Select(tensor => Convert.ToHexString(tensor.ToBytes().Span)));
        Assert.Equal(first.Graph.Inputs.Select(Shape), second.Graph.Inputs.Select(Shape));
        Assert.Equal(first.Graph.Outputs.Select(Shape), second.Graph.Outputs.Select(Shape));
        Assert.Equal(first.ToBytes(), second.ToBytes());
    }

    [Theory]
    [InlineData("Float", 4, new[] { 1.5, -2, 3 })]
    [InlineData("Double", 10, new[] { 1.5, -2, 1e300 })]
    [InlineData("Int64", 7, new[] { 1.0, -2, 1L << 40 })]
    [InlineData("Int32", 5, new[] { 1.0, -2, 3 })]
    [InlineData("UInt8", 5, new[] { 1.0, 200, 3 })]
    [InlineData("Bool", 5, new[] { 1.0, 0, 1 })]
    [InlineData("UInt64", 11, new[] { 1.0, 2, 3 })]
    public void Elements_may_be_numbers_of_the_message_packed_or_one_by_one(string name, int field, double[] values)
    {
        OnnxElementType type = Enum.Parse<OnnxElementType>(name);
        foreach (bool isPacked in new[] { true, false })
        {
            WireWriter tensor = new();
            tensor.Integers(1, [values.Length]);
            tensor.Integer(2, (long)type);
            byte[] numbers = type == OnnxElementType.Double ? [.. values.SelectMany(BitConverter.GetBytes)] : [];
            if (type == OnnxElementType.Double) tensor.Bytes(field, numbers);
            else if (type == OnnxElementType.Float && isPacked) tensor.Singles(field, [.. values.Select(value => (float)value)]);
            else if (type == OnnxElementType.Float) foreach (double value in values) tensor.Single(field, (float)value);
            else if (isPacked) tensor.Integers(field, [.. values.Select(value => (long)value)]);
            else foreach (double value in values) tensor.Integer(field, (long)value);

            Assert.Equal(values, OnnxTensor.Read(tensor.Written.ToArray(), null).ToDoubles());
        }
    }

    [Fact]
    public void Tensors_may_lie_in_files_beside_the_model_and_nowhere_else()
    {
        _folder.Write("data.bin", [0, 0, 0, 0, .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(2f)]);

        Assert.Equal([1.5f, 2], External("data.bin", "4", "8").ToFloats());
        Assert.Contains("which has 12", Problem(() => External("data.bin", "8", "8").ToFloats()), StringComparison.Ordinal);
        Assert.Contains("has 4 bytes", Problem(() => External("data.bin", "4", "4").ToFloats()), StringComparison.Ordinal);
        Assert.Contains("not there", Problem(() => External("none.bin", "0", "8").ToFloats()), StringComparison.Ordinal);
        Assert.Contains("offset '-4'", Problem(() => External("data.bin", "-4", "8")), StringComparison.Ordinal);
        foreach (string outside in new[] { "../data.bin", "/etc/passwd", "a/../../b", "C:data.bin", "..\\b" })
            Assert.Contains("only files in the folder", Problem(() => External(outside, "0", "8")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no graph")]
    [InlineData("08", "cut off")]
    [InlineData("3a05", "5 bytes, and 0 are left")]
    [InlineData("00", "no tag")]
    [InlineData("0b", "wire type 3")]
    [InlineData("3800", "wire type 0; 2 is needed")]
    [InlineData("08ffffffffffffffffffff01", "more than 10 bytes")]
    [InlineData("3a03120180", "not UTF-8")]
    [InlineData("3a00", "version of its format is 0")]
    public void What_is_no_model_is_refused_with_the_reason(string hex, string reason) =>
        Assert.Contains(reason, Problem(() => OnnxModel.Read(Convert.FromHexString(hex))), StringComparison.Ordinal);

    [Fact]
    public void Graphs_in_graphs_and_numbers_of_messages_are_limited()
    {
        byte[] graph = [];
        for (int depth = 0; depth < 40; depth++)
        {
            WireWriter outer = new();
            byte[] inner = graph;
            outer.Message(1, node => node.Message(5, attribute => attribute.Bytes(6, inner)));
            graph = outer.Written.ToArray();
        }

        WireWriter deep = new();
        deep.Bytes(7, graph);
        Assert.Contains("32 deep", Problem(() => OnnxModel.Read(deep.Written.ToArray())), StringComparison.Ordinal);

        byte[] many = [.. Enumerable.Repeat(new byte[] { 0x0A, 0x00 }, OnnxReader.MostMessages + 1).SelectMany(node => node)];
        WireWriter wide = new();
        wide.Bytes(7, many);
        Assert.Contains("more than 1000000", Problem(() => OnnxModel.Read(wide.Written.ToArray())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_imported_or_refused_with_a_reason()
    {
        string[] names = ["lenet", "gate", "attention", "words"];
        byte[][] files = [.. names.Select(name => File.ReadAllBytes(ImportTests.Reference(name + ".onnx")))];
        Random random = new(TestSeed.Value);
        int imported = 0;
        for (int i = 0; i < TestTier.Count(2_000, 100_000); i++)
        {
            byte[] damaged = FileMutation.Of(files[i % files.Length], files[i % files.Length].Length, random);
            try
            {
                ImportedModel model = GraphImport.Run(OnnxModel.Read(damaged), "damaged", new ImportOptions());
                foreach ((string name, IReadOnlyList<int> shape) in model.Weights)
                    if (model.Weight(name).Length != shape.Aggregate(1, (a, b) => a * b)) Assert.Fail($"case {i}: {name}");
                imported++;
            }
            catch (Exception problem) when (problem is InvalidDataException or OnnxImportException)
            {
                if (problem.Message.Length < 15) Assert.Fail($"{TestSeed.Text}, case {i}: '{problem.Message}' says too little.");
            }
            catch (Exception problem)
            {
                Assert.Fail($"{TestSeed.Text}, case {i}: {problem}");
            }
        }

        Assert.True(imported > 0);
    }

    [Fact]
    public void The_table_of_the_guide_names_every_operator()
    {
        string guide = File.ReadAllText(Path.Combine(Root(), "docs", "guide", "onnx.md"));
        Assert.All(ConversionTable.Names, name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
    }

    internal static string Root()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ModelGen.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private OnnxTensor External(string location, string offset, string length)
    {
        WireWriter tensor = new();
        tensor.Integers(1, [2]);
        tensor.Integer(2, (long)OnnxElementType.Float);
        foreach ((string key, string value) in new[] { ("location", location), ("offset", offset), ("length", length) })
        {
            tensor.Message(13, entry =>
            {
                entry.Text(1, key);
                entry.Text(2, value);
            });
        }

        tensor.Integer(14, 1);
        return OnnxTensor.Read(tensor.Written.ToArray(), _folder.Root);
    }

    private static string Problem(Action action) => Assert.Throws<InvalidDataException>(action).Message;

    private static string Text(OnnxNode node)
    {
        StringBuilder text = new($"{node.OpType} {node.Name} {string.Join(',', node.Inputs)} -> {string.Join(',', node.Outputs)}");
        foreach (OnnxAttribute one in node.Attributes)
        {
            string tensor = one.Tensor is null ? "" : Convert.ToHexString(one.Tensor.ToBytes().Span);
            text.Append($" {one.Name}:{one.Type}={one.Int}{one.Float}{one.Text}{tensor}");
            text.Append($"{string.Join(',', one.Ints)}{string.Join(',', one.Floats)}");
        }

        return text.ToString();
    }

    private static string Shape(OnnxValueInfo value) => $"{value.Name} {value.Type} {string.Join(',', value.Shape ?? [])}";
}
