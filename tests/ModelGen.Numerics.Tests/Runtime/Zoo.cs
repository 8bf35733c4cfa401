using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>A model of the zoo.</summary>
/// <param name="Name">Its class, in the namespace <c>Zoo</c>.</param>
/// <param name="Attributes">Its declaration.</param>
/// <param name="Classes">How many classes its labels have; 0 for targets that are numbers.</param>
public sealed record ZooModel(string Name, string Attributes, int Classes = 0)
{
    public override string ToString() => Name;
}

/// <summary>Varied models, compiled once into one assembly and loaded once for every vector width.</summary>
internal static class Zoo
{
    public static readonly IReadOnlyList<ZooModel> Models =
    [
        new("Odd", "Input(7), Dense(13), Tanh, Dense(5), MeanSquaredError, Sgd(0.05f, Momentum = 0.9f)"),
        new("Dropped", "Input(1, 19), Flatten, Dense(33), Relu, Dropout(0.3f), Dense(10), Softmax, CrossEntropy, Adam(1e-2f)", 10),
        new("Residuals", "Input(17), Residual<Branch>(17), Gelu, Residual<Branch>(5), Dense(3), SoftmaxCrossEntropy, AdamW(1e-2f)", 3),
        new("Gated", """
            Input(11), As("x"), Dense(11), Sigmoid, Multiply("x"), PRelu, Concat("x"), Dense(3), Huber,
            Sgd(0.1f, Momentum = 0.9f, Nesterov = true)
            """),
        new("Sequence", "Input(5, 7), Dense(6), Silu, Reshape(6, 5), Dense(3), SoftmaxCrossEntropy, Adam(1e-2f)", 3),
        new("Pieces", "Input(10), Dense(18), Maxout(3), Dense(4), Hinge, AdamW(1e-2f)", 4),
        new("Wide", "Input(33), Dense(130), Gelu, Dropout(0.5f), Dense(40), Softplus, Dense(2), BinaryCrossEntropy, Adam(1e-3f)"),
        new("Tiny", "Input(1), Dense(1), MeanAbsoluteError, Sgd(0.1f)"),
        new(
            "Pooled",
            "Input(2, 6, 6), Conv2D(4, 3, Padding = 1), Dropout(0.3f), Gelu, MaxPool2D(2), Conv2D(3, 1), Flatten, Dense(2), "
                + "MeanSquaredError, Sgd(0.05f)"),
        new("Turned", "Input(4096), Reshape(4, 64, 4, 4), Permute(2, 0, 3, 1), Flatten, Dense(2), MeanSquaredError, Sgd(1e-4f)"),
        new("Wired", """
            Input(3, 4, Name = "image"), Flatten, Dense(6), As("left"),
            Input(5, Name = "table"), Dense(6), Add("left"), Relu, Dropout(0.2f), As("mixed"), Dense(2),
            Output("mixed"), MeanSquaredError, Adam(1e-2f)
            """),
    ];

    private static readonly Lazy<Image> Compiled = new(Compile);
    private static readonly ConcurrentDictionary<int, Lazy<Assembly>> Assemblies = new();

    public static TheoryData<string> Names => [.. Models.Select(m => m.Name)];

