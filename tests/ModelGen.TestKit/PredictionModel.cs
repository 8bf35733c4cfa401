using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Programs.Stepping;
using ModelGen.Compiler.Spec;
using ModelGen.Generator;

namespace ModelGen.TestKit;

/// <summary>A model that only predicts, compiled with a file of weights as an app would, and loaded once for each vector width.</summary>
public sealed class PredictionModel
{
    private readonly byte[] _image;
    private readonly string _name;
    private readonly Dictionary<int, Type> _adapters = [];

    /// <summary>Compiles a declaration.</summary>
    /// <param name="source">One class with <c>[Model]</c>, and its blocks. <c>using ModelGen;</c> is added.</param>
    /// <param name="className">The class, which need not say that it has weights.</param>
    /// <param name="weights">The file.</param>
    /// <param name="language">The version of C#: by default the oldest that such models are for.</param>
    /// <param name="bits">The only vector width that kernels are generated for, or the widest that the processor has; null for all.</param>
    /// <param name="strict">Whether docs and nullability are looked at, too, which takes the C# compiler twice as long.</param>
    /// <exception cref="InvalidOperationException">The declaration, the weights, or what is generated has errors or warnings.</exception>
    public PredictionModel(
        string source,
        string className,
        string weights,
        LanguageVersion language = (LanguageVersion)(ClassSpec.OldestLanguageToPredict * 100),
        int? bits = null,
        bool strict = true)
    {
        _name = className;
        WeightsText file = new(weights, Path.GetFileName(weights), className);
        CSharpParseOptions options = HarnessProject.Default.ParseOptions.WithLanguageVersion(language);
        HarnessProject project = HarnessProject.Default with
        {
            Weights = [file],
            ParseOptions = strict ? options : CompiledModel.Leniently(options),
            CompilationOptions = HarnessProject.Default.CompilationOptions.WithAllowUnsafe(false),
        };
        GeneratorHarness harness = new(project, "using ModelGen;\n" + source);
        GeneratorRun run = bits is { } only
            ? harness.Build(("ModelGenEmittedVectorBits", Math.Min(only, CompiledModel.Widest).ToString(CultureInfo.InvariantCulture)))
            : harness.Run();
        Spec = (ModelSpec)run.Values(ModelGenerator.SpecStep).Single();
        Files = run.Files;
        Built = ModelBuilder.Build(Spec, Mode.Inference).Model
            ?? throw new InvalidOperationException(string.Join('\n', run.BuildErrors) + "\n" + source);
        EmittedAssembly emitted = EmittedAssembly.Of(
            run.Compilation.AddSyntaxTrees(
                CSharpSyntaxTree.ParseText(Adapter(SurfaceModel.Of(Built)), project.ParseOptions, "Adapter.cs")),
            new ResourceDescription(file.Resource, () => File.OpenRead(file.Path), isPublic: true));
        Diagnostic[] problems =
        [
            .. run.GeneratorDiagnostics,
            .. run.BuildErrors,
            .. emitted.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning && found.Id != "CS1591"),
        ];
        if (problems.Length > 0) throw new InvalidOperationException(string.Join('\n', problems.Take(20)) + "\n" + source);
        _image = emitted.Image!;
    }

    /// <summary>The declaration, weights included.</summary>
    public ModelSpec Spec { get; }

    /// <summary>The model.</summary>
    public BuiltModel Built { get; }

    /// <summary>What was generated.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>The model's assembly.</summary>
    public ReadOnlyMemory<byte> Image => _image;

    /// <summary>The generated class at a vector width.</summary>
    public Type Class(int bits = 512) => Loaded(bits).Assembly.GetType(_name, throwOnError: true)!;

    /// <summary>Predicts with the kernels of a vector width.</summary>
    /// <param name="inputs">An array for each input.</param>
    /// <param name="samples">How many samples they hold.</param>
    /// <param name="bits">512, 256 or 128.</param>
    /// <returns>An array for each output.</returns>
    public float[][] Predict(float[][] inputs, int samples, int bits = 512)
    {
        float[][] outputs = [.. Built.Outputs.Select(output => new float[samples * output.Value.Shape.SampleElements])];
        Predictor(bits)(inputs, outputs);
        return outputs;
    }

    /// <summary>The generated <c>Predict</c> at a vector width, on arrays.</summary>
    public Action<float[][], float[][]> Predictor(int bits = 512) =>
        Loaded(bits).GetMethod("Predict")!.CreateDelegate<Action<float[][], float[][]>>();

    /// <summary>A stream of the generated class at a vector width, whose model runs step by step.</summary>
    public IStreamUnderTest NewStream(int bits = 512) => new Stream(Loaded(bits), Built);

    private Type Loaded(int bits)
    {
        lock (_adapters)
        {
            if (_adapters.TryGetValue(bits, out Type? known)) return known;
            AssemblyLoadContext context = new($"{_name} at {bits.ToString(CultureInfo.InvariantCulture)} bits");
            Type adapter = context.LoadFromStream(new MemoryStream(_image)).GetType("Adapter", throwOnError: true)!;
            WidthSetting.Initialize(adapter.Assembly.GetType(_name, throwOnError: true)!, bits);
            _adapters.Add(bits, adapter);
            return adapter;
        }
    }

    private static string Adapter(SurfaceModel surface)
    {
        IEnumerable<string> outputs = surface.Outputs.Select((_, i) => Element("outputs", i));
        string stream = surface.Steps is null
            ? ""
            : $$"""
                public static object NewStream() => {{surface.Class.FullName}}.NewState();
                public static void Reset(object state) => (({{surface.Class.FullName}}.State)state).Reset();
                public static object Clone(object state) => (({{surface.Class.FullName}}.State)state).Clone();
                public static void Begin(float[][] inputs, object state) { {{CompiledModel.Begin(surface, surface.Class.FullName)}} }
                public static void Step(float[][] inputs, object state, float[][] outputs) =>
                    {{surface.Class.FullName}}.Step({{CompiledModel.Inputs(surface.StepInputs)}}, ({{surface.Class.FullName}}.State)state,
                        {{string.Join(", ", outputs)}});
            """;
        return $$"""
            public static class Adapter
            {
            {{stream}}
                public static void Predict(float[][] inputs, float[][] outputs) =>
                    {{surface.Class.FullName}}.Predict({{CompiledModel.Inputs(surface.Inputs)}}, {{string.Join(", ", outputs)}});
            }
            """;
    }

    private static string Element(string array, int index) => string.Create(CultureInfo.InvariantCulture, $"{array}[{index}]");

    /// <summary>A stream, which goes on as its own copy behind each step.</summary>
    private sealed class Stream(Type adapter, BuiltModel built) : IStreamUnderTest
    {
        private readonly Action<float[][], object> _begin = adapter.GetMethod("Begin")!.CreateDelegate<Action<float[][], object>>();
        private readonly Action<float[][], object, float[][]> _step =
            adapter.GetMethod("Step")!.CreateDelegate<Action<float[][], object, float[][]>>();
        private readonly Func<object, object> _clone = adapter.GetMethod("Clone")!.CreateDelegate<Func<object, object>>();
        private readonly Action<object> _reset = adapter.GetMethod("Reset")!.CreateDelegate<Action<object>>();
        private object _state = adapter.GetMethod("NewStream")!.CreateDelegate<Func<object>>()();

        public void Begin(float[][] inputs)
        {
            _reset(_state);
            _begin(inputs, _state);
        }

        public float[][] Step(float[][] inputs)
        {
            StepGraph steps = StepGraph.Of(built).Steps!;
            float[][] outputs = [.. built.Outputs.Select(o => new float[steps.Graph[OutputRole.Output, o.Name].Shape.SampleElements])];
            _step(inputs, _state, outputs);
            _state = _clone(_state);
            return outputs;
        }

        public void Reset() => _reset(_state);
    }
}
