using System.Globalization;

namespace ModelGen.Compiler.Diagnostics;

/// <summary>Rules for single arguments: null if the value is valid, otherwise the problem.</summary>
/// <remarks>
/// Each offers the value that is probably meant: without its sign, a percentage as a fraction, the nearest bound, or else the
/// <c>usual</c> value.
/// </remarks>
internal static class Require
{
    public static ArgumentProblem? AtLeast(string argument, int value, int minimum, int element = -1)
    {
        if (value >= minimum) return null;
        var meant = -(long)value is var positive && positive >= minimum && positive <= int.MaxValue ? positive : minimum;
        return OutOfRange(argument, Text(value), "at least " + Text(minimum), element).Or(Literals.Integer(meant));
    }

    public static ArgumentProblem? Finite(string argument, float value, float usual) =>
        IsFinite(value) ? null : OutOfRange(argument, Text(value), "a finite number").Or(Literals.Float(usual));

    public static ArgumentProblem? Positive(string argument, float value, float usual) =>
        IsFinite(value) && value > 0
            ? null
            : OutOfRange(argument, Text(value), "a finite number greater than 0")
                .Or(Literals.Float(IsFinite(value) && value < 0 ? -value : usual));

    public static ArgumentProblem? NotNegative(string argument, float value) => IsFinite(value) && value >= 0
        ? null
        : OutOfRange(argument, Text(value), "a finite number, 0 or greater").Or(Literals.Float(IsFinite(value) ? -value : 0));

    public static ArgumentProblem? AtLeastOne(string argument, float value, float usual) => IsFinite(value) && value >= 1
        ? null
        : OutOfRange(argument, Text(value), "a finite number, 1 or greater").Or(Literals.Float(IsFinite(value) && value > 0 ? 1 : usual));

    /// <summary>From 0, which is allowed, to 1, which is not.</summary>
    public static ArgumentProblem? BelowOne(string argument, float value, float usual)
    {
        if (value >= 0 && value < 1) return null;
        var meant = value switch
        {
            > -1 and < 0 => -value,
            >= 2 and < 100 => value / 100,
            _ => usual,
        };
        return OutOfRange(argument, Text(value), "at least 0 and less than 1").Or(Literals.Float(meant));
    }

    /// <summary>From 0 to 1, both allowed.</summary>
    public static ArgumentProblem? ZeroToOne(string argument, float value, float usual) =>
        value == 1 ? null
        : BelowOne(argument, value, usual) is null ? null
        : OutOfRange(argument, Text(value), "at least 0 and at most 1")
            .Or(
                Literals.Float(
                    value is > -1 and < 0 ? -value
                    : value is >= 2 and < 100 ? value / 100
                    : usual));

    /// <summary>A member of an enum, whose first one is the default.</summary>
    public static ArgumentProblem? Defined<TEnum>(string argument, TEnum value)
        where TEnum : struct, Enum => Enum.IsDefined(typeof(TEnum), value)
        ? null
        : OutOfRange(argument, value.ToString(), "one of " + string.Join(", ", Enum.GetNames(typeof(TEnum))))
            .Or($"{typeof(TEnum).Name}.{Enum.GetNames(typeof(TEnum))[0]}");

    /// <summary>A shape as users write it: at least one axis, each at least 1.</summary>
    /// <param name="argument">The parameter's name.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="example">The attribute as it could be written.</param>
    /// <param name="ifEmpty">What to offer if there are no sizes.</param>
    public static IEnumerable<ArgumentProblem?> Shape(string argument, int[] shape, string example, Func<SpecLocation, Fix> ifEmpty) =>
        shape.Length == 0
            ? [new ArgumentProblem(DiagnosticCatalogue.NothingGiven, argument, -1, "size", example).Or(ifEmpty)]
            : shape.Select((size, axis) => AtLeast(argument, size, 1, axis));

    public static ArgumentProblem OutOfRange(string argument, string value, string needed, int element = -1) =>
        new(DiagnosticCatalogue.ArgumentOutOfRange, argument, element, argument, value, needed);

    private static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
