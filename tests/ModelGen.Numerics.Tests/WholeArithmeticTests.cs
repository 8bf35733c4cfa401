using System.Globalization;
using System.Text.RegularExpressions;
using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Spec;
using ModelGen.Runtime;
using ModelGen.TestKit;
using ModelGen.TestKit.Interpretation;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Models whose products are in whole numbers of 8 bits: the same bits at every width, in every batch, interpreted and compiled, and those
/// of plain loops over integers.
/// </summary>
public sealed class WholeArithmeticTests(ITestOutputHelper output)
{
    /// <summary>What a layer of floats loses at most by rounding both of its operands, as a share of the largest result.</summary>
    private const float Loss = 0.08f;

    private static readonly Dictionary<string, string> Layers = new()
    {
        ["dense-one"] = "Input(1), Dense(3)",
        ["dense-odd"] = "Input(33), Dense(17), Relu, Dense(5)",
        ["dense-many"] = "Input(301), Dense(100), Tanh, Dense(40), Relu, Dense(10)",
        ["dense-along-sequence"] = "Input(5, 7), Dense(20), Sigmoid, Dense(3)",
        ["image-lenet"] =
            "Input(1, 14, 14), Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(16, 3), Relu, Flatten, Dense(20), Relu, Dense(10)",
        ["image-odd-channels"] =
            "Input(3, 9, 7), Conv2D(5, 3, Padding = 1, Stride = 2), Relu, Conv2D(7, 2, Dilation = 2), BatchNorm, GlobalAvgPool2D, Dense(2)",
        ["image-two-taps"] = "Input(1, 6, 8), Conv2D(4, 2, Stride = 2), Elu, Conv2D(20, 1, Padding = 1), Flatten, Dense(3)",
        ["image-groups"] = "Input(4, 8, 8), Conv2D(8, 3, Groups = 2), Relu, DepthwiseConv2D(3), Relu, Conv2D(6, 1), Flatten, Dense(3)",
        ["sequence-windows"] = "Input(1, 20), Conv1D(4, 4, Dilation = 2), Gelu, Conv1D(3, 2, Padding = 1), Flatten, Dense(2)",
        ["sequence-recurrent"] = "Input(6, 5), Gru(7), Dense(9), Relu, Dense(3)",
    };

    private delegate void Calibration(ReadOnlySpan<float> input, double share);

    private delegate void Binary(float[] a, float[] b, float[] result);

    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_widths_and_batches_give_the_same_bits_and_are_near_to_floats(string name)
    {
        const int Samples = 45;
        string source = Source(Layers[name]);
        ModelInstance trained = Trained(source, out Random random);
        float[] inputs = Batch.Normal(Samples * Size(source), random);
        Calibrate(trained, inputs);
        WithFile(trained, path =>
        {
            PredictionModel app = new(source, "Net", path, strict: false);
            ModelPrograms programs = new(app.Spec);
            Dictionary<string, float[]> weights = NarrowChecks.ToWhole(trained.Parameters, NarrowChecks.Tables(programs));
            float[] right = trained.Predict(inputs), first = app.Predict([inputs], Samples)[0];
            int outputs = right.Length / Samples;
            float largest = right.Max(Math.Abs);
            float worst = right.Zip(first, (a, b) => Math.Abs(a - b)).Max();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {worst} of {largest}"));
            Assert.True(worst <= Loss * largest, string.Create(CultureInfo.InvariantCulture, $"{name}: {worst} of {largest}"));
            foreach (int bits in CompiledModel.Widths)
            {
                InterpretedPrediction interpreted = new(programs, parameter => weights[parameter], bits);
                foreach (int count in new[] { Samples, 13, 1 })
                {
                    float[][] part = [inputs[^(count * Size(source))..]];
                    float[] same = first[^(count * outputs)..];
                    Deviation.AssertSameBits($"{name}, {bits} bits, {count} samples", same, app.Predict(part, count, bits)[0]);
                    Deviation.AssertSameBits(
                        $"{name}, {bits} bits, {count} samples, interpreted", same, interpreted.Predict(part, count)[0]);
                }
            }

            Parallel.For(0, 4, _ => Deviation.AssertSameBits("threads", first, app.Predict([inputs], Samples)[0]));
        });
    }

