using System.Collections.Immutable;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Spec;
using ModelGen.Serialization;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Models that only predict, with weights that a model of the same declaration has saved: the same bits as that one.</summary>
public sealed class PredictionOnlyTests(ITestOutputHelper output)
{
    private const int Samples = 133;

    private static readonly string[] Chosen =
    [
        "wiring-three-inputs",
        "wiring-three-outputs",
        "size-1-1-1",
        "size-100-33-10",
        "size-names-of-locals",
        "sequence-embedding-mixed-inputs",
        "sequence-stateful-two",
        "norm-batch",
        "norm-spectral",
        "vision-lenet",
        "vision-bicubic",
    ];

    private static readonly HashSet<string> TrainingAttributes =
    [
        .. LossTable.All.Select(loss => loss.AttributeType.Name),
        .. OptimizerTable.All.Select(optimizer => optimizer.AttributeType.Name),
    ];

    /// <summary>The models that are compiled; all where everything runs.</summary>
    public static TheoryData<string> Compiled => TestTier.IsExhaustive ? Models.Names : [.. Chosen];

    [Theory]
    [MemberData(nameof(Compiled))]
    public void Same_bits_as_the_model_that_saved_the_weights(string name)
    {
        Subject subject = new(name, output);
        IModelUnderTest trained = subject.Make();
        Batch batch = subject.Draw(Samples);
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".safetensors");
        SafeTensors.Save(path, trained.Parameters);
        try
        {
            PredictionModel model = new(Models.Find(name).Source, "Net", path);
            foreach (int bits in CompiledModel.Widths)
            {
                foreach (int count in new[] { Samples, 29, 13, 1 })
                {
                    Batch part = batch.Slice(Samples - count, count);
                    float[][] right = trained.Predict(part.Inputs), given = model.Predict(part.Inputs, count, bits);
                    for (int i = 0; i < right.Length; i++)
                        Deviation.AssertSameBits(
                            string.Create(CultureInfo.InvariantCulture, $"{subject.Where}, {bits} bits, output {i} of {count}"),
                            right[i],
                            given[i]);
                }
            }

            Assert.DoesNotContain(References(model), reference => reference.StartsWith("ModelGen", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>
    /// The static steps give what the whole sequence gives, which has the bits of the trained model's: at one width, which the seed
    /// decides, and at every width where everything runs.
    /// </summary>
    [Theory]
    [InlineData("sequence-gpt", "")]
    [InlineData("sequence-lstm-two-layers", "")]
    [InlineData("sequence-stream-wavenet", "")]
    [InlineData("sequence-stream-positions", "BFloat16")]
    [InlineData("sequence-gpt", "Int8")]
    [InlineData("sequence-lengths-translator", "")]
    [InlineData("sequence-stream-decoder-of-lstm", "Int8")]
    [InlineData("sequence-stream-caption", "Float16")]
    public void Steps_are_the_whole_sequence_to_the_bit(string name, string storage)
    {
        Subject subject = new(name, output);
        string source = Models.Find(name).Source;
        if (storage.Length > 0) source = source.Replace("[Model", $"[Model(Storage = Storage.{storage})", StringComparison.Ordinal);
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".safetensors");
        SafeTensors.Save(path, subject.Make().Parameters);
        int[] widths = TestTier.IsExhaustive ? [.. CompiledModel.Widths]
            : [CompiledModel.Widths[(int)((uint)(subject.Seed + storage.Length) % CompiledModel.Widths.Count)]];
        try
        {
            PredictionModel model = new(source, "Net", path, bits: widths.Length == 1 ? widths[0] : null, strict: false);
            foreach (int bits in widths)
            {
                string where = $"{subject.Where}, {storage} {bits} bits";
                StepChecks.AsWholeSequence(
                    subject,
                    inputs => model.Predict(inputs, inputs[0].Length / subject.Built.Inputs[0].Value.Shape.SampleElements, bits),
                    () => model.NewStream(bits),
                    where);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>All at once from the first call on, in which the weights are loaded.</summary>
    [Theory]
    [InlineData("vision-lenet")]
    [InlineData("size-1-1-1")]
    public void Sixteen_threads_get_right_answers_and_allocate_nothing(string name)
    {
        const int Threads = 16, Most = 40;
        Subject subject = new(name, output);
        ModelInstance trained = subject.Create();
        Batch batch = subject.Draw(Threads * Most);
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".safetensors");
        trained.Save(path);
        PredictionModel model = new(Models.Find(name).Source, "Net", path, bits: 512, strict: false);
        Action<float[][], float[][]> predict = model.Predictor();
        File.Delete(path);

        TimeSpan time = TimeSpan.FromSeconds(TestTier.Count(1, 10));
        long[] allocated = new long[Threads], calls = new long[Threads];
        string?[] problems = new string?[Threads];
        using Barrier start = new(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(index => new Thread(() =>
        {
            Batch part = batch.Slice(index * Most, 1 + (index * 7 % Most));
            float[][] right = trained.Predict(part.Inputs), given = [.. right.Select(values => new float[values.Length])];
            start.SignalAndWait();
            predict(part.Inputs, given);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (long began = Environment.TickCount64; Environment.TickCount64 - began < time.TotalMilliseconds; calls[index]++)
            {
                for (int i = 0; i < right.Length; i++)
                {
                    if (!MemoryMarshal.AsBytes<float>(given[i]).SequenceEqual(
                        MemoryMarshal.AsBytes<float>(right[i]))) problems[index] = $"output {i}, call {calls[index]}";
                    given[i].AsSpan().Fill(float.NaN);
                }

                predict(part.Inputs, given);
            }

            allocated[index] = GC.GetAllocatedBytesForCurrentThread() - before;
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.All(problems, Assert.Null);
        Assert.All(calls, count => Assert.NotEqual(0, count));
        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
    }

    /// <summary>
    /// Neither loss nor optimizer nor what else trains a model has a say in its prediction: kernels, their memory and order are equal. Only
    /// where an update treats parameters in groups, these come in another order. For one target, which the seed decides; for all where
    /// everything runs. A check of <see cref="TableTests"/>.
    /// </summary>
    internal static void KernelsAreThoseOfTheTrainedModel(string name)
    {
        ModelSpec trained = DeclarationText.Source(Models.Find(name).Source);
        ModelSpec alone = trained with
        {
            Weights = new WeightsSpec.Missing(null, []),
            Attributes = trained
                .Attributes.Where(a => !TrainingAttributes.Contains(a.TypeName))
                .ToEquatableArray(),
        };
        // Nothing is carried from batch to batch there.
        trained = trained with { Attributes = trained.Attributes.Select(WithoutState).ToEquatableArray() };
        PlannedModel expected = Plan(trained), actual = Plan(alone);
        bool isOrdered = expected.Layout.Groups.Count > 1;
        Target chosen = Target.All[(int)(name.Aggregate((uint)TestSeed.Value, (sum, c) => sum + c) % Target.All.Count)];
        Target[] targets = TestTier.IsExhaustive ? [.. Target.All] : [chosen];
        Assert.Equal(Kernels(expected, targets, !isOrdered), Kernels(actual, targets, !isOrdered));
    }

    private static AttributeSpec WithoutState(AttributeSpec attribute) => attribute with
    {
        Named = attribute.Named.Where(argument => argument.Name != "Stateful").ToEquatableArray(),
    };

    private static PlannedModel Plan(ModelSpec spec) => new(ModelBuilder.Build(spec, Mode.Inference).Model!);

    private static string Kernels(PlannedModel planned, Target[] targets, bool withAddresses)
    {
        return string.Join(
            '\n',
            from program in planned.Programs
            where program.Kind.Predicts
            from target in targets
            from step in program.Plan.Groups
            let lowered = GroupLowering.Lower(step, program.Plan, target)
            select $"{program.Name} {target.Bits} {(withAddresses ? string.Join(' ', lowered.Addresses) : "")}\n"
                + KernelPrinter.Body(lowered.Kernel, new VectorIsa(target)));
    }

    private static IEnumerable<string> References(PredictionModel model)
    {
        using PEReader file = new(ImmutableArray.Create(model.Image.Span));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
