using System.Runtime.InteropServices;
using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>A column of a <see cref="Table"/>: numbers, or texts. Values may be missing. Immutable.</summary>
public sealed class TableColumn
{
    private readonly double[] _numbers;
    private readonly int[] _codes;

    private TableColumn(string name, double[] numbers, int[] codes, IReadOnlyList<string> categories, bool isNumeric) =>
        (Name, _numbers, _codes, Categories, IsNumeric) = (name, numbers, codes, categories, isNumeric);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Whether it holds numbers; otherwise texts.</summary>
    public bool IsNumeric { get; }

    /// <summary>How many values there are, missing ones included.</summary>
    public int Count => IsNumeric ? _numbers.Length : _codes.Length;

    /// <summary>How many of them are missing.</summary>
    public int MissingCount
    {
        get
        {
            int missing = 0;
            for (int row = 0; row < Count; row++)
                missing += IsMissing(row) ? 1 : 0;
            return missing;
        }
    }

    /// <summary>The numbers, NaN where one is missing; empty for texts.</summary>
    public ReadOnlySpan<double> Numbers => _numbers;

    /// <summary>The different texts, in the order in which they first appear; empty for numbers.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>For each row the position of its text in <see cref="Categories"/>, −1 where one is missing; empty for numbers.</summary>
    public ReadOnlySpan<int> Codes => _codes;

    /// <summary>A column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The numbers, NaN where one is missing; used as they are, not copied.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfNumbers(string name, double[] values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        return new TableColumn(name, values, [], [], isNumeric: true);
    }

    /// <summary>A column of texts.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The texts, null where one is missing.</param>
    /// <returns>The column.</returns>
    public static TableColumn OfTexts(string name, IEnumerable<string?> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        List<string> categories = [];
        List<int> codes = [];
        foreach (string? value in values)
        {
            if (value is null)
            {
                codes.Add(-1);
                continue;
            }

            ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, value, out bool known);
            if (!known)
            {
                code = categories.Count;
                categories.Add(value);
            }

            codes.Add(code);
        }

        return new TableColumn(name, [], [.. codes], categories.AsReadOnly(), isNumeric: false);
    }

    /// <summary>Whether the value of a row is missing.</summary>
    /// <param name="row">From 0 up to <see cref="Count"/> − 1.</param>
    /// <returns>True if it is.</returns>
    /// <exception cref="IndexOutOfRangeException">The position is outside that range.</exception>
    public bool IsMissing(int row) => IsNumeric ? double.IsNaN(_numbers[row]) : _codes[row] < 0;

    /// <summary>The value of a row as text, or null if it is missing.</summary>
    /// <param name="row">From 0 up to <see cref="Count"/> − 1.</param>
    /// <returns>The text; numbers in the shortest form that reads back as the same.</returns>
    /// <exception cref="IndexOutOfRangeException">The position is outside that range.</exception>
    public string? Text(int row) =>
        IsMissing(row) ? null : IsNumeric ? Runtime.Numbers.Format(_numbers[row], "R") : Categories[_codes[row]];

    /// <summary>Some of the rows, in a given order. Categories stay, even if none of the rows has them.</summary>
    internal TableColumn Rows(ReadOnlySpan<int> rows)
    {
        double[] numbers = IsNumeric ? new double[rows.Length] : [];
        int[] codes = IsNumeric ? [] : new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (IsNumeric) numbers[i] = _numbers[rows[i]];
            else codes[i] = _codes[rows[i]];
        }

        return new TableColumn(Name, numbers, codes, Categories, IsNumeric);
    }

    /// <summary>The column with its numbers as texts: of numbers that stand for kinds of things.</summary>
    internal TableColumn AsTexts() => IsNumeric ? OfTexts(Name, Enumerable.Range(0, Count).Select(Text)) : this;
}
