using System.Collections.Concurrent;
using System.Globalization;
using Xunit;

namespace ModelGen.Numerics.Tests;

/// <summary>Asserts that numbers are near those expected, and remembers the worst.</summary>
/// <remarks>Set <c>MODELGEN_DEVIATIONS</c> to a path, and the worst deviation of each kind is written there when the tests end.</remarks>
internal static class Deviation
{
    private static readonly ConcurrentDictionary<string, (double Value, string Where)> Worst = new();

    static Deviation()
    {
        if (Environment.GetEnvironmentVariable("MODELGEN_DEVIATIONS") is { Length: > 0 } path)
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                File.WriteAllLines(path, Worst.OrderBy(w => w.Key).Select(w => Line(w.Key, w.Value.Value, w.Value.Where)));
    }

    /// <summary>Asserts ‖actual − expected‖ ≤ tolerance · max(‖expected‖, floor).</summary>
    /// <param name="kind">What is compared, for the list of the worst.</param>
    /// <param name="where">The model and whatever finds the spot.</param>
    /// <param name="actual">What the generated code gave.</param>
    /// <param name="expected">What is right.</param>
    /// <param name="tolerance">The bound.</param>
    /// <param name="floor">The norm below which differences count absolutely.</param>
    public static void Assert(
        string kind,
        string where,
        IReadOnlyList<double> actual,
        IReadOnlyList<double> expected,
        double tolerance,
        double floor)
    {
        Xunit.Assert.Equal(expected.Count, actual.Count);
        double difference = Math.Sqrt(actual.Zip(expected, (a, b) => (a - b) * (a - b)).Sum());
        double norm = Math.Sqrt(expected.Sum(x => x * x));
        double deviation = difference == 0 ? 0 : difference / Math.Max(norm, floor);
        Worst.AddOrUpdate(kind, (deviation, where), (_, worst) => deviation > worst.Value ? (deviation, where) : worst);
        if (!(deviation <= tolerance))
            Xunit.Assert.Fail(
                $"{Line(kind, deviation, where)}: more than {Number(tolerance)}.\nexpected {List(expected)}\nactual   {List(actual)}");
    }

    /// <inheritdoc cref="Assert(string, string, IReadOnlyList{double}, IReadOnlyList{double}, double, double)"/>
    public static void Assert(string kind, string where, float[] actual, IReadOnlyList<double> expected, double tolerance, double floor) =>
        Assert(kind, where, Oracle.Doubles(actual), expected, tolerance, floor);

    /// <summary>Asserts that all tensors are near, small ones measured by the norm of all.</summary>
    public static void Assert(string kind, string where, Weights actual, Weights expected, double tolerance, IReadOnlyList<string> names)
    {
        double floor = Math.Max(1e-6, 1e-2 * expected.Norm);
        for (int i = 0; i < names.Count; i++) Assert(kind, $"{where}, {names[i]}", actual.Values[i], expected.Values[i], tolerance, floor);
    }

    /// <summary>Asserts that floats are the same to the last bit.</summary>
    public static void AssertSameBits(string where, float[] expected, float[] actual)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
                Xunit.Assert.Fail(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{where}: element {i} of {expected.Length} is {actual[i]:R}, not {expected[i]:R}; "
                            + $"{expected.Zip(actual).Count(p => p.First != p.Second)} differ."));
        }
    }

    private static string Line(string kind, double deviation, string where) => $"{kind}: {Number(deviation)} at {where}";

    private static string List(IEnumerable<double> values) =>
        string.Join(" ", values.Take(24).Select(v => v.ToString("G9", CultureInfo.InvariantCulture)));

    private static string Number(double value) => value.ToString("0.00e0", CultureInfo.InvariantCulture);
}
