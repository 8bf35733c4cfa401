using System.Globalization;

namespace ModelGen.Runtime;

/// <summary>Numbers as text, the same in every culture.</summary>
internal static class Numbers
{
    public static string Format(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
