namespace ModelGen.Data;

/// <summary>Reads the columns of a CSV file, and finds out which hold numbers.</summary>
internal static class CsvColumns
{
    public static Table Read(string path, char separator, IReadOnlyList<string>? columnNames)
    {
        using Stream stream = DataFile.OpenRead(path);
        using StreamReader text = new(stream);
        CsvReader reader = new(text, separator);
        string[] names = columnNames is null ? Header(path, reader) : [.. columnNames];
        Column[] columns = [.. names.Select(_ => new Column())];
        while (Next(path, reader))
        {
            // Some programs write a separator behind the last column, too.
            int surplus = reader.FieldCount - names.Length;
            if (surplus != 0 && !(surplus == 1 && reader.Field(names.Length).IsWhiteSpace()))
            {
                throw new InvalidDataException(
                    $"'{path}', line {reader.Line}: there are {reader.FieldCount} fields; {names.Length} are needed, one for each column.");
            }

            for (int i = 0; i < columns.Length; i++)
                columns[i].Add(reader.Field(i).Trim());
        }

        return new Table(columns.Select((column, i) => column.Finish(names[i])), path);
    }

    private static string[] Header(string path, CsvReader reader)
    {
        if (!Next(path, reader))
            throw new InvalidDataException($"'{path}' holds no data.");
        int count = reader.FieldCount;
        if (count > 1 && reader.Field(count - 1).IsWhiteSpace()) count--;
        string[] names = [.. Enumerable.Range(0, count).Select(i => reader.Field(i).Trim().ToString())];
        int empty = Array.FindIndex(names, name => name.Length == 0);
        if (empty >= 0)
            throw new InvalidDataException($"'{path}', line {reader.Line}, column {empty + 1}: the name of the column is missing.");
        string? twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new InvalidDataException($"'{path}', line {reader.Line}: two columns are called '{twice}'.");
        return names;
    }

    private static bool Next(string path, CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"'{path}', {problem.Message}", problem);
        }
    }

    /// <summary>The values of a column; texts are kept until it is certain that all are numbers.</summary>
    private sealed class Column
    {
        private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
        private readonly List<double> _numbers = [];
        private readonly List<string?> _texts = [];
        private bool _isNumeric = true;

        public void Add(ReadOnlySpan<char> field)
        {
            bool isMissing = field.IsEmpty || CsvNumber.IsMissingMark(field);
            _texts.Add(isMissing ? null : Known(field));
            if (!_isNumeric) return;
            double value = double.NaN;
            if (!isMissing && !CsvNumber.TryParse(field, out value)) _isNumeric = false;
            else _numbers.Add(value);
        }

        public TableColumn Finish(string name) =>
            _isNumeric && _texts.Exists(text => text is not null)
                ? TableColumn.OfNumbers(name, [.. _numbers])
                : TableColumn.OfTexts(name, _texts);

        // A column of categories has few different texts, each of which is kept once.
        private string Known(ReadOnlySpan<char> field)
        {
            var lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
            if (lookup.TryGetValue(field, out string? text)) return text;
            text = field.ToString();
            if (_known.Count < 10_000) _known.Add(text, text);
            return text;
        }
    }
}