    /// <summary>The definition, in loops over integers: numbers of all sizes, infinities and NaN arrive.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(7, 16)]
    [InlineData(64, 33)]
    [InlineData(785, 10)]
    public void Dense_is_a_sum_of_integers(int features, int units)
    {
        const int Samples = 19;
        string source = Source($"Input({features}), Dense({units})");
        ModelInstance trained = Trained(source, out Random random);
        float[] inputs = Batch.Normal(Samples * features, random);
        Calibrate(trained, inputs);
        float range = trained.Parameters["dense1.input_range"].Value[0];
        Assert.Equal(inputs.Max(Math.Abs), range);
        for (int i = 0; i < inputs.Length; i += 5)
            inputs[i] = random.Next(6) switch
            {
                0 => float.NaN,
                1 => float.PositiveInfinity,
                2 => float.NegativeInfinity,
                3 => 3 * range,
                4 => -float.MaxValue,
                _ => float.Epsilon,
            };
        WithFile(trained, path =>
        {
            PredictionModel app = new(source, "Net", path, strict: false);
            Dictionary<string, float[]> weights = NarrowChecks.ToWhole(trained.Parameters, []);
            (float[] w, float[] scales, float[] bias) =
                (weights["dense1.weight"], weights["dense1.weight_scale"], weights["dense1.bias"]);
            float factor = 127 / range, back = range * (float)(1.0 / 127);
            float[] right = new float[Samples * units];
            for (int sample = 0; sample < Samples; sample++)
            {
                for (int unit = 0; unit < units; unit++)
                {
                    long sum = 0;
                    for (int k = 0; k < features; k++)
                        sum += (long)w[(unit * features) + k] * Whole(inputs[(sample * features) + k] * factor);
                    right[(sample * units) + unit] = MathF.FusedMultiplyAdd(sum, scales[unit] * back, bias[unit]);
                }
            }

            foreach (int bits in CompiledModel.Widths)
                Deviation.AssertSameBits($"{features} × {units}, {bits} bits", right, app.Predict([inputs], Samples, bits)[0]);
        });

        static int Whole(float scaled) => scaled >= 127 || float.IsNaN(scaled) ? 127 : scaled <= -127 ? -127 : (int)MathF.Round(scaled);
    }

    /// <summary>All weights and all inputs at the ends of their ranges: sums of which floats hold no more than the upper bits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_largest_sums_are_exact(int sign)
    {
        const int Features = 60_001;
        string source = Source($"Input({Features}), Dense(1, UseBias = false)");
        ModelInstance trained = Trained(source, out _);
        trained.Parameters["dense1.weight"].Value.CopyFrom([.. Enumerable.Repeat(sign * 127f, Features - 1), sign * 126f]);
        float[] inputs = [.. Enumerable.Repeat(127f, Features)];
        Calibrate(trained, inputs);
        WithFile(trained, path =>
        {
            PredictionModel app = new(source, "Net", path, strict: false);
            float right = sign * ((127L * 127 * (Features - 1)) + (127L * 126));
            foreach (int bits in CompiledModel.Widths) Assert.Equal(right, app.Predict([inputs], 1, bits)[0][0]);
        });
    }

    /// <summary>Training is that of floats, to the bit; what is measured changes nothing in it.</summary>
    [Fact]
    public void Training_is_that_of_the_model_in_floats()
    {
        string source = Source("Input(1, 8, 8), Conv2D(4, 3), Relu, Dropout(0.3f), Flatten, Dense(6), Tanh, Dense(2)");
        ModelInstance whole = CompiledModel.Of(source, 512).Create(seed: 3);
        string floats = source.Replace("(Arithmetic = Arithmetic.Int8)", "", StringComparison.Ordinal);
        ModelInstance plain = CompiledModel.Of(floats, 512).Create(seed: 3);
        Random random = new(TestSeed.Value);
        for (int step = 0; step < 3; step++)
        {
            (float[] inputs, float[] targets) = (Batch.Normal(64 * 20, random), Batch.Normal(2 * 20, random));
            Calibrate(whole, inputs);
            Assert.Equal(plain.TrainStep([inputs], new(targets, null)), whole.TrainStep([inputs], new(targets, null)));
            Deviation.AssertSameBits("prediction", plain.Predict(inputs), whole.Predict(inputs));
        }
    }

    /// <summary>What machines do that have no instruction for it.</summary>
    [Fact]
    public void Pairs_without_instructions_give_the_same_integers()
    {
        Random random = new(TestSeed.Value);
        short[] ends = [-255, -128, -127, -1, 0, 1, 126, 127, 255];
        float[] a = [.. Enumerable.Range(0, 16 * 50).Select(_ => Pair())], b = [.. Enumerable.Range(0, 16 * 50).Select(_ => Pair())];
        float[] right = [.. a.Zip(b, (x, y) => BitConverter.Int32BitsToSingle(77 + Dot(x, y)))];
        foreach (int bits in CompiledModel.Widths)
        {
            foreach (bool hasInstructions in new[] { true, false })
            {
                float[] given = new float[a.Length];
                Functions(bits, hasInstructions).Method<Binary>("Functions", "All")(a, b, given);
                Deviation.AssertSameBits(string.Create(CultureInfo.InvariantCulture, $"{bits} bits, {hasInstructions}"), right, given);
            }
        }

        float Pair() => BitConverter.Int32BitsToSingle((Number() << 16) | (Number() & 0xFFFF));

        short Number() => random.Next(2) == 0 ? ends[random.Next(ends.Length)] : (short)random.Next(-127, 256);

        static int Dot(float x, float y)
        {
            (int p, int q) = (BitConverter.SingleToInt32Bits(x), BitConverter.SingleToInt32Bits(y));
            return ((short)p * (short)q) + ((p >> 16) * (q >> 16));
        }
    }

