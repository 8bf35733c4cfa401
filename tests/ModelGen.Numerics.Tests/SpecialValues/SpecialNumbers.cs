using System.Globalization;
using System.Text;
using Xunit;

namespace ModelGen.Numerics.Tests.SpecialValues;

/// <summary>Comparisons in which every NaN is the same.</summary>
internal static class SpecialNumbers
{
    /// <summary>Asserts that NaN and infinities are where they should be, and other numbers near those expected.</summary>
    /// <param name="where">What is compared.</param>
    /// <param name="given">What went in: shown where something is wrong.</param>
    /// <param name="expected">What is right.</param>
    /// <param name="actual">What came out.</param>
    /// <param name="tolerance">How far a number may be off, relative to the larger of its size and 1.</param>
    public static void AssertNear(string where, float[] given, float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Report(where, given, expected, actual, (a, b) => Same(a, b) || Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a)));
    }

    /// <summary>Asserts that numbers have the same bits, or are both NaN, whose sign and payload mean nothing.</summary>
    public static void AssertSame(string where, float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Report(where, expected, expected, actual, Same);
    }

    private static bool Same(float a, float b) =>
        BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    private static void Report(string where, float[] given, float[] expected, float[] actual, Func<float, float, bool> isRight)
    {
        StringBuilder wrong = new();
        int count = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (isRight(expected[i], actual[i]) || ++count > 12) continue;
            string of = given.Length == expected.Length ? $" of {Text(given[i])}" : "";
            wrong.Append(CultureInfo.InvariantCulture, $"\nelement {i}{of} is {Text(actual[i])}, not {Text(expected[i])}");
        }

        Assert.True(count == 0, $"{where}: {count} of {expected.Length} are wrong.{wrong}");
    }

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
