using System.Globalization;

namespace ModelGen.Compiler.Diagnostics;

/// <summary>Rules for single arguments: null if the value keeps the rule, otherwise the problem.</summary>
internal static class Require
{
    public static ArgumentProblem? AtLeast(string argument, int value, int minimum, int element = -1) =>
        value >= minimum ? null : OutOfRange(argument, Text(value), "at least " + Text(minimum), element);

    public static ArgumentProblem? Finite(string argument, float value) =>
        IsFinite(value) ? null : OutOfRange(argument, Text(value), "a finite number");

    public static ArgumentProblem? Positive(string argument, float value) =>
        IsFinite(value) && value > 0 ? null : OutOfRange(argument, Text(value), "a finite number greater than 0");

    public static ArgumentProblem? NotNegative(string argument, float value) =>
        IsFinite(value) && value >= 0 ? null : OutOfRange(argument, Text(value), "a finite number, 0 or greater");

    /// <summary>From 0, which is allowed, to 1, which is not.</summary>
    public static ArgumentProblem? BelowOne(string argument, float value) =>
        value >= 0 && value < 1 ? null : OutOfRange(argument, Text(value), "at least 0 and less than 1");

    public static ArgumentProblem? Defined<TEnum>(string argument, TEnum value)
        where TEnum : struct, Enum => Enum.IsDefined(typeof(TEnum), value)
        ? null
        : OutOfRange(argument, value.ToString(), "one of " + string.Join(", ", Enum.GetNames(typeof(TEnum))));

    /// <summary>A shape as users write it: at least one axis, each at least 1.</summary>
    public static IEnumerable<ArgumentProblem?> Shape(string argument, int[] shape, string example) => shape.Length == 0
        ? [new ArgumentProblem(DiagnosticCatalogue.NothingGiven, argument, -1, "size", example)]
        : shape.Select((size, axis) => AtLeast(argument, size, 1, axis));

    public static ArgumentProblem OutOfRange(string argument, string value, string needed, int element = -1) =>
        new(DiagnosticCatalogue.ArgumentOutOfRange, argument, element, argument, value, needed);

    private static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