    /// <summary>Each model at each vector width.</summary>
    public static TheoryData<string, int> Everything
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (ZooModel model in Models)
                foreach (int bits in (int[])[512, 256, 128])
                    data.Add(model.Name, bits);
            return data;
        }
    }

    /// <summary>The whole source: models, a block, and a main method that exercises them all.</summary>
    public static string Source => $$"""
        using ModelGen;

        namespace Zoo;

        [Block, Dense(Arg.A), Relu, Dropout(0.2f), Dense(Arg.A)]
        public partial class Branch;

        {{string.Join('\n', Models.Select(m => $"[Model, {m.Attributes}] public sealed partial class {m.Name};"))}}

        {{Exercise}}
        """;

    /// <summary>The names and texts of the generated files.</summary>
    public static IReadOnlyDictionary<string, string> Files => Compiled.Value.Files;

    /// <summary>What the C# compiler said about the whole.</summary>
    public static IReadOnlyList<Diagnostic> Warnings => Compiled.Value.Warnings;

    /// <summary>A folder with <c>Zoo.dll</c>, ready for <c>dotnet exec</c>.</summary>
    public static string Folder => Compiled.Value.Folder;

    public static ZooModel Model(string name) => Models.Single(m => m.Name == name);

    /// <summary>The assembly whose models run at the given width, whatever the processor prefers.</summary>
    public static Assembly At(int bits) => Assemblies.GetOrAdd(bits, b => new Lazy<Assembly>(() => Load(b))).Value;

    private static Image Compile()
    {
        GeneratorRun run = GeneratorHarness.Run(Source);
        Assert.Empty(run.GeneratorDiagnostics);
        CSharpCompilation compilation = run.Compilation
            .WithAssemblyName("Zoo")
            .WithOptions(run.Compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        string folder = Directory.CreateTempSubdirectory("modelgen-zoo-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        string path = Path.Combine(folder, "Zoo.dll");
        ImmutableArray<Diagnostic> diagnostics = compilation.Emit(path).Diagnostics;
        Assert.Empty(diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        File.Copy(typeof(IModel).Assembly.Location, Path.Combine(folder, "ModelGen.dll"));
        string version = Environment.Version.ToString(3);
        File.WriteAllText(
            Path.Combine(folder, "Zoo.runtimeconfig.json"),
            $$"""{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "{{version}}" } } }""");
        return new Image(folder, path, run.Files, [.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning)]);
    }

    private static Assembly Load(int bits)
    {
        AssemblyLoadContext context = new("Zoo" + bits.ToString(CultureInfo.InvariantCulture));
        context.Resolving += (_, name) => name.Name == "ModelGen" ? typeof(IModel).Assembly : null;
        Assembly assembly = context.LoadFromAssemblyPath(Compiled.Value.Path);

        foreach (ZooModel model in Models)
        {
            Type type = assembly.GetType("Zoo." + model.Name, throwOnError: true)!;
            WidthSetting.Initialize(type, bits);
            int chosen = (int)type.GetField("s_vectorBits", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
            if (chosen != bits && System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated)
                throw new InvalidOperationException($"{model} runs at {chosen} bits; {bits} were asked for.");
        }

        return assembly;
    }

    private static string Exercise => $$"""
        public static class Program
        {
            public static void Main(string[] arguments)
            {
                if (arguments.Length > 0) UseThreads();
                {{string.Join('\n', Models.Select(m => $"Use{m.Name}();"))}}
                System.Console.WriteLine("all done");
            }

            // Allocates, once the threads exist, what is printed.
            private static void UseThreads()
            {
                const int n = 8000;
                var model = new Wide(1) { Threads = 2 };
                var (x, t, y) = (Floats(n * Wide.InputSize), Floats(n * Wide.OutputSize), Floats(n * Wide.OutputSize));
                var least = long.MaxValue;
                for (var round = 0; round < 6; round++)
                {
                    var before = System.GC.GetTotalAllocatedBytes(precise: true);
                    model.TrainStep(x, t);
                    model.Evaluate(x, t);
                    model.Predict(x, y);
                    model.Forward(x, y);
                    model.Backward(y);
                    model.Update();
                    least = System.Math.Min(least, System.GC.GetTotalAllocatedBytes(precise: true) - before);
                }

                System.Console.WriteLine($"allocated {least}");
            }

            private static float[] Floats(int length)
            {
                var result = new float[length];
                for (var i = 0; i < length; i++) result[i] = ((i * 37) % 101) / 101f;
                return result;
            }

            {{string.Join('\n', Models.Select(UseText))}}
        }
        """;

    private static string UseText(ZooModel model)
    {
        string name = model.Name;
        bool wired = name == "Wired";
        string inputs = wired ? $"{Floats("ImageInputSize")}, {Floats("TableInputSize")}" : Floats("InputSize");
        string outputs = wired ? $"y, {Floats("MixedOutputSize")}" : "y";
        string targets = model.Classes == 0 ? Floats("OutputSize") : $"new int[n * {(name == "Sequence" ? 6 : 1)}]";
        return $$"""
            private static void Use{{name}}()
            {
                var model = new {{name}}(1);
                foreach (var n in new[] { 1, 7, 33 })
                {
                    var y = {{Floats("OutputSize")}};
                    model.TrainStep({{inputs}}, {{targets}});
                    model.Evaluate({{inputs}}, {{targets}});
                    model.Forward({{inputs}}, {{outputs}});
                    model.Backward(y, {{inputs}});
                    model.Update();
                    model.Predict({{inputs}}, {{outputs}});
                    System.Console.WriteLine($"{{name}} {System.BitConverter.SingleToInt32Bits(y[0]):x8}");
                }
            }
            """;

        string Floats(string size) => $"Floats(n * {name}.{size})";
    }

    private sealed record Image(string Folder, string Path, IReadOnlyDictionary<string, string> Files, IReadOnlyList<Diagnostic> Warnings);
}
