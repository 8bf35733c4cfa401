using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary>An argument with a number for each spatial axis, written as one number for all axes or as an array.</summary>
/// <param name="Argument">The parameter or property.</param>
/// <param name="Values">The numbers, one for each axis.</param>
/// <param name="IsArray">Whether they were written as an array.</param>
internal sealed record PerAxis(string Argument, IReadOnlyList<int> Values, bool IsArray)
{
    public int this[int axis] => Values[axis];

    /// <summary>The property for one number, or that for several if it was written.</summary>
    /// <param name="single">The name of the one, such as <c>Stride</c>; of the other it is <c>Strides</c>.</param>
    /// <param name="value">The one number.</param>
    /// <param name="values">The several, or none.</param>
    public static PerAxis Of(string single, int value, int[] values) => values.Length == 2
        ? new PerAxis(Plural(single), values, true)
        : new PerAxis(single, [value, value], false);

    /// <summary>A parameter that takes one number or two.</summary>
    public static PerAxis Of(string parameter, int[] values) => values.Length == 2
        ? new PerAxis(parameter, values, true)
        : new PerAxis(parameter, [values.FirstOrDefault(), values.FirstOrDefault()], false);

    /// <summary>An argument of a layer with one spatial axis.</summary>
    public static PerAxis Of(string argument, int value) => new(argument, [value], false);

    /// <summary>Whether the array has two numbers, or is not given.</summary>
    public static ArgumentProblem? Pair(string single, int[] values) => values.Length is 0 or 2 ? null : NotTwo(Plural(single), values);

    /// <summary>Whether a parameter has one number or two.</summary>
    public static ArgumentProblem? OneOrTwo(string parameter, int[] values) => values.Length is 1 or 2 ? null : NotTwo(parameter, values);

    /// <summary>The index of an axis in the array, or -1 if there is none.</summary>
    public int ElementOf(int axis) => IsArray ? axis : -1;

    /// <summary>Checks the least value: for each axis, or once if there is one number for all.</summary>
    public IEnumerable<ArgumentProblem?> AtLeast(int minimum) =>
        Values.Take(IsArray ? Values.Count : 1).Select((value, axis) => Require.AtLeast(Argument, value, minimum, ElementOf(axis)));

    private static string Plural(string single) => single + "s";

    private static ArgumentProblem NotTwo(string argument, int[] values)
    {
        var first = values.Length == 0 ? 1 : values[0];
        var second = values.Length < 2 ? first : values[1];
        return Require
            .OutOfRange(
                argument,
                $"[{string.Join(", ", values.Select(Limits.Plain))}]",
                "two numbers: one for the height and one for the width")
            .Or($"{Limits.Plain(first)}, {Limits.Plain(second)}");
    }
}