    /// <summary>A model that was not calibrated saves files, which it reads again, and no ranges in them.</summary>
    [Fact]
    public void Ranges_are_in_files_once_they_are_measured()
    {
        string source = Source("Input(8), Dense(6), Relu, Dense(2)");
        CompiledModel model = CompiledModel.Of(source, 512);
        ModelInstance trained = model.Create();
        float[] inputs = Batch.Normal(8 * 100, new Random(TestSeed.Value));
        WithFile(trained, path =>
        {
            Assert.DoesNotContain("input_range", File.ReadAllText(path), StringComparison.Ordinal);
            Assert.Equal(0, model.Load(path).Parameters["dense1.input_range"].Value[0]);
            InvalidOperationException missing = Assert.Throws<InvalidOperationException>(() => new PredictionModel(source, "Net", path));
            Assert.Contains("2 missing tensors: 'dense1.input_range', 'dense2.input_range'.", missing.Message, StringComparison.Ordinal);
            Assert.Contains("call Calibrate", missing.Message, StringComparison.Ordinal);

            Calibrate(trained, inputs, 0.5);
            float half = trained.Parameters["dense1.input_range"].Value[0];
            Assert.Equal(inputs.Chunk(8).Select(sample => sample.Max(Math.Abs)).Order().ElementAt(49), half);
            Calibrate(trained, inputs);
            Assert.True(trained.Parameters["dense1.input_range"].Value[0] > half);
            trained.Save(path);
            Assert.Equal(
                trained.Parameters["dense2.input_range"].Value[0], model.Load(path).Parameters["dense2.input_range"].Value[0]);

            trained.Parameters["dense2.input_range"].Value[0] = -1;
            trained.Save(path);
            Assert.Contains(
                "Ranges must be larger than 0, and are not in 'dense2.input_range'",
                Assert.Throws<InvalidOperationException>(() => new PredictionModel(source, "Net", path)).Message,
                StringComparison.Ordinal);
        });

        foreach (double share in new[] { 0, -1, 1.5, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(() => Calibrate(trained, inputs, share));
        Assert.Throws<ArgumentException>(() => Calibrate(trained, []));
        inputs[3] = float.NaN;
        Assert.Throws<ArgumentException>(() => Calibrate(trained, inputs));
        Calibrate(trained, new float[8]);
        Assert.Equal(1, trained.Parameters["dense1.input_range"].Value[0]);
        trained.Parameters["dense1.weight"].Value.CopyFrom([.. Enumerable.Repeat(float.MaxValue, 48)]);
        inputs.AsSpan().Fill(2);
        Assert.Contains(
            "'dense2.input_range' cannot be measured",
            Assert.Throws<ArithmeticException>(() => Calibrate(trained, inputs)).Message,
            StringComparison.Ordinal);
        Assert.Equal(1, trained.Parameters["dense1.input_range"].Value[0]);
    }

    private static string Source(string layers) =>
        $"[Model(Arithmetic = Arithmetic.Int8)] [{layers}, MeanSquaredError, Sgd(0.1f)] public sealed partial class Net;";

    private static int Size(string source) => CompiledModel.Of(source, 512).Built.Inputs[0].Value.Shape.SampleElements;

    private ModelInstance Trained(string source, out Random random)
    {
        output.WriteLine(TestSeed.Text);
        random = new Random(TestSeed.Value + source.Length);
        ModelInstance model = CompiledModel.Of(source, 512).Create();
        foreach (Parameter parameter in model.Parameters)
            if (parameter.Name.EndsWith(".bias", StringComparison.Ordinal))
                parameter.Value.CopyFrom(Batch.Normal(parameter.Length, random));
        return model;
    }

    private static void Calibrate(ModelInstance model, float[] inputs, double share = 1) =>
        model.Model.GetType().GetMethod("Calibrate")!.CreateDelegate<Calibration>(model.Model)(inputs, share);

    private static void WithFile(ModelInstance model, Action<string> body)
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".safetensors");
        try
        {
            model.Save(path);
            body(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static DynamicAssembly Functions(int bits, bool hasInstructions)
    {
        string text = string.Join('\n', PairFunctions.All(bits));
        if (!hasInstructions)
            text = Regex.Replace(text, @"if \(\S+\.IsSupported\)", "if (left == sum && left != sum)");
        return DynamicAssembly.Compile(string.Join('\n', NamespaceAliases.Directives) + $$"""

            public static class Functions
            {
                public static void All(float[] a, float[] b, float[] result)
                {
                    for (int i = 0; i < a.Length; i += __Simd::Vector{{bits}}<float>.Count)
                    {
                        var sum = __Simd::Vector{{bits}}.AsSingle(__Simd::Vector{{bits}}.Create(77));
                        __Simd::Vector{{bits}}.StoreUnsafe(
                            MultiplyAddPairs(
                                __Simd::Vector{{bits}}.LoadUnsafe(ref a[i]), __Simd::Vector{{bits}}.LoadUnsafe(ref b[i]), sum),
                            ref result[i]);
                    }
                }

            {{text}}
            }
            """);
    }
}
