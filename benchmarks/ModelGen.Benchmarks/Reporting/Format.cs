using System.Globalization;

namespace ModelGen.Benchmarks.Reporting;

/// <summary>Numbers as the tables show them: three significant digits, and a unit that fits.</summary>
internal static class Format
{
    /// <summary>A cell without a value.</summary>
    public const string None = "–";

    /// <summary>Seconds, as ns, µs, ms or s.</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 1e-6 => Digits(seconds * 1e9) + " ns",
        < 1e-3 => Digits(seconds * 1e6) + " µs",
        < 1 => Digits(seconds * 1e3) + " ms",
        _ => Digits(seconds) + " s",
    };

    /// <summary>How many times as long: <c>3.2×</c>.</summary>
    public static string Ratio(double ratio) => Digits(ratio) + "×";

    /// <summary>A share as a percentage.</summary>
    public static string Share(double? share) => share is { } value ? Digits(value * 100) + " %" : None;

    /// <summary>At least three significant digits, no exponent.</summary>
    public static string Digits(double value) => value.ToString(
        Math.Abs(value) switch { < 1 => "0.###", < 10 => "0.00", < 100 => "0.0", _ => "#,0" }, CultureInfo.InvariantCulture);
}
