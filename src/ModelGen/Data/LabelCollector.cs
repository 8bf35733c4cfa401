using System.Globalization;

namespace ModelGen.Data;

/// <summary>Turns the texts of a label column into class numbers.</summary>
internal sealed class LabelCollector
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _texts = [];
    private readonly List<int> _labels = [];
    private readonly IReadOnlyList<string>? _classNames;
    private readonly ClassOrder _order;

    public LabelCollector(IReadOnlyList<string>? classNames, ClassOrder order)
    {
        _lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        _classNames = classNames;
        _order = order;
        foreach (string name in classNames ?? [])
            AddText(name);
    }

    /// <summary>Adds the label of the next sample; false if only given names are allowed and this is none.</summary>
    public bool TryAdd(ReadOnlySpan<char> text)
    {
        if (!_lookup.TryGetValue(text, out int code))
        {
            if (_classNames is not null)
                return false;
            code = AddText(text.ToString());
        }

        _labels.Add(code);
        return true;
    }

    /// <summary>
    /// Why the first label may be the name of the column: it comes once, and the others are all numbers, or are all texts and come
    /// again. Null if it is a label like the others.
    /// </summary>
    public string? FirstStandsApart
    {
        get
        {
            if (_classNames is not null || _texts.Count < 2 || _labels.LastIndexOf(_labels[0]) != 0)
                return null;
            string first = _texts[0];
            if (_texts.Skip(1).All(text => IsNumber(text) != IsNumber(first)))
                return $"'{first}' is {(IsNumber(first) ? "a number" : "a text")}, and the other labels are not";
            int[] counts = new int[_texts.Count];
            foreach (int label in _labels)
                counts[label]++;
            return !IsNumber(first) && counts.Skip(1).All(count => count > 1) ? $"'{first}' comes once, and each other label again" : null;
        }
    }

    private static bool IsNumber(string text) => CsvNumber.TryParse(text, out float _);

    /// <summary>The class number of each sample, and the names of the classes unless numbers stand for themselves.</summary>
    public (int[] Labels, IReadOnlyList<string>? ClassNames) Finish()
    {
        if (_classNames is not null)
            return ([.. _labels], _classNames);
        if (TryParseAll() is int[] numbers)
            return ([.. _labels.Select(code => numbers[code])], null);
        if (_order == ClassOrder.Appearance)
            return ([.. _labels], _texts);

        string[] sorted = [.. _texts.Order(StringComparer.Ordinal)];
        int[] place = [.. _texts.Select(text => Array.BinarySearch(sorted, text, StringComparer.Ordinal))];
        return ([.. _labels.Select(code => place[code])], sorted);
    }

    private int AddText(string text)
    {
        int code = _texts.Count;
        if (!_codes.TryAdd(text, code))
            throw new ArgumentException($"The class name '{text}' is given twice.");
        _texts.Add(text);
        return code;
    }

    // Tables written by other tools often hold whole numbers as 3.0.
    private int[]? TryParseAll()
    {
        int[] numbers = new int[_texts.Count];
        for (int code = 0; code < numbers.Length; code++)
        {
            if (!double.TryParse(_texts[code], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                || !(number >= 0 && number <= int.MaxValue) || number != Math.Floor(number))
                return null;
            numbers[code] = (int)number;
        }

        return numbers;
    }
}
