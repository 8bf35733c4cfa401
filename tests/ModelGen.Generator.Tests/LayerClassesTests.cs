using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelGen.Generator.Tests;

/// <summary>The nested class <c>Layers</c>: sizes and names as constants, knowledge on hover.</summary>
public sealed partial class LayerClassesTests
{
    /// <summary>Blocks, a projection, a named activation, and names that are those of members or keywords.</summary>
    private const string Deep = """
        using ModelGen;

        [Block, Residual<Branch>(12), Relu]
        partial class Stage;

        [Block, Dense(Arg.A, Name = "weight"), PRelu, Dense(Arg.A, UseBias = false)]
        partial class Branch;

        [Model, Input(2, 4), Flatten, Repeat<Stage>(2, Name = "trunk"), Relu(Name = "class")]
        [Dense(5, Name = "InputSize"), Parallel<Head, Head>, Dense(3, Name = "Layers")]
        [SoftmaxCrossEntropy, Adam(1e-3f)]
        public sealed partial class Net;

        [Block, Dense(2, Name = "value"), Tanh]
        partial class Head;
        """;

    private static readonly Lazy<GeneratorRun> Run = new(() => GeneratorHarness.Run(Deep));

    [Fact]
    public void Sizes_and_names_are_constants_of_each_layer()
    {
        GeneratorRun run = Run.Value;
        Assert.Empty(run.GeneratorDiagnostics);
        using DynamicAssembly assembly = run.CompileAndLoad();
        Assert.Empty(
            run.CompilerDiagnostics.Where(d => d.Location.SourceTree?.FilePath.StartsWith("Source", StringComparison.Ordinal) != true));
        Type layers = assembly.Type("Net").GetNestedType("Layers")!;

        Assert.Equal(
            [
                "Flatten1: InputSize = 8, OutputSize = 8",
                "Trunk: InputSize = 8, OutputSize = 12, ParameterCount = 650",
                "Trunk_0: InputSize = 8, OutputSize = 12, ParameterCount = 349",
                "Trunk_0_Branch1: InputSize = 8, OutputSize = 12, ParameterCount = 349",
                "Trunk_0_Branch1_Weight: InputSize = 8, OutputSize = 12, ParameterCount = 108, Weight = trunk.0.branch1.weight.weight, "
                    + "Bias = trunk.0.branch1.weight.bias",
                "Trunk_0_Branch1_Prelu1: InputSize = 12, OutputSize = 12, ParameterCount = 1, Weight = trunk.0.branch1.prelu1.weight",
                "Trunk_0_Branch1_Dense2: InputSize = 12, OutputSize = 12, ParameterCount = 144, Weight = trunk.0.branch1.dense2.weight",
                "Trunk_0_Branch1_Projection: InputSize = 8, OutputSize = 12, ParameterCount = 96, Weight = "
                    + "trunk.0.branch1.projection.weight",
                "Trunk_1: InputSize = 12, OutputSize = 12, ParameterCount = 301",
                "Trunk_1_Branch1: InputSize = 12, OutputSize = 12, ParameterCount = 301",
                "Trunk_1_Branch1_Weight: InputSize = 12, OutputSize = 12, ParameterCount = 156, Weight = trunk.1.branch1.weight.weight, "
                    + "Bias = trunk.1.branch1.weight.bias",
                "Trunk_1_Branch1_Prelu1: InputSize = 12, OutputSize = 12, ParameterCount = 1, Weight = trunk.1.branch1.prelu1.weight",
                "Trunk_1_Branch1_Dense2: InputSize = 12, OutputSize = 12, ParameterCount = 144, Weight = trunk.1.branch1.dense2.weight",
                "Class: InputSize = 12, OutputSize = 12",
                "InputSize2: InputSize = 12, OutputSize = 5, ParameterCount = 65, Weight = InputSize.weight, Bias = InputSize.bias",
                "Parallel1: InputSize = 5, OutputSize = 4, ParameterCount = 24",
                "Parallel1_0: InputSize = 5, OutputSize = 2, ParameterCount = 12",
                "Parallel1_0_Value: InputSize = 5, OutputSize = 2, ParameterCount = 12, Weight = parallel1.0.value.weight, Bias = "
                    + "parallel1.0.value.bias",
                "Parallel1_1: InputSize = 5, OutputSize = 2, ParameterCount = 12",
                "Parallel1_1_Value: InputSize = 5, OutputSize = 2, ParameterCount = 12, Weight = parallel1.1.value.weight, Bias = "
                    + "parallel1.1.value.bias",
                "Layers2: InputSize = 4, OutputSize = 3, ParameterCount = 15, Weight = Layers.weight, Bias = Layers.bias",
            ],
            layers.GetNestedTypes().Select(type => $"{type.Name}: {string.Join(", ", Constants(type))}"));
    }

