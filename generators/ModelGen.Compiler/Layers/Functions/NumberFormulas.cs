using ModelGen.Compiler.Diagnostics;
using Operations = ModelGen.Compiler.Spec.FormulaOperations;

namespace ModelGen.Compiler.Layers;

/// <summary>What a user's function computes while it is compiled: numbers, with C#'s meaning.</summary>
internal static class NumberFormulas
{
    /// <summary>The result; null if an operand is no number, or the operation is one of tensors.</summary>
    public static object? Apply(string operation, object[] parts)
    {
        if (operation == Operations.Array) return parts.All(part => part is int) ? parts.Cast<int>().ToArray() : null;
        if (operation.StartsWith("Math.", StringComparison.Ordinal)) return OfMath(operation.Substring(5), parts);
        return parts.Length switch
        {
            1 => OfOne(operation, parts[0]),
            2 => OfTwo(operation, parts[0], parts[1]),
            _ => null,
        };
    }

    private static object? OfOne(string operation, object part) => (operation, part) switch
    {
        (Operations.FromEnd, int back) => new FromEnd(back),
        (Operations.Length, Array array) => array.Length,
        (Operations.ToInteger, double number) => ToInteger(number),
        (Operations.ToInteger, int number) => number,
        (Operations.ToFloat, double number) => (double)(float)number,
        (Operations.ToFloat, int number) => (double)(float)number,
        (Operations.ToDouble, double number) => number,
        (Operations.ToDouble, int number) => (double)number,
        ("Negate", int number) => unchecked(-number),
        ("Negate", double number) => -number,
        ("Not", bool flag) => !flag,
        _ => null,
    };

    private static object? OfTwo(string operation, object left, object right) => (operation, left, right) switch
    {
        (Operations.Element, int[] array, _) => Element(array, right),
        ("Equal", bool a, bool b) => a == b,
        ("NotEqual", bool a, bool b) => a != b,
        (_, int a, int b) => OfIntegers(operation, a, b),
        (_, double a, double b) => OfNumbers(operation, a, b),
        _ => null,
    };

    private static object? OfIntegers(string operation, int left, int right) => operation switch
    {
        "Add" => unchecked(left + right),
        "Subtract" => unchecked(left - right),
        "Multiply" => unchecked(left * right),
        "Divide" or "Remainder" when right == 0 => throw Misfit("divides by 0."),
        "Divide" => unchecked((int)((long)left / right)),
        "Remainder" => (int)((long)left % right),
        _ => OfNumbers(operation, left, right) is bool comparison ? comparison : null,
    };

    private static object? OfNumbers(string operation, double left, double right) => operation switch
    {
        "Add" => left + right,
        "Subtract" => left - right,
        "Multiply" => left * right,
        "Divide" => left / right,
        "Remainder" => left % right,
        "Less" => left < right,
        "LessOrEqual" => left <= right,
        "Greater" => left > right,
        "GreaterOrEqual" => left >= right,
        "Equal" => left == right,
        "NotEqual" => left != right,
        _ => null,
    };

    private static object? OfMath(string function, object[] parts)
    {
        if (function is "Abs" or "Max" or "Min" && parts.All(part => part is int))
            return OfMath(function, [.. parts.Select(Number)]) is double result ? (int)result : null;
        if (parts.Any(part => part is not (double or int))) return null;
        var x = (double)Number(parts[0]);
        var y = parts.Length > 1 ? (double)Number(parts[1]) : 0;
        return function switch
        {
            "Sqrt" => Math.Sqrt(x),
            "Exp" => Math.Exp(x),
            "Log" => parts.Length > 1 ? Math.Log(x, y) : Math.Log(x),
            "Pow" => Math.Pow(x, y),
            "Abs" => Math.Abs(x),
            "Max" => Math.Max(x, y),
            "Min" => Math.Min(x, y),
            "Tanh" => Math.Tanh(x),
            "Sin" => Math.Sin(x),
            "Cos" => Math.Cos(x),
            "Floor" => Math.Floor(x),
            "Ceiling" => Math.Ceiling(x),
            _ => null,
        };
    }

    private static object Number(object part) => part is int integer ? (double)integer : part;

    /// <summary>An element of an array.</summary>
    /// <exception cref="MisfitException">There is none at the index.</exception>
    public static object Element(Array array, object index)
    {
        var position = index is FromEnd end ? array.Length - end.Back : (int)index;
        if (position >= 0 && position < array.Length) return array.GetValue(position);
        var has = array.Length == 1 ? "there is 1" : $"there are {Limits.Plain(array.Length)}";
        throw Misfit($"asks for number {Limits.Plain(position)} of an array or shape, and {has}, counted from 0.");
    }

    private static object ToInteger(double number) => number is >= int.MinValue and <= int.MaxValue
        ? (int)number
        : throw Misfit($"makes an integer of {number.ToString(System.Globalization.CultureInfo.InvariantCulture)}.");

    private static MisfitException Misfit(string message) => new(DiagnosticCatalogue.FunctionArgument, message);

    private sealed record FromEnd(int Back);
}
