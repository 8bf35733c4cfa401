using System.Globalization;
using ModelGen.Compiler.Spec;
using ModelGen.Runtime;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Random graphs of layers of images, branches and blocks, against PyTorch in double precision: predictions, the loss in training mode,
/// all gradients, and the buffers after the step. <c>References/make_random_graphs.py</c> drew them.
/// </summary>
/// <remarks>
/// All are interpreted. Compiling a graph takes seconds, so an ordinary run does that with one in twenty-five; which, the seed decides.
/// </remarks>
public sealed class RandomGraphTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;
    private const int Parts = 25;

    private static readonly Lazy<TensorFile> Graphs = new(() =>
        new TensorFile(Path.Combine(Reference.Folder, "Random", "graphs.safetensors")));

    public static TheoryData<string> Numbers => [.. Graphs.Value.Metadata.Keys];

    public static TheoryData<string> ToCompile => [.. Graphs.Value.Metadata.Keys.Where(IsCompiled)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Graph(string number)
    {
        ModelSpec spec = DeclarationText.Source(SourceOf(number));
        ModelPrograms programs = new(spec);
        int bits = BitsOf(number);
        Compare(new InterpretedModel(programs, bits), number, bits);

        Reference reference = new(Graphs.Value, number + "/");
        InterpretedModel instance = new(programs, bits);
        reference.Load(instance.Parameters);
        ArithmeticChecks.Expected expected = ArithmeticChecks.Expect(new Oracle(spec, programs.Built), reference.Batch, instance);
        ArithmeticChecks.Compare(
            programs.Built,
            reference.Batch,
            instance,
            expected,
            threads: 2,
            string.Create(CultureInfo.InvariantCulture, $"graph {number}, {bits} bits"));
    }

    [Theory]
    [MemberData(nameof(ToCompile))]
    public void Compiled_graph(string number)
    {
        int bits = BitsOf(number);
        Compare(CompiledModel.Of(SourceOf(number), bits).Create(bits), number, bits);
    }

    private string SourceOf(string number)
    {
        string source = Graphs.Value.Metadata[number];
        output.WriteLine(source);
        return source;
    }

    /// <summary>One width for each: other tests show that all give the same bits.</summary>
    private static int BitsOf(string number) =>
        CompiledModel.Widths[int.Parse(number, CultureInfo.InvariantCulture) % CompiledModel.Widths.Count];

    private static bool IsCompiled(string number) => TestTier.IsExhaustive
        || int.Parse(number, CultureInfo.InvariantCulture) % Parts == (uint)TestSeed.Value % Parts;

    private static float[][] Repeated(float[][] samples) =>
        [.. samples.Select(all => Enumerable.Repeat(all, 5).SelectMany(numbers => numbers).ToArray())];

    private static void Compare(IModelUnderTest instance, string number, int bits)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"graph {number}, {bits} bits");
        Reference reference = new(Graphs.Value, number + "/");
        reference.Load(instance.Parameters);
        float[][] outputs = instance.Predict(reference.Inputs);
        Deviation.Assert("PyTorch: Predict of graphs", where, outputs[0], Oracle.Doubles(reference.Outputs[0]), Tolerance, 1e-3);
        // Sixteen of them are a block, which another program computes.
        Deviation.AssertSameBits(where, Repeated(outputs)[0], instance.Predict(Repeated(reference.Inputs))[0]);

        float loss = instance.TrainStep(reference.Batch.Inputs, reference.Batch.Targets);
        Deviation.Assert("PyTorch: losses of graphs", where, [loss], Oracle.Doubles(reference.Floats("losses")), Tolerance, 1e-3);

        Parameter[] learned = [.. instance.Parameters.Where(p => p.Trainable)], buffers = [.. instance.Parameters.Where(p => !p.Trainable)];
        string[] names = [.. learned.Select(p => p.Name)];
        Weights gradients = new([.. learned.Select(p => Oracle.Doubles(p.Gradient.ToArray()))]);
        Deviation.Assert("PyTorch: gradients of graphs", where, gradients, reference.Weights("gradient.", names), Tolerance, names);
        foreach (Parameter buffer in buffers)
            Deviation.Assert(
                "PyTorch: buffers of graphs",
                $"{where}, {buffer.Name}",
                buffer.Value.ToArray(),
                Oracle.Doubles(reference.Floats("final." + buffer.Name)),
                Tolerance,
                1e-3);
    }
}
