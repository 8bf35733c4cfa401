using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Weights;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Diagnostics;

/// <summary>Weights of models that only predict: which file is meant, what is wrong with it, whether such a model saved it.</summary>
public sealed class WeightTests
{
    private const string Layers = "[Input(4), Dense(3, Name = \"a\"), Relu, BatchNorm, Dense(2)]";

    private static readonly (string, string, int[], byte[])[] Tensors =
    [
        WeightFiles.Floats("a.weight", 3, 4),
        WeightFiles.Floats("a.bias", 3),
        WeightFiles.Floats("batchnorm1.weight", 3),
        WeightFiles.Floats("batchnorm1.bias", 3),
        WeightFiles.Floats("batchnorm1.running_mean", 3),
        WeightFiles.Floats("batchnorm1.running_var", 3),
        WeightFiles.Floats("dense2.weight", 2, 3),
        WeightFiles.Floats("dense2.bias", 2),
    ];

    [Theory]
    [InlineData("net.safetensors", "net.safetensors")]
    [InlineData("first/best.safetensors", "runs/first/best.safetensors")]
    [InlineData("first\\best.safetensors", "runs/first/best.safetensors")]
    [InlineData("runs/second/best.safetensors", "runs/second/best.safetensors")]
    public void The_end_of_a_path_is_enough_if_it_is_that_of_one_file(string given, string file) =>
        Assert.Equal(file, Assert.IsType<WeightsSpec.Found>(Attached(given).Weights).File);

    [Fact]
    public void The_project_has_the_last_word()
    {
        WeightsFile[] files = [File("net.safetensors"), File("other.safetensors") with { Model = "Tests.Net" }];
        Assert.Equal("other.safetensors", Assert.IsType<WeightsSpec.Found>(WeightsFile.Attach(Spec(null), files).Weights).File);
        Assert.Equal(
            "other.safetensors", Assert.IsType<WeightsSpec.Found>(WeightsFile.Attach(Spec("net.safetensors"), files).Weights).File);
        Assert.Null(WeightsFile.Attach(Spec(null), [File("net.safetensors"), File("o") with { Model = "Other.Net" }]).Weights);
    }

