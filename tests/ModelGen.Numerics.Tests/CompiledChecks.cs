using System.Globalization;
using ModelGen.Numerics.Tests.Threads;
using ModelGen.TestKit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Compiled kernels against the same kernels interpreted.</summary>
internal static class CompiledChecks
{
    private const int Steps = 12, Samples = 133;

    private static readonly int[] BatchSizes = [Samples, 29, 13, 1];

    /// <summary>All members give the same bits, at some widths.</summary>
    public static void SameAsInterpreted(string name, string source, IReadOnlyCollection<int> widths, ITestOutputHelper output)
    {
        int seed = name.Aggregate(TestSeed.Value, (hash, c) => unchecked((hash * 31) + c));
        Subject compiled = new(name, source, seed, output, isCompiled: true, widths), interpreted = new(name, source, seed, output);
        Batch batch = compiled.Draw(2 * Samples);
        foreach (int bits in widths)
        {
            foreach (((string what, float[] right), (_, float[] given)) in All(interpreted, bits, batch).Zip(All(compiled, bits, batch)))
                Deviation.AssertSameBits(
                    string.Create(CultureInfo.InvariantCulture, $"{compiled.Where}, {bits} bits, {what}"),
                    right,
                    given);
        }
    }

    private static IEnumerable<(string What, float[] Values)> All(Subject subject, int bits, Batch batch)
    {
        IModelUnderTest instance = subject.Make(bits);
        foreach (int count in BatchSizes)
            foreach (float[] values in instance.Predict(batch.Slice(count, count).Inputs)) yield return ($"prediction of {count}", values);
        foreach ((string, float[]) result in ThreadChecks.Life(instance, batch, Steps, subject.Built.FewestSamples)) yield return result;
    }
}
