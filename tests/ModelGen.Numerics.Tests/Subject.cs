using System.Globalization;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>A model under test, with the seed of its weights and samples.</summary>
/// <remarks>Its kernels are interpreted, unless it is asked for as compiled: that takes the C# compiler and the JIT.</remarks>
internal sealed class Subject
{
    /// <summary>What does not depend on seeds, made once for tests of a text that follow each other.</summary>
    private static readonly RecentlyUsed<string, (ModelPrograms Programs, Oracle Oracle)> Known = new(32, Prepare);

    private readonly Lazy<CompiledModel> _model;
    private readonly ModelPrograms _programs;
    private readonly bool _isCompiled;

    /// <param name="name">What messages call it.</param>
    /// <param name="source">The C# text of the model.</param>
    /// <param name="seed">Decides weights and samples.</param>
    /// <param name="output">Where the seed is printed.</param>
    /// <param name="isCompiled">Whether <see cref="Make"/> gives compiled models.</param>
    /// <param name="widths">The only vector widths that it is compiled at, if it is; all by default.</param>
    public Subject(
        string name,
        string source,
        int seed,
        ITestOutputHelper output,
        bool isCompiled = false,
        IReadOnlyCollection<int>? widths = null)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TestSeed.Text}, seed {seed}"));
        Name = name;
        Seed = seed;
        _isCompiled = isCompiled;
        _model = new Lazy<CompiledModel>(() => CompiledModel.Of(source, widths ?? CompiledModel.Widths));
        (_programs, Oracle) = Known.Of(source);
    }

    /// <summary>A model of the table. Its seed follows from its name; <see cref="TestSeed"/> changes all seeds.</summary>
    public Subject(string name, ITestOutputHelper output, bool isCompiled = false, IReadOnlyCollection<int>? widths = null)
        : this(name, Models.Find(name).Source, SeedOf(name), output, isCompiled, widths)
    {
    }

    public string Name { get; }

    public int Seed { get; }

    public CompiledModel Model => _model.Value;

    public BuiltModel Built => _programs.Built;

    public Oracle Oracle { get; }

    public string[] ParameterNames => [.. Oracle.Parameters.Select(p => p.Name)];

    /// <summary>Floats of one sample of the main output.</summary>
    public int OutputSize => Built.Output.Shape.SampleElements;

    /// <summary>Where something went wrong.</summary>
    public string Where => string.Create(CultureInfo.InvariantCulture, $"{Name}, seed {Seed}");

    /// <summary>A new instance of the generated class with weights all over the place: always the same for this subject.</summary>
    public ModelInstance Create(int bits = 512) => Perturbed(Model.Create(bits, Seed));

    /// <summary>The same, interpreted, or compiled if the subject is.</summary>
    public IModelUnderTest Make(int bits = 512) => _isCompiled ? Create(bits) : Perturbed(new InterpretedModel(_programs, bits, Seed));

    public Batch Draw(int samples) => Batch.Draw(Built, samples, new Random(Seed + samples));

    /// <summary>The programs of a model, made once for tests of its text that follow each other.</summary>
    public static ModelPrograms Programs(string source) => Known.Of(source).Programs;

    private static int SeedOf(string name) => name.Aggregate(TestSeed.Value, (hash, c) => unchecked((hash * 31) + c));

    private static (ModelPrograms Programs, Oracle Oracle) Prepare(string source)
    {
        ModelSpec spec = DeclarationText.Source(source);
        ModelPrograms programs = new(spec);
        return (programs, new Oracle(spec, programs.Built));
    }

    private T Perturbed<T>(T instance)
        where T : IModelUnderTest
    {
        Batch.Perturb(instance.Parameters, new Random(Seed));
        return instance;
    }
}
