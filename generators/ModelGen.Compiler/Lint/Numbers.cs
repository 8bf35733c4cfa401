using System.Globalization;

namespace ModelGen.Compiler.Lint;

/// <summary>Numbers as messages and fixes write them.</summary>
internal static class Numbers
{
    /// <summary>A share of 1, such as <c>23%</c>; never rounded up to all or down to nothing.</summary>
    public static string Percent(double share)
    {
        var digits = share is > 0.995 and < 1 ? "0.###" : "0";
        return (share * 100).ToString(digits, CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>A number with at most two decimals, such as <c>0.27</c>.</summary>
    public static string Short(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A float as people write it, such as <c>0.001</c> or <c>1e-9</c>.</summary>
    public static string Text(float value) => value is 0 or (>= 1e-4f and < 1e6f)
        ? value.ToString("0.#######", CultureInfo.InvariantCulture)
        : value.ToString("0.######e-0", CultureInfo.InvariantCulture);

    /// <summary>The same as a literal of C#.</summary>
    public static string Literal(float value) => Text(value) + "f";
}
