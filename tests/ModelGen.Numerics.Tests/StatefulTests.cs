using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Programs.Stepping;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Batches that go on from each other: every member from a state that is given, and the state in which it ends.</summary>
public sealed class StatefulTests(ITestOutputHelper output)
{
    private const int Samples = 37;

    private static readonly int[] ThreadCounts = [1, 2, 3, 7];

    private static IEnumerable<string> All =>
        Models.All.Where(model => model.Source.Contains("Stateful", StringComparison.Ordinal)).Select(model => model.Name);

    /// <summary>The models with a layer that keeps a state.</summary>
    public static TheoryData<string> Names => [.. All];

    /// <summary>Those that run step by step, and of which every layer goes on.</summary>
    public static TheoryData<string> Streams =>
        [.. All.Where(name => name is not ("sequence-stateful-beside" or "sequence-stateful-lengths" or "sequence-stateful-conv"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_member_starts_from_the_state(string name)
    {
        Subject subject = new(name, output);
        IModelUnderTest instance = subject.Make();
        Batch batch = Draw(subject, 5);
        Weights weights = Weights.Of(instance.Parameters);
        double[] end = subject.Oracle.End(batch, weights);
        Assert.NotEqual(end, subject.Oracle.End(batch with { State = null }, weights));

        float[][] predicted = At(() => instance.Predict(batch.Inputs), "Predict");
        IReadOnlyList<double[]> expected = subject.Oracle.Predict(batch, weights);
        for (int i = 0; i < predicted.Length; i++)
            Deviation.Assert("stateful: Predict", subject.Where, predicted[i], expected[i], 1e-5, 1e-3);
        double loss = At(() => instance.Evaluate(batch.Inputs, batch.Targets), "Evaluate");
        Deviation.Assert("stateful: Evaluate", subject.Where, [loss], [subject.Oracle.Evaluate(batch, weights)], 1e-5, 1e-2);

        float[] upstream = Batch.Normal(predicted[0].Length, new Random(subject.Seed));
        (IReadOnlyList<double[]> outputs, Weights gradients, IReadOnlyList<double[]> inInputs) =
            subject.Oracle.ForwardBackward(batch, weights, upstream);
        instance.ZeroGradients();
        Deviation.Assert(
            "stateful: Forward", subject.Where, At(() => instance.Forward(batch.Inputs), "Forward")[0], outputs[0], 1e-5, 1e-3);
        float[][] found = instance.Backward(upstream);
        for (int i = 0; i < found.Length; i++)
            Deviation.Assert("stateful: input gradients", subject.Where, found[i], inInputs[i], 1e-5, 1e-3);
        Compare("stateful: Backward", gradients);

        (loss, gradients) = subject.Oracle.TrainStep(batch, weights, subject.Seed);
        (_, Weights plain) = subject.Oracle.PlainTrainStep(batch, weights, subject.Seed);
        Deviation.Assert("stateful: passes", subject.Where, gradients, plain, 1e-9, subject.ParameterNames);
        double trained = At(() => instance.TrainStep(batch.Inputs, batch.Targets), "TrainStep");
        Deviation.Assert("stateful: TrainStep", subject.Where, [trained], [loss], 1e-5, 1e-2);
        Compare("stateful: gradients", gradients);

        T At<T>(Func<T> call, string member)
        {
            instance.State = batch.State;
            T result = call();
            Deviation.Assert($"stateful: end of {member}", subject.Where, instance.State!, end, 1e-5, 1e-3);
            return result;
        }

        void Compare(string what, Weights expectedGradients) => Deviation.Assert(
            what, subject.Where, Weights.GradientsOf(instance.Parameters), expectedGradients, 1e-5, subject.ParameterNames);
    }

    /// <summary>Interpreted: the same bits at all widths, on any number of threads, and for parts of a batch.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_bits_are_the_same_everywhere(string name) => SameBits(new Subject(name, output));

    /// <summary>Compiled: one with one loop, one with samples in the lanes, one whose prediction has a program for blocks.</summary>
    [Theory]
    [InlineData("sequence-stateful-lstm-two-layers")]
    [InlineData("sequence-stateful-gru")]
    [InlineData("sequence-stateful-conv")]
    public void The_bits_are_the_same_everywhere_when_compiled(string name) => SameBits(new Subject(name, output, isCompiled: true));

    /// <summary>Windows one behind the other are the steps of one stream, to the bit, however long that is.</summary>
    [Theory]
    [MemberData(nameof(Streams))]
    public void Windows_are_the_steps_of_a_stream(string name)
    {
        const int Windows = 3;
        Subject subject = new(name, output);
        StepGraph steps = StepGraph.Of(subject.Built).Steps!;
        foreach (int bits in CompiledModel.Widths)
        {
            IModelUnderTest instance = subject.Make(bits);
            IStreamUnderTest[] streams = [instance.NewStream()!, instance.NewStream()!];
            instance.State = new float[streams.Length * subject.Built.StateWidth];
            Shape step = steps.Graph[OutputRole.Output, "output"].Shape, whole = subject.Built.Output.Shape;
            Shape input = subject.Built.Inputs[0].Value.Shape, one = input.Reduce([1]);
            for (int window = 0; window < Windows; window++)
            {
                Batch batch = subject.Draw(streams.Length + window).Slice(0, streams.Length);
                float[] predicted = instance.Predict(batch.Inputs)[0];
                for (int time = 0; time < steps.Length; time++)
                {
                    for (int sample = 0; sample < streams.Length; sample++)
                    {
                        float[] found = streams[sample].Step([StepChecks.At(batch.Inputs[0], sample, input, one, time)])[0];
                        if (step == whole && time < steps.Length - 1) continue;
                        Deviation.AssertSameBits(
                            $"{subject.Where}, {bits} bits, window {window}, step {time}",
                            StepChecks.At(predicted, sample, whole, step, time),
                            found);
                    }
                }
            }
        }
    }

    private static Batch Draw(Subject subject, int samples) => subject.Draw(samples) with
    {
        State = Batch.Normal(samples * subject.Built.StateWidth, new Random(subject.Seed)),
    };

    private static void SameBits(Subject subject)
    {
        Batch batch = Draw(subject, Samples);
        List<(string What, float[] Values)>? expected = null;
        foreach (int bits in CompiledModel.Widths)
        {
            foreach (int threads in ThreadCounts)
            {
                IModelUnderTest instance = subject.Make(bits);
                instance.Threads = threads;
                List<(string What, float[] Values)> found = [.. Life(instance, batch)];
                expected ??= found;
                foreach (((string what, float[] right), (_, float[] values)) in expected.Zip(found))
                    Deviation.AssertSameBits($"{subject.Where}, {bits} bits, {threads} threads, {what}", right, values);
            }
        }

        // A sample ends where it does alone, too.
        foreach (int start in new[] { 0, 16, Samples - 1 })
        {
            IModelUnderTest instance = subject.Make();
            Batch one = batch.Slice(start, 1);
            instance.State = one.State;
            instance.Predict(one.Inputs);
            Deviation.AssertSameBits(
                $"{subject.Where}, sample {start} alone", Batch.Part([expected![0].Values], Samples, start, 1)[0], instance.State!);
        }
    }

    /// <summary>The ends of all members, and what they give from there.</summary>
    private static IEnumerable<(string What, float[] Values)> Life(IModelUnderTest instance, Batch batch)
    {
        instance.State = batch.State;
        float[] predicted = instance.Predict(batch.Inputs)[0];
        yield return ("the end of Predict", instance.State!);
        yield return ("Predict", predicted);
        yield return ("Evaluate", [instance.Evaluate(batch.Inputs, batch.Targets)]);
        yield return ("the end of Evaluate", instance.State!);
        for (int step = 0; step < 2; step++)
        {
            yield return ($"loss {step}", [instance.TrainStep(batch.Inputs, batch.Targets)]);
            yield return ($"the end of step {step}", instance.State!);
        }

        foreach (var parameter in instance.Parameters) yield return (parameter.Name, parameter.Value.ToArray());
        yield return ("Forward", instance.Forward(batch.Inputs)[0]);
        yield return ("the end of Forward", instance.State!);
        instance.BackwardToParameters(Batch.Normal(predicted.Length, new Random(3)));
        foreach (var parameter in instance.Parameters) yield return ("gradient of " + parameter.Name, parameter.Gradient.ToArray());
    }
}
