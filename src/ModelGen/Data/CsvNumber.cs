using System.Globalization;
using System.Numerics;

namespace ModelGen.Data;

/// <summary>
/// The spellings of numbers in tables: those of C#, and of NaN, infinity and missing numbers as other programs write them.
/// </summary>
internal static class CsvNumber
{
    // .NET and several languages write this minus in numbers.
    private const char Minus = '\u2212', Hyphen = '-';

    // numpy, pandas, R, C, .NET, and the C library of Windows, whose own spellings may be filled up with zeros.
    private static readonly string[] s_infinities = ["inf", "infinity", "∞", "1.#INF"];
    private static readonly string[] s_notNumbers = ["nan", "1.#IND", "1.#QNAN", "1.#SNAN"];

    // What pandas takes for missing by default, and what is usual besides in published tables.
    private static readonly HashSet<string> s_missing = new(
        ["NA", "N/A", "#N/A", "#N/A N/A", "#NA", "<NA>", "NULL", "None", "missing", "?", "-", "--", ".", "*"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_missingLookup = s_missing.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>Whether a field stands for a number that is not known, and is not empty.</summary>
    public static bool IsMissingMark(ReadOnlySpan<char> text) => s_missingLookup.Contains(text);

    /// <summary>Reads a number, in the invariant culture.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T value)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        if (text.Contains(Minus))
            return TryParse(text.ToString().Replace(Minus, Hyphen), out value);
        bool isNegative = text is [Hyphen, ..];
        ReadOnlySpan<char> unsigned = text is [Hyphen or '+', ..] ? text[1..] : text;
        if (IsOneOf(unsigned, s_infinities))
            value = isNegative ? T.NegativeInfinity : T.PositiveInfinity;
        else if (IsOneOf(unsigned, s_notNumbers) || IsNaNWithPayload(unsigned))
            value = T.NaN;
        else
            return false;
        return true;
    }

    /// <summary>C writes <c>nan(…)</c>, with letters and digits that say which NaN it is.</summary>
    private static bool IsNaNWithPayload(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("nan(", StringComparison.OrdinalIgnoreCase) || text[^1] != ')') return false;
        foreach (char c in text[4..^1])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        }

        return true;
    }

    private static bool IsOneOf(ReadOnlySpan<char> text, string[] spellings)
    {
        ReadOnlySpan<char> unfilled = text.StartsWith("1.#") ? text.TrimEnd('0') : text;
        foreach (string spelling in spellings)
        {
            if (unfilled.Equals(spelling, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
