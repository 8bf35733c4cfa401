using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using ModelGen.Data;
using ModelGen.Runtime;
using ModelGen.TestKit;

namespace ModelGen.Tests.Weights;

/// <summary>Files of other libraries. <c>References/make_weight_files.py</c> wrote those of PyTorch 1.13 and NumPy.</summary>
public sealed class WeightFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("state_dict.pth", WeightFormat.PyTorch)]
    [InlineData("state_dict.npz", WeightFormat.Npz)]
    public void A_state_dict_has_names_shapes_and_numbers_in_order(string file, WeightFormat format)
    {
        ModelWeights weights = ModelWeights.Read(Reference(file));
        Assert.Equal(format, weights.Format);
        Assert.Equal(
            ["conv1.weight [2, 1, 3, 3]", "conv1.bias [2]", "bn1.weight [2]", "bn1.bias [2]", "bn1.running_mean [2]",
                "bn1.running_var [2]", "bn1.num_batches_tracked []", "fc1.weight [3, 8]", "fc1.bias [3]"],
            weights.Select(tensor => $"{tensor.Name} {TensorShape.Format(tensor.Shape)}"));
        Assert.Equal([0.1717544049024582f, -0.14712607860565186f, -0.0646204948425293f], weights["conv1.weight"].ToFloats()[..3]);
        Assert.Equal([-0.18625809252262115f, 0.1817316859960556f, -0.18767325580120087f], weights["fc1.bias"].ToFloats());
        Assert.Equal([0.25f, -0.5f], weights["bn1.running_mean"].ToFloats());
        Assert.Equal([7f], weights["bn1.num_batches_tracked"].ToFloats());
        KeyNotFoundException problem = Assert.Throws<KeyNotFoundException>(() => weights["conv.weight"]);
        Assert.Contains("'conv1.weight'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_dictionaries_have_dots_and_numbers_beside_tensors_are_left_out()
    {
        ModelWeights weights = ModelWeights.Read(Reference("checkpoint.pth"));
        Assert.Equal([3, 8], weights["model.fc1.weight"].Shape);
        Assert.Equal([3, 8], weights["optimizer.state.4.exp_avg"].Shape);
        Assert.Equal([1f], weights["optimizer.state.4.step"].ToFloats());
        Assert.False(weights.Contains("epoch"));
    }

    [Fact]
    public void Tensors_may_be_views_of_one_storage()
    {
        ModelWeights weights = ModelWeights.Read(Reference("views.pth"));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), weights["base"].ToFloats());
        Assert.Equal([4, 3], weights["transposed"].Shape);
        Assert.Equal([0f, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], weights["transposed"].ToFloats());
        Assert.Equal([4f, 6, 8, 10], weights["part"].ToFloats());
        Assert.Equal([2.5f], weights["number"].ToFloats());
        Assert.Empty(weights["number"].Shape);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), ModelWeights.Read(Reference("tensor.pt"))["tensor"].ToFloats());
    }

    [Theory]
    [InlineData("f16", "F16", 1.5f, -2f, 65504f)]
    [InlineData("bf16", "BF16", 1.5f, -2f, 3.00405527e38f)]
    [InlineData("f64", "F64", 0.1f, float.PositiveInfinity)]
    [InlineData("i64", "I64", 1f, -1099511627776f)]
    [InlineData("i32", "I32", 7f, -8f)]
    [InlineData("i16", "I16", 7f, -8f)]
    [InlineData("i8", "I8", 127f, -128f)]
    [InlineData("u8", "U8", 255f, 0f)]
    [InlineData("bool", "BOOL", 1f, 0f)]
    [InlineData("empty", "F32")]
    public void All_types_of_numbers_become_floats(string name, string type, params float[] expected)
    {
        WeightTensor tensor = ModelWeights.Read(Reference("types.pth"))[name];
        Assert.Equal(type, tensor.Type);
        Assert.Equal(expected.Length, tensor.Count);
        Assert.All(tensor.ToFloats().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, Math.Abs(pair.Second) * 1e-4f));
        ArgumentException problem = Assert.Throws<ArgumentException>(() => tensor.CopyTo(new float[expected.Length + 1]));
        Assert.Contains($"has {expected.Length + 1} elements; '{name}' has {expected.Length}", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("module.pth", "save the model's 'state_dict()'")]
    [InlineData("legacy.pth", "before 1.6")]
    [InlineData("script.pt", "TorchScript")]
    [InlineData("expanded.pth", "repeats the 1 numbers of its storage")]
    public void What_is_no_state_dict_is_refused_with_a_way_out(string file, string words)
    {
        InvalidDataException problem = Assert.Throws<InvalidDataException>(() => ModelWeights.Read(Reference(file)));
        Assert.StartsWith($"Cannot read the weights from '{Reference(file)}': ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Safetensors_may_be_divided_among_files()
    {
        _folder.Write("a.safetensors", WeightFiles.Bytes([WeightFiles.Floats("a", 2), WeightFiles.Floats("b", 3)]));
        _folder.Write("b.safetensors", WeightFiles.Bytes([("c", "I8", [2], [1, 0xFF])]));
        string index = _folder.Write(
            "model.safetensors.index.json",
            """{ "metadata": { "total_size": 22 }, "weight_map": { "a": "a.safetensors", "c": "b.safetensors", "b": "a.safetensors" } }""");
        ModelWeights weights = ModelWeights.Read(index);
        Assert.Equal(WeightFormat.SafeTensors, weights.Format);
        Assert.Equal([1f, -1f], weights["c"].ToFloats());
        Assert.Equal([0.5f, 1.5f, 2.5f], weights["b"].ToFloats());
    }

    [Theory]
    [InlineData("""{ "weight_map": { "a": "../a.safetensors" } }""", "names without folders")]
    [InlineData("""{ "weight_map": { "a": "absent.safetensors" } }""", "not beside it")]
    [InlineData("""{ "weight_map": { "x": "a.safetensors" } }""", "'x' is in 'a.safetensors', where it is not")]
    [InlineData("""{ "other": 1 }""", "no 'weight_map'")]
    [InlineData("""{ "weight_map": { "a": """, "JSON")]
    public void An_index_names_files_beside_it(string text, string words)
    {
        _folder.Write("a.safetensors", WeightFiles.Bytes([WeightFiles.Floats("a", 2)]));
        string problem = Assert.Throws<InvalidDataException>(() => ModelWeights.Read(_folder.Write("index.json", text))).Message;
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_TorchSharp_has_parameters_and_buffers()
    {
        string path = _folder.Write("net.dat", TorchSharp());
        ModelWeights weights = ModelWeights.Read(path);
        Assert.Equal(WeightFormat.TorchSharp, weights.Format);
        Assert.Equal(["fc1.weight F32 [1, 2]", "bn1.num_batches_tracked I64 []"], weights.Select(tensor => tensor.ToString()));
        Assert.Equal([0.5f, -1f], weights[0].ToFloats());
        Assert.Equal([300f], weights[1].ToFloats());
        Assert.Throws<ArgumentOutOfRangeException>(() => weights[2]);
    }

    [Theory]
    [InlineData("hello, this is a text", "another format")]
    [InlineData("\x89HDF\r\n\x1a\n", "HDF5")]
    [InlineData("", "no known format")]
    public void Other_files_are_refused(string text, string words)
    {
        string path = _folder.Write("file", Encoding.Latin1.GetBytes(text));
        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => ModelWeights.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_file_is_an_exception_of_the_base_library()
    {
        Assert.Throws<FileNotFoundException>(() => ModelWeights.Read(_folder.File("absent")));
        Assert.Throws<IOException>(() => ModelWeights.Read(_folder.Root));
        Assert.Throws<ArgumentException>(() => ModelWeights.Read(""));
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("torch._utils", "_rebuild_device_tensor_from_numpy")]
    public void Nothing_in_a_pickle_is_called(string module, string name)
    {
        byte[] pickle = [0x80, 2, .. Encoding.ASCII.GetBytes($"c{module}\n{name}\n"), (byte)'U', 1, (byte)'x', 0x85, (byte)'R', (byte)'.'];
        string problem = Assert.Throws<InvalidDataException>(() => ModelWeights.Read(Archive(pickle))).Message;
        Assert.Contains($"'{module}.{name}' is called", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Dictionaries_within_each_other_are_read_once()
    {
        // Forty dictionaries, each twice in the next: a trillion names if all were visited.
        List<byte> pickle = [0x80, 4, (byte)'}', 0x94];
        for (byte i = 0; i < 40; i++)
            pickle.AddRange([(byte)'}', (byte)'(', 0x8C, 1, (byte)'a', (byte)'h', i, 0x8C, 1, (byte)'b', (byte)'h', i, (byte)'u', 0x94]);
        pickle.Add((byte)'.');
        Assert.Contains(
            "32 deep",
            Assert.Throws<InvalidDataException>(() => ModelWeights.Read(Archive([.. pickle]))).Message,
            StringComparison.Ordinal);
        Assert.Empty(ModelWeights.Read(Archive([.. pickle[..(4 + (20 * 14))], (byte)'.'])));
    }

    [Theory]
    [InlineData("state_dict.pth")]
    [InlineData("views.pth")]
    [InlineData("state_dict.npz")]
    [InlineData("net.dat")]
    public void Damaged_files_are_read_or_refused(string name)
    {
        byte[] file = name == "net.dat" ? TorchSharp() : File.ReadAllBytes(Reference(name));
        Random random = new(TestSeed.Value);
        int read = 0;
        for (int times = TestTier.Count(500, 25_000); times > 0; times--)
        {
            string path = _folder.Write(name, FileMutation.Of(file, Math.Min(file.Length, 700), random));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                foreach (WeightTensor tensor in ModelWeights.Read(path)) tensor.ToFloats();
                read++;
            }
            catch (InvalidDataException problem)
            {
                Assert.StartsWith("Cannot read the weights from ", problem.Message, StringComparison.Ordinal);
            }

            // The file, what its numbers are as floats, and what messages and the archive's own buffers take. NPZ is compressed.
            if (!name.EndsWith(".npz", StringComparison.Ordinal))
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (20 * file.Length) + 200_000);
        }

        Assert.InRange(read, 1, int.MaxValue);
    }

    private static byte[] TorchSharp()
    {
        return
        [
            2,
            10, .. "fc1.weight"u8, 6, 2, 1, 2, .. BitConverter.GetBytes(0.5f), .. BitConverter.GetBytes(-1f),
            23, .. "bn1.num_batches_tracked"u8, 4, 0, .. BitConverter.GetBytes(300L),
        ];
    }

    private string Archive(byte[] pickle)
    {
        string path = _folder.File("archive.pth");
        using ZipArchive archive = new(File.Create(path), ZipArchiveMode.Create);
        using Stream entry = archive.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
        entry.Write(pickle);
        return path;
    }

    private static string Reference(string name, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "References", name);
}
