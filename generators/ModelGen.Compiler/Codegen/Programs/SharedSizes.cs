using System.Globalization;
using System.Text;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>The numbers in which kernels differ, as parameters of one method for all of them.</summary>
/// <remarks>
/// Kernels for layers of several sizes differ in extents and strides only. A number that is the same in all stays in the text. Most of
/// the others are sums and multiples of a few, which become parameters.
/// </remarks>
internal sealed class SharedSizes
{
    /// <summary>More parameters than these would be harder to read than a method for each size.</summary>
    private const int Most = 8;

    private readonly List<long[]> _parameters = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly string[] _columns;

    private SharedSizes(IReadOnlyList<long[]> kernels)
    {
        var columns = Enumerable.Range(0, kernels[0].Length).Select(i => kernels.Select(numbers => numbers[i]).ToArray()).ToArray();
        // Small numbers first: the others are likely multiples of them.
        foreach (var column in columns.OrderBy(c => c.Sum(Math.Abs)))
            if (!_texts.ContainsKey(KeyOf(column))) _texts.Add(KeyOf(column), TextOf(column));
        _columns = columns.Select(column => _texts[KeyOf(column)]).ToArray();
    }

    /// <summary>The parameters' names.</summary>
    public IEnumerable<string> Names => Enumerable.Range(0, _parameters.Count).Select(NameOf);

    /// <summary>The sizes of several kernels, or null if they would need too many parameters.</summary>
    /// <param name="kernels">The numbers of each, in the order of the text.</param>
    public static SharedSizes? Of(IReadOnlyList<long[]> kernels)
    {
        if (kernels.Count < 2) return null;
        var sizes = new SharedSizes(kernels);
        return sizes._parameters.Count <= Most ? sizes : null;
    }

    /// <summary>What one of the kernels passes.</summary>
    public IEnumerable<string> Arguments(int kernel) => _parameters.Select(p => Plain(p[kernel]));

    /// <summary>The text of one of the kernels with the parameters inserted.</summary>
    public string Fill(string text)
    {
        var index = 0;
        return Replace(text, _ => _columns[index++]);
    }

    /// <summary>A text with other texts in place of its whole numbers.</summary>
    public static string Fill(string text, IReadOnlyList<string> numbers)
    {
        var index = 0;
        return Replace(text, _ => numbers[index++]);
    }

    /// <summary>A text without its whole numbers, and those.</summary>
    public static (string Form, long[] Numbers) Split(string text)
    {
        var numbers = new List<long>();
        var form = Replace(text, number =>
        {
            numbers.Add(long.Parse(number, CultureInfo.InvariantCulture));
            return "#";
        });
        return (form, numbers.ToArray());
    }

    /// <summary>Replaces integers that are no part of a name or of a float.</summary>
    private static string Replace(string text, Func<string, string> replacement)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var first = text[i] == '-' && i + 1 < text.Length ? i + 1 : i;
            var end = first;
            while (end < text.Length && text[end] is >= '0' and <= '9') end++;
            if (end > first && (i == 0 || !IsPart(text[i - 1])) && (end == text.Length || !IsPart(text[end])))
            {
                result.Append(replacement(text.Substring(i, end - i)));
                i = end;
                continue;
            }

            // Text that begins like a number and is none is copied as a whole.
            var next = i + 1;
            if (IsPart(text[i]))
                while (
                    next < text.Length
                    && (IsPart(text[next]) || (text[next] is '-' or '+' && text[next - 1] == 'E' && text[i] is >= '0' and <= '9')))
                    next++;
            result.Append(text, i, next - i);
            i = next;
        }

        return result.ToString();
    }

    private static bool IsPart(char character) => char.IsLetterOrDigit(character) || character is '_' or '.';

    private string TextOf(long[] column)
    {
        if (column.All(number => number == column[0])) return Plain(column[0]);
        for (var i = 0; i < _parameters.Count; i++)
            if (Multiple(column, _parameters[i]) is { } factor) return Sum(column, (i, factor));
        for (var i = 0; i < _parameters.Count; i++)
            for (var j = 0; j < i; j++)
                if (Multiples(column, _parameters[j], _parameters[i]) is var (left, right)) return Sum(column, (j, left), (i, right));
        _parameters.Add(column);
        return NameOf(_parameters.Count - 1);
    }

    /// <summary>The integer factor between the differences of a column and those of the parameter; null if there is none.</summary>
    private static long? Multiple(long[] column, long[] parameter)
    {
        var at = Array.FindIndex(parameter, number => number != parameter[0]);
        var factor = Math.DivRem(column[at] - column[0], parameter[at] - parameter[0], out var rest);
        return rest == 0 && factor != 0 && column.Select((number, i) => number - (factor * parameter[i])).Distinct().Count() == 1
            ? factor
            : null;
    }

    /// <inheritdoc cref="Multiple"/>
    private static (long, long)? Multiples(long[] column, long[] first, long[] second)
    {
        for (var i = 1; i < column.Length; i++)
        {
            for (var j = i + 1; j < column.Length; j++)
            {
                var determinant = (Of(first, i) * Of(second, j)) - (Of(first, j) * Of(second, i));
                if (determinant == 0) continue;
                var left = Math.DivRem((Of(column, i) * Of(second, j)) - (Of(column, j) * Of(second, i)), determinant, out var leftRest);
                var right = Math.DivRem((Of(first, i) * Of(column, j)) - (Of(first, j) * Of(column, i)), determinant, out var rightRest);
                var isSum = leftRest == 0 && rightRest == 0 && left != 0 && right != 0
                    && column.Select((number, k) => number - (left * first[k]) - (right * second[k])).Distinct().Count() == 1;
                return isSum ? (left, right) : null;
            }
        }

        return null;

        static long Of(long[] numbers, int i) => numbers[i] - numbers[0];
    }

    private string Sum(long[] column, params (int Parameter, long Factor)[] terms)
    {
        var rest = column[0] - terms.Sum(t => t.Factor * _parameters[t.Parameter][0]);
        var texts = terms.Select(t => t.Factor == 1 ? NameOf(t.Parameter) : $"({NameOf(t.Parameter)} * {Plain(t.Factor)})").ToList();
        if (rest != 0) texts.Add(Plain(rest));
        return texts.Count == 1 ? texts[0] : $"({string.Join(" + ", texts)})";
    }

    private static string NameOf(int parameter) => "size" + Plain(parameter + 1);

    private static string KeyOf(long[] column) => string.Join(",", column);

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);
}
