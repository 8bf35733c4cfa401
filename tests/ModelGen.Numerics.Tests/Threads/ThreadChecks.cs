using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests.Threads;

/// <summary>The same bits on any number of threads, whichever of them is ahead.</summary>
internal static class ThreadChecks
{
    private const int Largest = 100;

    private static readonly int[] BatchSizes = [1, 15, 16, 17, 64, Largest];

    private static readonly int[] ThreadCounts = [2, 3, 7];

    /// <summary>
    /// Interpreted: the same bits on one thread at one width, and on several threads at the other widths. Parts run one after the other
    /// between two barriers, in orders that the seed decides. It also decides the one width, which number of threads goes with which of the
    /// others, and which four sizes of batches are trained on. Where everything runs, all widths run with all numbers of threads and sizes.
    /// </summary>
    public static void Interpreted(Subject subject)
    {
        int steps = TestTier.Count(4, BatchSizes.Length);
        Batch batch = subject.Draw(Largest + 33);
        IReadOnlyList<int> widths = CompiledModel.Widths;
        int first = (int)((uint)subject.Seed % widths.Count);
        List<(string What, float[] Values)> expected =
            [.. Life(subject.Make(widths[first]), batch, steps, subject.Built.FewestSamples, subject.Seed)];
        foreach ((string what, float[] values) in expected)
            if (!Array.TrueForAll(values, float.IsFinite)) Assert.Fail($"{subject.Where}: {what} is not finite.");

        for (int other = 0; other < widths.Count; other++)
        {
            int bits = widths[(first + other) % widths.Count];
            int[] counts = TestTier.IsExhaustive ? [1, .. ThreadCounts]
                : other == 0 ? []
                : [ThreadCounts[(int)((((uint)subject.Seed / widths.Count) + other) % ThreadCounts.Length)]];
            foreach (int threads in counts) Compare(subject, bits, threads, batch, expected, steps, subject.Seed);
        }
    }

    /// <summary>Compiled: parts run one at a time in orders that the seed decides.</summary>
    public static void InAnyOrder(Subject subject, IReadOnlyList<int> widths)
    {
        const int steps = 12;
        Batch batch = subject.Draw(2 * Largest);
        foreach (int bits in widths)
        {
            List<(string What, float[] Values)> expected = [.. Life(subject.Make(bits), batch, steps, subject.Built.FewestSamples)];
            foreach (int threads in bits == widths[0] ? ThreadCounts : [3])
            {
                using OrderedTeam team = new(threads, subject.Seed + threads);
                team.Run(() => Compare(subject, bits, threads, batch, expected, steps));
                Assert.True(team.Jobs >= 2 * steps, $"{subject.Where}: only {team.Jobs} jobs were divided.");
                Assert.True(team.Barriers >= steps, $"{subject.Where}: only {team.Barriers} barriers were met.");
            }
        }
    }

    /// <summary>Threads as the machine runs them.</summary>
    public static void OnWorkers(Subject subject, int bits)
    {
        int steps = TestTier.Count(25, 50);
        Batch batch = subject.Draw(2 * Largest);
        List<(string What, float[] Values)> expected = [.. Life(subject.Make(bits), batch, steps, subject.Built.FewestSamples)];
        foreach (int threads in ThreadCounts) Compare(subject, bits, threads, batch, expected, steps);
    }

    private static void Compare(
        Subject subject,
        int bits,
        int threads,
        Batch batch,
        List<(string What, float[] Values)> expected,
        int steps,
        int first = 0)
    {
        IModelUnderTest instance = subject.Make(bits);
        instance.Threads = threads;
        foreach (
            ((string what, float[] right), (_, float[] given))
            in expected.Zip(Life(instance, batch, steps, subject.Built.FewestSamples, first)))
            Deviation.AssertSameBits($"{subject.Where}, {bits} bits, {threads} threads, {what}", right, given);
    }

    /// <summary>What a training gives, step by step, and then every other member.</summary>
    /// <param name="instance">The model.</param>
    /// <param name="batch">What it is trained on.</param>
    /// <param name="steps">How many steps, each of another size.</param>
    /// <param name="fewest">Samples that a step needs.</param>
    /// <param name="first">Where the list of sizes begins.</param>
    public static IEnumerable<(string What, float[] Values)> Life(
        IModelUnderTest instance, Batch batch, int steps, int fewest, int first = 0)
    {
        // So that no loss leaves the range of floats.
        instance.LearningRate *= 0.1f;
        for (int step = 0; step < steps; step++)
        {
            int count = Math.Max(fewest, BatchSizes[(int)(((uint)first + step) % BatchSizes.Length)]);
            Batch part = batch.Slice(step % (batch.Samples - count), count);
            yield return ($"loss of step {step} of {count}", [instance.TrainStep(part.Inputs, part.Targets)]);
            foreach (var parameter in instance.Parameters)
                yield return ($"gradient of {parameter.Name} in step {step} of {count}", parameter.Gradient.ToArray());
        }

        foreach (var parameter in instance.Parameters) yield return (parameter.Name, parameter.Value.ToArray());
        yield return ("Evaluate", [instance.Evaluate(batch.Inputs, batch.Targets)]);
        foreach (float[] output in instance.Predict(batch.Inputs)) yield return ("Predict", output);
        foreach (float[] output in instance.Predict(batch.Slice(1, 1).Inputs)) yield return ("Predict of one", output);
        for (int pass = 0; pass < 2; pass++)
        {
            float[][] outputs = instance.Forward(batch.Slice(pass, pass == 0 ? Largest : 17).Inputs);
            foreach (float[] output in outputs)
                yield return ($"Forward {pass}", output);
            foreach (float[] gradient in instance.Backward(Batch.Normal(outputs[0].Length, new Random(7))))
                yield return ($"Backward {pass}", gradient);
            foreach (var parameter in instance.Parameters)
                yield return ($"gradient of {parameter.Name} after Backward {pass}", parameter.Gradient.ToArray());
        }

        instance.Update();
        foreach (var parameter in instance.Parameters) yield return (parameter.Name + " after Update", parameter.Value.ToArray());
    }
}