    [Theory]
    [InlineData("MG0060", "nett.safetensors", "did you mean 'net.safetensors'?")]
    [InlineData("MG0060", "", "It lists 'net.safetensors', 'runs/first/best.safetensors'")]
    [InlineData("MG0061", "best.safetensors", "2 files of weights: 'runs/first/best.safetensors', 'runs/second/best.safetensors'")]
    [InlineData("MG0062", "broken.safetensors", "'broken.safetensors': it is broken.")]
    public void What_is_not_there_is_said_on_the_argument(string id, string given, string expected)
    {
        Diagnostic diagnostic = Assert.Single(ModelCompiler.Check(Attached(given)));
        Assert.Equal(id, diagnostic.Descriptor.Id);
        Assert.Contains(expected, diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(SpecLocation.Model.At("Weights"), diagnostic.Location);
        Assert.Empty(ModelCompiler.EmitKernels(Attached(given)));
    }

    [Fact]
    public void A_project_without_weights_is_told_what_to_write()
    {
        Diagnostic diagnostic = Assert.Single(ModelCompiler.Check(WeightsFile.Attach(Spec("w.safetensors"), [])));
        Assert.Contains("<ModelGenWeights Include=\"w.safetensors\" />", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_does_not_fit_is_listed_at_once()
    {
        byte[] data = [.. Enumerable.Range(0, 3).SelectMany(_ => BitConverter.GetBytes(float.NaN))];
        Diagnostic diagnostic = Check(
            [
                .. Tensors.Skip(2).Select(tensor => tensor.Item1 switch
                {
                    "dense2.weight" => WeightFiles.Floats("dense2.weight", 3, 2),
                    "dense2.bias" => ("dense2.bias", "I32", [2], new byte[8]),
                    "batchnorm1.running_var" => ("batchnorm1.running_var", "F32", [3], data),
                    _ => tensor,
                }),
                WeightFiles.Floats("z.weight", 1),
                WeightFiles.Floats("b.weight", 1),
            ])!;
        Assert.Equal("MG0063", diagnostic.Descriptor.Id);
        foreach (string part in (string[])
        [
            "2 missing tensors: 'a.weight', 'a.bias'.",
            "2 unexpected tensors: 'b.weight', 'z.weight'.",
            "'dense2.weight' has the shape [3, 2] in the file; the model needs [2, 3].",
            "'dense2.bias' has the type I32; F32, F64, F16 or BF16 is needed.",
            "Numbers are NaN or infinite in 'batchnorm1.running_var'.",
        ])
            Assert.Contains(part, diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("F64", 0x7FF0000000000000, 8)]
    [InlineData("F32", 0x7F800001, 4)]
    [InlineData("F32", 0xFF800000, 4)]
    [InlineData("BF16", 0xFFC0, 2)]
    [InlineData("F16", 0x7C00, 2)]
    public void A_number_that_is_not_finite_is_found_wherever_it_is(string type, ulong bits, int size)
    {
        const int Count = 50_000;
        foreach (int position in (int[])[0, 1, 17_000, Count - 1])
        {
            byte[] data = new byte[Count * size];
            BitConverter.GetBytes(bits)[..size].CopyTo(data, position * size);
            byte[] file = WeightFiles.Bytes([WeightFiles.Floats("before", 3), ("it", type, [Count], data), WeightFiles.Floats("after", 3)]);
            Assert.Equal(["it"], WeightsReader.Read(new MemoryStream(file), "r").NotFinite);
            data[(position * size) + size - 1] &= 0xBF;
            file = WeightFiles.Bytes([("it", type, [Count], data)]);
            Assert.Empty(WeightsReader.Read(new MemoryStream(file), "r").NotFinite);
        }
    }

    [Fact]
    public void Weights_of_another_architecture_are_refused_and_the_layer_is_named()
    {
        string own = Architecture.Of(ModelBuilder.Build(Spec("w"), Mode.Inference).Model!);
        Assert.Equal("Input(4);Dense(3);Relu;BatchNorm;Dense(2)", own);
        Assert.Null(Check(Tensors, ("modelgen.architecture", own)));
        Assert.Null(Check(Tensors, ("format", "pt")));
        Diagnostic other = Check(Tensors, ("modelgen.architecture", own.Replace("Relu", "LeakyRelu(0.2)", StringComparison.Ordinal)))!;
        Assert.Equal("MG0064", other.Descriptor.Id);
        Assert.Contains("its layer 3 is 'LeakyRelu(0.2)', and here it is 'Relu'", other.Message, StringComparison.Ordinal);
        Assert.Contains(
            "its layer 5 is missing, and here it is 'Dense(2)'",
            Check(Tensors, ("modelgen.architecture", own[..own.LastIndexOf(';')]))!.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Input(1, 8, 8), Conv2D(6, 3, Padding = 1, Stride = 2), Dropout(0.3), Flatten, Dense(2, UseBias = false)]",
        "Input(1x8x8);Conv2D(6,3,Padding=1,Stride=2);Flatten;Dense(2,UseBias=false)")]
    [InlineData("[Input(4), As(\"x\"), Dense(4, Init = Init.Zeros), LeakyRelu(0.01), Add(\"x\"), PRelu(InitialSlope = 0.1), Dense(1)]",
        "Input(4);As;Dense(4) of 1;LeakyRelu;Add of 4,2;PRelu;Dense(1)")]
    [InlineData("[Input(4), LeakyRelu(0.2), BatchNorm(Momentum = 0.2, Epsilon = 1e-3), Dense(1)]",
        "Input(4);LeakyRelu(0.2);BatchNorm(Epsilon=0.001);Dense(1)")]
    public void The_architecture_is_what_decides_predictions(string layers, string expected) => Assert.Equal(
        expected,
        Architecture.Of(ModelBuilder.Build(DeclarationText.Model(layers) with { WeightsGiven = "w" }, Mode.Inference).Model!));

    [Fact]
    public void Weights_for_a_model_that_is_not_there()
    {
        Diagnostic diagnostic = Assert.Single(WeightRules.Unused(
            [File("a") with { Model = "Nett" }, File("b") with { Model = "Tests.Net" }, File("c")], [("Net", "Tests.Net")]));
        Assert.Equal("MG0065", diagnostic.Descriptor.Id);
        Assert.Contains("Did you mean Model=\"Net\"?", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_trained_only_where_the_library_is()
    {
        ModelSpec spec = DeclarationText.Model(Layers + " [MeanSquaredError, Sgd(0.1f)]") with { FrameworkWithoutTraining = ".NET 8.0" };
        Diagnostic diagnostic = Assert.Single(ModelCompiler.Check(spec));
        Assert.Equal("MG0009", diagnostic.Descriptor.Id);
        Assert.Contains(".NET 8.0", diagnostic.Message, StringComparison.Ordinal);
        Assert.Empty(ModelCompiler.Check(Attached("net.safetensors") with { FrameworkWithoutTraining = ".NET 8.0" }));
    }

    /// <summary>Damaged files while building: an error, or a header that fits the file.</summary>
    [Fact]
    public void Damaged_files_are_refused_or_read_right()
    {
        Random random = new(TestSeed.Value);
        byte[] file = WeightFiles.Bytes(Tensors, ("modelgen.architecture", "Input(4);Dense(3);Relu;BatchNorm;Dense(2)"), ("note", "ä\n"));
        int header = BitConverter.ToInt32(file) + 8, refused = 0;
        BuiltModel model = ModelBuilder.Build(Spec("w"), Mode.Inference).Model!;
        for (int times = TestTier.Count(3_000, 100_000); times > 0; times--)
        {
            byte[] damaged = FileMutation.Of(file, header, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                WeightsHeader read = WeightsReader.Read(new MemoryStream(damaged), "r");
                Assert.Equal(damaged.Length, read.Length);
                Assert.All(read.Tensors, tensor => Assert.InRange(tensor.Begin, 8, damaged.Length));
                WeightRules.Check(model with { Spec = model.Spec with { Weights = new WeightsSpec.Found("w", "w", read) } });
            }
            catch (InvalidDataException problem)
            {
                refused++;
                Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (2 * file.Length) + 30_000);
            }
        }

        Assert.NotEqual(0, refused);
    }

    /// <summary>Weights of a model that keeps them as halves: the largest that is finite, and the next float.</summary>
    [Theory]
    [InlineData("Float16", "F32", 0x477FEFFFUL, 4, false)]
    [InlineData("Float16", "F32", 0xC77FF000UL, 4, true)]
    [InlineData("Float16", "BF16", 0x477FUL, 2, false)]
    [InlineData("Float16", "BF16", 0x4780UL, 2, true)]
    [InlineData("Float16", "F64", 0x40EFFDFFE0000000UL, 8, false)]
    [InlineData("Float16", "F64", 0x40EFFDFFF0000000UL, 8, true)]
    [InlineData("BFloat16", "F32", 0x7F7F7FFFUL, 4, false)]
    [InlineData("BFloat16", "F32", 0xFF7F8000UL, 4, true)]
    [InlineData("Float32", "F32", 0x7F7FFFFFUL, 4, false)]
    public void Numbers_that_would_become_infinite_are_refused(string storage, string type, ulong bits, int size, bool isBeyond)
    {
        byte[] data = new byte[12 * size];
        BitConverter.GetBytes(bits)[..size].CopyTo(data, 5 * size);
        (string, string, int[], byte[])[] tensors = [("a.weight", type, [3, 4], data), .. Tensors.Skip(1)];
        ModelSpec spec = DeclarationText.Source(
            $"[Model(Storage = Storage.{storage})] {Layers} [MeanSquaredError, Sgd(0.1f)] public partial class Net;");
        Diagnostic? found = ModelCompiler
            .Check(WeightsFile.Attach(spec with { WeightsGiven = "w" }, [File("w", WeightFiles.Bytes(tensors))]))
            .SingleOrDefault();
        Assert.Equal(isBeyond ? "MG0066" : null, found?.Descriptor.Id);
        if (found is null) return;
        Assert.Equal(SpecLocation.Model.At("Storage"), found.Location);
        Assert.Contains($"as {storage}", found.Message, StringComparison.Ordinal);
        Assert.Contains("'w' has larger ones in 'a.weight'", found.Message, StringComparison.Ordinal);
    }

    private static Diagnostic? Check(
        IEnumerable<(string, string, int[], byte[])> tensors, params (string Name, string Text)[] metadata) =>
        ModelCompiler.Check(WeightsFile.Attach(Spec("w"), [File("w", WeightFiles.Bytes(tensors, metadata))])).SingleOrDefault();

    private static ModelSpec Spec(string? given) => DeclarationText.Model(Layers) with { WeightsGiven = given };

    private static ModelSpec Attached(string given) => WeightsFile.Attach(
        Spec(given),
        [
            File("net.safetensors"), File("runs/first/best.safetensors"), File("runs/second/best.safetensors"),
            new("broken.safetensors", null, null, "it is broken."),
        ]);

    private static WeightsFile File(string name) => File(name, WeightFiles.Bytes(Tensors));

    private static WeightsFile File(string name, byte[] bytes) =>
        new(name, null, WeightsReader.Read(new MemoryStream(bytes), "ModelGen.Weights." + name), null);
}
