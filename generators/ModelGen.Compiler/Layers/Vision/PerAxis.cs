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
    /// <param name="axes">How many axes there are.</param>
    public static PerAxis Of(string single, int value, int[] values, int axes = 2) => values.Length == axes
        ? new PerAxis(Plural(single), values, true)
        : new PerAxis(single, Enumerable.Repeat(value, axes).ToArray(), false);

    /// <summary>A parameter that takes one number, or one for each axis.</summary>
    public static PerAxis Of(string parameter, int[] values, int axes = 2) => values.Length == axes
        ? new PerAxis(parameter, values, true)
        : new PerAxis(parameter, Enumerable.Repeat(values.FirstOrDefault(), axes).ToArray(), false);

    /// <summary>An argument of a layer with one spatial axis.</summary>
    public static PerAxis Of(string argument, int value) => new(argument, [value], false);

    /// <summary>Whether the array has a number for each axis, or is not given.</summary>
    public static ArgumentProblem? AllOrNone(string single, int[] values, int axes = 2) =>
        values.Length == 0 || values.Length == axes ? null : NotOneForEach(Plural(single), values, axes);

    /// <summary>Whether a parameter has one number, or one for each axis.</summary>
    public static ArgumentProblem? OneOrAll(string parameter, int[] values, int axes = 2) =>
        values.Length == 1 || values.Length == axes ? null : NotOneForEach(parameter, values, axes);

    /// <summary>The index of an axis in the array, or -1 if there is none.</summary>
    public int ElementOf(int axis) => IsArray ? axis : -1;

    /// <summary>Checks the least value: for each axis, or once if there is one number for all.</summary>
    public IEnumerable<ArgumentProblem?> AtLeast(int minimum) =>
        Values.Take(IsArray ? Values.Count : 1).Select((value, axis) => Require.AtLeast(Argument, value, minimum, ElementOf(axis)));

    private static string Plural(string single) => single + "s";

    private static ArgumentProblem NotOneForEach(string argument, int[] values, int axes)
    {
        var numbers = values.Take(axes).ToList();
        while (numbers.Count < axes) numbers.Add(numbers.Count == 0 ? 1 : numbers[0]);
        return Require
            .OutOfRange(
                argument,
                $"[{string.Join(", ", values.Select(Limits.Plain))}]",
                axes == 2
                    ? "two numbers: one for the height and one for the width"
                    : "three numbers: one each for the depth, the height and the width")
            .Or(string.Join(", ", numbers.Select(Limits.Plain)));
    }
}
