using ModelGen.TestKit;

namespace ModelGen.Numerics.Tests;

/// <summary>The same bits at every vector width and for every batch size.</summary>
internal static class BitChecks
{
    /// <summary>Samples that do not fill the last of several blocks.</summary>
    private const int Samples = 133;

    /// <summary>
    /// A sample's prediction depends neither on the width nor on the samples beside it: blocks of sixteen, the rest of one, or none. Of
    /// the parts of a size, the first, the last and one that the seed decides are predicted at the first width, and one at the others; all
    /// where everything runs.
    /// </summary>
    public static void Prediction(Subject subject)
    {
        Batch batch = subject.Draw(Samples);
        Random random = new(subject.Seed);
        float[][]? expected = null;
        foreach (int bits in CompiledModel.Widths)
        {
            IModelUnderTest instance = subject.Make(bits);
            bool isFirst = expected is null;
            if (expected is null) expected = instance.Predict(batch.Inputs);
            else Compare(instance, bits, 0, Samples);
            foreach (int count in new[] { 64, 29, 7, 1 })
            {
                int last = (Samples - 1) / count;
                int[] parts = TestTier.IsExhaustive ? [.. Enumerable.Range(0, last + 1)]
                    : isFirst ? [0, random.Next(1, last), last]
                    : [random.Next(last + 1)];
                foreach (int part in parts)
                    Compare(instance, bits, part * count, Math.Min(count, Samples - (part * count)));
            }
        }

        void Compare(IModelUnderTest instance, int bits, int start, int count)
        {
            float[][] actual = instance.Predict(batch.Slice(start, count).Inputs);
            for (int i = 0; i < actual.Length; i++)
            {
                Deviation.AssertSameBits(
                    $"{subject.Where}, {bits} bits, output {i} of {count} samples from {start}",
                    Batch.Part(expected, Samples, start, count)[i],
                    actual[i]);
            }
        }
    }
}