    [Fact]
    public void The_docs_say_where_the_weights_lie_in_the_file()
    {
        GeneratorRun run = Run.Value;
        string surface = run.Files["Net.g.cs"];
        using DynamicAssembly assembly = run.CompileAndLoad();
        Type net = assembly.Type("Net");
        string path = Path.GetTempFileName();
        try
        {
            net.GetMethod("Save", [typeof(string)])!.Invoke(Activator.CreateInstance(net, 0), [path]);
            byte[] file = File.ReadAllBytes(path);
            int header = BitConverter.ToInt32(file);
            var expected = JsonDocument.Parse(file.AsMemory(8, header)).RootElement.EnumerateObject()
                .Where(tensor => tensor.Name != "__metadata__")
                .Select(tensor => (
                    tensor.Name,
                    Shape: tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()),
                    Start: tensor.Value.GetProperty("data_offsets")[0].GetInt64()))
                .Select(tensor => (tensor.Name, Shape: string.Join(", ", tensor.Shape), Start: 8L + header + tensor.Start));

            Assert.Equal(
                expected,
                BytesInFile()
                    .Matches(surface)
                    .SelectMany(match =>
                        match
                            .Groups["name"]
                            .Captures.Zip(match.Groups["shape"].Captures, match.Groups["start"].Captures)
                            .Select(place => (place.First.Value, place.Second.Value, Number(place.Third)))));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("Dense(5, Name = \"InputSize\")", "Dense(0, Name = \"InputSize\")")]
    [InlineData("Dense(5, Name = \"InputSize\")", "Dense(5, Name = \"InputSize\"), Reshape(3, 3)")]
    [InlineData("SoftmaxCrossEntropy, ", "")]
    [InlineData("Dense(2, Name = \"value\")", "Dense(Arg.A, Name = \"value\")")]
    public void A_mistake_leaves_the_names_of_the_layers(string before, string after)
    {
        const string use = """
            class Use
            {
                static float[] Run(Net net) => new float[Net.Layers.Flatten1.OutputSize + Net.Layers.Trunk.ParameterCount];
                static object[] Names(Net net) =>
                [
                    net.Parameters[Net.Layers.Trunk_0_Branch1_Weight.Bias], net.Parameters[Net.Layers.Trunk_0_Branch1_Projection.Weight],
                    Net.Layers.Class.InputSize, net.Parameters[Net.Layers.InputSize2.Weight],
                ];
            }
            """;
        Assert.Empty(GeneratorHarness.InEditor(Deep, use).Run().CompilerDiagnostics);
        GeneratorRun run = GeneratorHarness.Run(Deep.Replace(before, after, StringComparison.Ordinal), use);

        Assert.Single(run.AnalyzerDiagnostics);
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.CompilerDiagnostics);
    }

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(field => field.IsLiteral)
            .Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {field.GetRawConstantValue()}"));

    private static long Number(Capture capture) => long.Parse(capture.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    /// <summary>The docs of a layer's parameters, and their names below.</summary>
    [GeneratedRegex(
        """<summary>In a saved file: (\w+ \[(?<shape>[\d, ]+)\] from byte (?<start>[\d,]+) on(; |\.))+</summary>\n +"""
            + """public const string (\w+ = "(?<name>[^"]+)"(, |;))+""")]
    private static partial Regex BytesInFile();
}
