using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>The same bits at every vector width and for every batch size.</summary>
internal static class BitChecks
{
    private static readonly int[] BatchSizes = [1, 7, 33, 64];

    /// <summary>Samples that do not fill the last of several blocks.</summary>
    private const int Samples = 133;

    /// <summary>
    /// A sample's prediction depends neither on the width nor on the samples beside it: blocks of sixteen, the rest of one, or none.
    /// </summary>
    public static void Prediction(Subject subject)
    {
        Batch batch = subject.Draw(Samples);
        float[][]? expected = null;
        foreach (int bits in CompiledModel.Widths)
        {
            IModelUnderTest instance = subject.Make(bits);
            expected ??= instance.Predict(batch.Inputs);
            foreach (int count in new[] { Samples, 64, 29, 7, 1 })
            {
                for (int start = 0; start < Samples; start += count)
                {
                    Batch part = batch.Slice(start, Math.Min(count, Samples - start));
                    float[][] actual = instance.Predict(part.Inputs);
                    for (int i = 0; i < actual.Length; i++)
                    {
                        Deviation.AssertSameBits(
                            $"{subject.Where}, {bits} bits, output {i} of {part.Samples} samples from {start}",
                            Batch.Part(expected, Samples, start, part.Samples)[i],
                            actual[i]);
                    }
                }
            }
        }
    }

    /// <summary>Losses, weights and the results of the single steps are the same at every width after training.</summary>
    public static void Training(Subject subject, int steps = 50)
    {
        Batch batch = subject.Draw(2 * BatchSizes.Max());
        List<(string What, float[] Values)>? expected = null;
        foreach (int bits in CompiledModel.Widths)
        {
            List<(string What, float[] Values)> actual = [.. Train(subject.Make(bits), batch, steps, subject.Built.FewestSamples)];
            expected ??= actual;
            foreach (((string what, float[] right), (_, float[] given)) in expected.Zip(actual))
                Deviation.AssertSameBits($"{subject.Where}, {bits} bits, {what}", right, given);
        }

        Assert.All(expected!, result => Assert.All(result.Values, value => Assert.True(float.IsFinite(value), result.What)));
    }

    private static IEnumerable<(string What, float[] Values)> Train(IModelUnderTest instance, Batch batch, int steps, int fewest)
    {
        float[] losses = new float[steps];
        for (int step = 0; step < steps; step++)
        {
            int count = Math.Max(fewest, BatchSizes[step % BatchSizes.Length]);
            Batch part = batch.Slice(step % (batch.Samples - count), count);
            losses[step] = instance.TrainStep(part.Inputs, part.Targets);
        }

        yield return ("losses", losses);
        foreach (var parameter in instance.Parameters) yield return (parameter.Name, parameter.Value.ToArray());

        yield return ("Evaluate", [instance.Evaluate(batch.Inputs, batch.Targets)]);
        float[][] outputs = instance.Forward(batch.Inputs);
        for (int i = 0; i < outputs.Length; i++) yield return ($"Forward, output {i}", outputs[i]);
        float[][] inputGradients = instance.Backward(Batch.Normal(outputs[0].Length, new Random(7)));
        for (int i = 0; i < inputGradients.Length; i++) yield return ($"Backward, input {i}", inputGradients[i]);
        foreach (var parameter in instance.Parameters) yield return ($"gradient of {parameter.Name}", parameter.Gradient.ToArray());
    }
}
