using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.Intrinsics;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.Generator;

namespace ModelGen.TestKit;

/// <summary>A model declaration, compiled as a consumer would, and loaded once for each vector width.</summary>
/// <remarks>
/// The generated members take spans, which reflection cannot pass. So an adapter is compiled with the model that takes
/// arrays, one for each input and output. All members may be called from several threads at once.
/// </remarks>
public sealed class CompiledModel
{
    /// <summary>The vector widths that the kernels are generated for, the widest first.</summary>
    public static readonly IReadOnlyList<int> Widths = [512, 256, 128];

    private const string Usings = "using ModelGen;\n";

    private static readonly CSharpParseOptions ParseOptions = Leniently(new CSharpParseOptions(LanguageVersion.Latest));

    /// <summary>Compilations made of this one, and named like it, share what the C# compiler knows of the references.</summary>
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Model",
        references: GeneratorHarness.ConsumerReferences,
        options: new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));

    /// <summary>The widest vectors that the processor has, of 512, 256 and 128 bits.</summary>
    public static readonly int Widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    private static readonly ConcurrentDictionary<(string Source, string Widths), Lazy<CompiledModel>> Cache = [];

    private readonly byte[] _image;
    private readonly ConcurrentDictionary<int, Lazy<Type>> _adapters = [];

    private CompiledModel(string source, string widths)
    {
        (string, string)[] properties = widths.Length > 0 ? [("ModelGenEmittedVectorBits", widths)] : [];
        CSharpCompilation declaration = Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Usings + source, ParseOptions));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            parseOptions: ParseOptions,
            optionsProvider: new BuildProperties(properties, []),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(declaration, out Compilation generated, out _);
        Spec = (ModelSpec)driver.GetRunResult().Results.Single().TrackedSteps[ModelGenerator.SpecStep].Single().Outputs.Single().Value;
        CheckResult check = ModelBuilder.Build(Spec, Mode.Inference);
        Built =
            check.Model
            ?? throw new InvalidOperationException($"The declaration has errors.\n{string.Join('\n', check.Diagnostics)}\n{source}");
        _image = Emit(
            (CSharpCompilation)
                generated.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Adapter(SurfaceModel.Of(Built)), ParseOptions, "Adapter.cs")));
    }

    /// <summary>Neither docs nor nullability: other tests look at those, and without them the compiler takes half the time.</summary>
    internal static CSharpParseOptions Leniently(CSharpParseOptions options) =>
        options.WithDocumentationMode(DocumentationMode.None).WithFeatures([new("run-nullable-analysis", "never")]);

    /// <summary>The declaration as the compiler sees it, from which its graphs can be made and interpreted.</summary>
    public ModelSpec Spec { get; }

    /// <summary>The model in inference mode: its inputs, outputs, parameters and layers.</summary>
    public BuiltModel Built { get; }

    /// <summary>Floats of one sample of each input, in the order of declaration.</summary>
    public IReadOnlyList<int> InputSizes => [.. Built.Inputs.Select(input => input.Value.Shape.SampleElements)];

    /// <summary>The same of those that are numbers, into which gradients flow.</summary>
    public IReadOnlyList<int> GradientSizes => [.. Built.NumericInputs.Select(input => input.Value.Shape.SampleElements)];

    /// <summary>Floats of one sample of each output, the main one first.</summary>
    public IReadOnlyList<int> OutputSizes => [.. Built.Outputs.Select(output => output.Value.Shape.SampleElements)];

    /// <summary>Compiles a declaration, or takes it from the cache: each text is compiled once in a test run.</summary>
    /// <param name="source">One class with <c>[Model]</c>, and its blocks. <c>using ModelGen;</c> is added.</param>
    /// <param name="bits">
    /// The only vector width that kernels are generated for, or the widest that the processor has; null for all, which takes two to three
    /// times as long.
    /// </param>
    /// <exception cref="InvalidOperationException">The declaration, or what is generated from it, has errors.</exception>
    public static CompiledModel Of(string source, int? bits = null) => Of(source, bits is { } width ? [width] : Widths);

    /// <inheritdoc cref="Of(string, int?)"/>
    /// <param name="source">As above.</param>
    /// <param name="widths">
    /// The vector widths that kernels are generated for. One that the processor lacks becomes the widest it has. The model must not be made
    /// at another.
    /// </param>
    public static CompiledModel Of(string source, IReadOnlyCollection<int> widths)
    {
        string[] emitted = [.. widths.Select(bits => Math.Min(bits, Widest)).Distinct().OrderDescending().Select(Text)];
        return Cache.GetOrAdd(
            (source, widths.Count == Widths.Count ? "" : string.Join(',', emitted)),
            key => new Lazy<CompiledModel>(() => new CompiledModel(key.Source, key.Widths))).Value;
    }

    /// <summary>Makes a model whose kernels run at a vector width.</summary>
    /// <param name="bits">512, 256 or 128. A width the processor lacks becomes the widest it has.</param>
    /// <param name="seed">Decides the starting weights and the masks of dropout.</param>
    public ModelInstance Create(int bits = 512, int seed = 0) => ModelInstance.New(this, AdapterType(bits), seed);

    /// <summary>Makes a model with the weights of a file: the generated <c>Load</c>.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="bits">As in <see cref="Create"/>.</param>
    public ModelInstance Load(string path, int bits = 512) => ModelInstance.Load(this, AdapterType(bits), path);

    /// <summary>A constant of the generated class, such as <c>ParameterCount</c>.</summary>
    /// <exception cref="MissingFieldException">There is none of this name.</exception>
    public object Constant(string name) =>
        ModelType(AdapterType(Widths[0])).GetField(name, BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue()
        ?? throw new MissingFieldException(Spec.Class.FullName, name);

    /// <summary>The generated <c>Summary</c>.</summary>
    public string Summary => (string)ModelType(AdapterType(Widths[0])).GetProperty("Summary")!.GetValue(null)!;

    private static Type ModelType(Type adapter) => adapter.GetField("Model")!.FieldType;

    private Type AdapterType(int bits) => _adapters.GetOrAdd(bits, width => new Lazy<Type>(() => LoadAt(width))).Value;

    private Type LoadAt(int bits)
    {
        AssemblyLoadContext context = new($"{Spec.Class.Name} at {Text(bits)} bits");
        Type adapter = context.LoadFromStream(new MemoryStream(_image)).GetType("Adapter", throwOnError: true)!;
        WidthSetting.Initialize(ModelType(adapter), bits);
        return adapter;
    }

    private static byte[] Emit(CSharpCompilation compilation)
    {
        using MemoryStream image = new();
        ImmutableArray<Diagnostic> diagnostics = compilation.Emit(image).Diagnostics;
        Diagnostic[] errors = [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        return errors.Length == 0
            ? image.ToArray()
            : throw new InvalidOperationException(
                $"The generated code has errors.\n{string.Join('\n', errors.Take(20))}\n{compilation.SyntaxTrees[0]}");
    }

    /// <summary>The members of the model, on arrays. Types of the base library only: the model's assembly knows no other.</summary>
    private static string Adapter(SurfaceModel surface)
    {
        string inputs = Inputs(surface.Inputs);
        string outputs = Elements("outputs", surface.Outputs.Count);
        string gradients = string.Concat(surface.NumericInputs.Select((_, i) => ", " + Element("inputGradients", i)));
        Objective objective = surface.Objectives[0];
        string targets = string.Join(
            ", ",
            objective.Targets.Select((target, i) => target.Type == "float"
                ? Element("targets", i)
                : $"System.Array.ConvertAll({Element("targets", i)}, label => (int)label)"));
        string weights = objective.SampleWeights ? ", weights" : "";
        string stream = surface.Steps is null
            ? ""
            : $$"""
                public object NewStream() => Model.NewState();
                public void Begin(float[][] inputs, object state) { {{Begin(surface, "Model")}} }
                public void Step(float[][] inputs, object state, float[][] outputs) =>
                    Model.Step({{Inputs(surface.StepInputs)}}, ({{surface.Class.FullName}}.State)state, {{outputs}});
            """;
        return $$"""
            public sealed class Adapter
            {
                public readonly {{surface.Class.FullName}} Model;
                public Adapter({{surface.Class.FullName}} model) => Model = model;
                public static Adapter New(int seed) => new(new {{surface.Class.FullName}}(seed));
                public static Adapter Load(string path) => new({{surface.Class.FullName}}.Load(path));
                public void Predict(float[][] inputs, float[][] outputs) { {{Call(surface, "", "Predict", inputs, outputs)}} }
                public float TrainStep(float[][] inputs, float[][] targets, float[] weights) {
                    {{Call(surface, "return ", "TrainStep", $"{inputs}, {targets}{weights}")}} }
                public float Evaluate(float[][] inputs, float[][] targets, float[] weights) {
                    {{Call(surface, "return ", "Evaluate", $"{inputs}, {targets}{weights}")}} }
                public void Forward(float[][] inputs, float[][] outputs) { {{Call(surface, "", "Forward", inputs, outputs)}} }
                public void Backward(float[] outputGradient, float[][] inputGradients) => Model.Backward(outputGradient{{gradients}});
                public void ZeroGradients() => Model.ZeroGradients();
                public void Update() => Model.Update();
                public void Save(string path) => Model.Save(path);
            {{stream}}
            {{State(surface)}}
                public float GetLearningRate() => Model.LearningRate;
                public void SetLearningRate(float value) => Model.LearningRate = value;
                public int GetThreads() => Model.Threads;
                public void SetThreads(int value) => Model.Threads = value;
                public global::ModelGen.Runtime.ParameterSet Parameters => Model.Parameters;
            }
            """;
    }

    /// <summary>A call of a member, with the state if there is one.</summary>
    private static string Call(SurfaceModel surface, string before, string member, params string[] arguments)
    {
        string plain = $"{before}Model.{member}({string.Join(", ", arguments)});";
        if (surface.StateWidth == 0) return plain;
        string[] withState = [arguments[0], "_state", .. arguments[1..]];
        return $"if (_state is null) {plain} else {before}Model.{member}({string.Join(", ", withState)});";
    }

    /// <summary>The state that calls start from, as floats.</summary>
    private static string State(SurfaceModel surface) => surface.StateWidth == 0
        ? ""
        : $$"""
                private global::ModelGen.BatchState _state;
                public float[] GetState() {
                    if (_state is null) return null;
                    var all = new System.Collections.Generic.List<float>();
                    for (int i = 0; i < _state.Samples; i++) all.AddRange(_state.Of(i).ToArray());
                    return all.ToArray(); }
                public void SetState(float[] values) {
                    _state = values is null ? null : Model.NewBatchState(values.Length / {{surface.StateWidth}});
                    for (int i = 0; i < _state?.Samples; i++)
                        _state.Set(i, new System.ReadOnlySpan<float>(values, i * _state.Size, _state.Size)); }
            """;

    internal static string Inputs(IEnumerable<Port> inputs) => string.Join(
        ", ",
        inputs.Select((input, i) =>
            input.Vocabulary is null ? Element("inputs", i) : $"System.Array.ConvertAll({Element("inputs", i)}, id => (int)id)"));

    internal static string Begin(SurfaceModel surface, string model) => surface.Steps?.Before is null
        ? ""
        : $"{model}.Begin({Inputs(surface.GivenInputs)}, ({surface.Class.FullName}.State)state);";

    private static string Text(int bits) => bits.ToString(CultureInfo.InvariantCulture);

    private static string Elements(string array, int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => Element(array, i)));

    private static string Element(string array, int index) => string.Create(CultureInfo.InvariantCulture, $"{array}[{index}]");
}
