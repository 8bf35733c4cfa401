namespace ModelGen.Data;

/// <summary>How one column becomes inputs.</summary>
internal sealed class ColumnEncoding
{
    private readonly Dictionary<string, int> _categories = new(StringComparer.Ordinal);
    private readonly bool _hasMissing;
    private readonly double _substitute, _mean, _deviation;

    private ColumnEncoding(TableColumn column, TableEncodingOptions options)
    {
        (Column, IsNumeric) = (column.Name, column.IsNumeric);
        _hasMissing = column.MissingCount > 0 && (!IsNumeric || options.MissingIndicators);
        if (!IsNumeric)
        {
            // Of the rows that are there: a part of a table has the categories of the whole.
            HashSet<int> present = [.. column.Codes.ToArray().Where(code => code >= 0)];
            string[] categories = [.. present.Select(code => column.Categories[code]).Order(StringComparer.Ordinal)];
            foreach (string category in categories)
                _categories.Add(category, _categories.Count);
            Names = [.. categories.Append(_hasMissing ? "missing" : null).OfType<string>().Select(name => $"{Column}={name}")];
            return;
        }

        double[] known = [.. column.Numbers.ToArray().Where(value => !double.IsNaN(value)).Order()];
        int infinite = Array.FindIndex(known, double.IsInfinity);
        if (infinite >= 0)
            throw new InvalidDataException($"Column '{Column}' holds infinity; finite numbers are needed.");
        _substitute = known.Length == 0 ? 0 : options.Imputation switch
        {
            Imputation.Mean => known.Average(),
            Imputation.Median => (known[known.Length / 2] + known[(known.Length - 1) / 2]) / 2,
            Imputation.Zero => 0,
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Imputation, "Mean, Median and Zero stand in for numbers."),
        };
        (_mean, _deviation) = (0, 1);
        if (options.Standardize)
        {
            double count = column.Count, missing = column.MissingCount;
            _mean = (known.Sum() + (missing * _substitute)) / count;
            double squares = known.Sum(Square) + (missing * Square(_substitute));
            double deviation = Math.Sqrt(squares / count);
            _deviation = float.IsNormal((float)deviation) ? deviation : 1;
        }

        Names = _hasMissing ? [Column, $"{Column} missing"] : [Column];

        double Square(double value) => (value - _mean) * (value - _mean);
    }

    public string Column { get; }

    public bool IsNumeric { get; }

    public IReadOnlyList<string> Names { get; }

    public static ColumnEncoding Fit(TableColumn column, TableEncodingOptions options) => new(column, options);

    /// <summary>Writes the inputs of a row, which are zeros before. Gives what is unusual about it, or null.</summary>
    public string? Encode(TableColumn column, int row, Span<float> inputs)
    {
        if (IsNumeric)
        {
            double value = column.Numbers[row];
            bool isMissing = double.IsNaN(value);
            inputs[0] = (float)(((isMissing ? _substitute : value) - _mean) / _deviation);
            if (_hasMissing && isMissing) inputs[1] = 1;
            return null;
        }

        string? text = column.Text(row);
        if (text is null)
        {
            if (_hasMissing) inputs[_categories.Count] = 1;
            return null;
        }

        if (!_categories.TryGetValue(text, out int position))
            return $"'{text}' is none of the categories {string.Join(", ", _categories.Keys)}";
        inputs[position] = 1;
        return null;
    }
}
