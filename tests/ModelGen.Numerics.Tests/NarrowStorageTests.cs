using System.Globalization;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;
using ModelGen.Runtime;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Models whose weights are 16 bits wide: the bits of the same model in 32-bit floats, its weights rounded, at every vector width.
/// </summary>
public sealed class NarrowStorageTests(ITestOutputHelper output)
{
    private static readonly string[] Chosen = ["size-100-33-10", "sequence-embedding-mixed-inputs", "vision-lenet", "norm-spectral"];

    /// <summary>The models that are compiled, each in one form; all in both where everything runs.</summary>
    public static TheoryData<string, Element> Compiled
    {
        get
        {
            TheoryData<string, Element> cases = [];
            foreach (string name in TestTier.IsExhaustive ? Models.All.Select(model => model.Name) : Chosen)
                for (int i = TestTier.IsExhaustive ? 0 : Array.IndexOf(Chosen, name) % 2; i < 2; i += TestTier.IsExhaustive ? 1 : 2)
                    cases.Add(name, i == 0 ? Element.F16 : Element.BF16);
            return cases;
        }
    }

    /// <summary>From a file of floats, and from one of whole numbers that a model of the same declaration has saved.</summary>
    [Theory]
    [InlineData("size-100-33-10")]
    [InlineData("vision-lenet")]
    public void Compiled_kernels_with_whole_numbers_give_the_bits_of_interpreted_ones(string name)
    {
        const int Samples = 45;
        Subject subject = new(name, output);
        ModelInstance trained = subject.Create();
        Batch batch = subject.Draw(Samples);
        ModelSpec spec = DeclarationText.Source(NarrowChecks.Narrow(name, Element.I8));
        ModelPrograms programs = new(spec with { Weights = new WeightsSpec.Missing(null, []) });
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".safetensors");
        CompiledModel saving = CompiledModel.Of(NarrowChecks.Narrow(name, Element.I8), 512);
        trained.Save(path);
        ModelInstance other = saving.Load(path);
        Dictionary<string, float[]> weights = NarrowChecks.ToWhole(trained.Parameters, NarrowChecks.Tables(programs));
        float[][] right = new InterpretedPrediction(programs, parameter => weights[parameter]).Predict(batch.Inputs, Samples);
        try
        {
            for (int round = 0; round < 2; round++)
            {
                PredictionModel app = new(NarrowChecks.Narrow(name, Element.I8), "Net", path, strict: false);
                foreach (int bits in CompiledModel.Widths)
                    NarrowChecks.AssertSame(subject, bits, Samples, right, app.Predict(batch.Inputs, Samples, bits));
                if (round == 0) other.Save(path);
            }

            // A model that is trained goes on from the products, which are what was rounded above.
            Deviation.AssertSameBits("loaded", trained.Predict(batch.Inputs)[0], saving.Load(path).Predict(batch.Inputs)[0]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Weights in files of 32-bit floats are rounded when they are loaded, to the nearest and ties to even.</summary>
    [Theory]
    [MemberData(nameof(Compiled))]
    public void Compiled_kernels_give_the_bits_of_rounded_weights(string name, Element element)
    {
        const int Samples = 45;
        Subject subject = new(name, output);
        ModelInstance trained = subject.Create();
        Batch batch = subject.Draw(Samples);
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".safetensors");
        trained.Save(path);
        try
        {
            PredictionModel narrow = new(NarrowChecks.Narrow(name, element), "Net", path, strict: false);
            NarrowChecks.Round(trained.Parameters, element);
            foreach (int bits in CompiledModel.Widths)
            {
                foreach (int count in new[] { Samples, 13, 1 })
                {
                    Batch part = batch.Slice(Samples - count, count);
                    NarrowChecks.AssertSame(subject, bits, count, trained.Predict(part.Inputs), narrow.Predict(part.Inputs, count, bits));
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Each of them once as a weight, in one vector and alone in a row, from a file that holds its bits.</summary>
    [Theory]
    [InlineData(Element.F16, "F16")]
    [InlineData(Element.BF16, "BF16")]
    public void Every_finite_number_is_widened_exactly(Element element, string type)
    {
        ushort[] bits =
        [
            .. Enumerable.Range(0, 1 << 16).Select(i => (ushort)i).Where(b => float.IsFinite(NarrowChecks.Widened(b, element))),
        ];
        byte[] data = [.. bits.SelectMany(BitConverter.GetBytes)];
        (string, string, int[], byte[])[] tensors =
        [
            ("dense1.weight", type, [bits.Length, 1], data), ("take.weight", type, [bits.Length / 16, 16], data),
        ];
        foreach ((string layers, (string, string, int[], byte[]) tensor) in ((string, (string, string, int[], byte[]))[])
        [
            ($"[Input(1), Dense({bits.Length}, UseBias = false)]", tensors[0]),
            ($"[Tokens(1, {bits.Length / 16}), Embedding(16, Name = \"take\")]", tensors[1]),
        ])
        {
            string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".safetensors");
            File.WriteAllBytes(path, WeightFiles.Bytes([tensor]));
            string source = $"[Model({NarrowChecks.Option(element)})] {layers} public sealed partial class Net;";
            PredictionModel model = new(source, "Net", path, strict: false);
            File.Delete(path);
            foreach (int width in CompiledModel.Widths)
            {
                float[] given = tensor == tensors[0]
                    ? model.Predict([[1]], 1, width)[0]
                    : model.Predict([[.. Enumerable.Range(0, bits.Length / 16).Select(i => (float)i)]], bits.Length / 16, width)[0];

                // A product is added to +0, so that −0 becomes +0.
                float[] right = [.. bits.Select(b => NarrowChecks.Widened(b, element) + (tensor == tensors[0] ? 0f : -0f))];
                Deviation.AssertSameBits($"{element}, {layers}, {width} bits", right, given);
            }
        }
    }

    /// <summary>A model that says so saves weights of half the size, which the app reads as they are, and goes on from there.</summary>
    [Fact]
    public void Save_rounds_weights_and_leaves_training_as_it_is()
    {
        const string Source =
            "[Model(Storage = Storage.Float16)] [Input(20), Dense(30), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-2)] "
            + "public sealed partial class Net;";
        CompiledModel model = CompiledModel.Of(Source, 512);
        CompiledModel plain = CompiledModel.Of(Source.Replace("(Storage = Storage.Float16)", "", StringComparison.Ordinal), 512);
        (ModelInstance trained, ModelInstance other) = (model.Create(), plain.Create());
        float[] inputs = Batch.Normal(20 * 32, new Random(1));
        int[] labels = [.. Enumerable.Range(0, 32).Select(i => i % 10)];
        for (int step = 0; step < 3; step++)
            Assert.Equal(other.TrainStep([inputs], new(null, labels)), trained.TrainStep([inputs], new(null, labels)));
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".safetensors");
        try
        {
            trained.Save(path);
            string header = File.ReadAllText(path);
            Assert.Contains("\"dense2.weight\":{\"dtype\":\"F16\",\"shape\":[10,30]", header, StringComparison.Ordinal);
            Assert.Contains("\"dense2.bias\":{\"dtype\":\"F32\",\"shape\":[10]", header, StringComparison.Ordinal);
            ModelInstance loaded = model.Load(path);
            NarrowChecks.Round(trained.Parameters, Element.F16);
            float[] right = trained.Predict(inputs);
            Deviation.AssertSameBits("loaded", right, loaded.Predict(inputs));
            PredictionModel app = new(Source, "Net", path, strict: false);
            foreach (int bits in CompiledModel.Widths)
                Deviation.AssertSameBits($"{bits} bits", right, app.Predict([inputs], 32, bits)[0]);

            byte[] before = File.ReadAllBytes(path);
            trained.Parameters["dense2.weight"].Value[3, 4] = -65_520;
            Assert.Contains(
                "'dense2.weight' holds -65520",
                Assert.Throws<InvalidOperationException>(() => trained.Save(path)).Message,
                StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(path));
            trained.Parameters["dense2.weight"].Value[3, 4] = MathF.BitDecrement(65_520);
            trained.Save(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
