using System.Diagnostics.CodeAnalysis;
using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// The rows of a CSV file, one at a time: finds the header and the columns of inputs and targets, and turns problems into
/// <see cref="InvalidDataException"/>s that name file, line and column.
/// </summary>
internal sealed class CsvTable
{
    private readonly string _path;
    private readonly CsvOptions _options;
    private readonly CsvReader _reader;
    private readonly string[]? _header;
    private readonly int _columnCount;
    private bool _firstRecordIsData;

    public CsvTable(string path, TextReader text, CsvOptions options, IReadOnlyList<CsvColumn> targets, bool targetsAreNumbers)
    {
        _path = path;
        _options = options;
        _reader = new CsvReader(text, options.Separator);
        if (!ReadRecord())
            throw new InvalidDataException($"'{path}' holds no data.");

        // Some programs write a separator behind the last column, too.
        int fields = _reader.FieldCount;
        _columnCount = fields > 1 && Text(fields - 1).IsEmpty ? fields - 1 : fields;
        string[] first = [.. Enumerable.Range(0, _columnCount).Select(column => Text(column).ToString())];
        IReadOnlyList<CsvColumn> ignored = options.IgnoredColumns;
        bool named = targets.Concat(ignored).Any(column => column.IsNamed);
        _header = (options.HasHeader ?? named) ? first : null;
        TargetColumns = [.. targets.Select(column => column.Resolve(path, _columnCount, _header))];
        int[] ignoredColumns = [.. ignored.Select(column => column.Resolve(path, _columnCount, _header))];
        CheckRoles(ignoredColumns);
        InputColumns = [.. Enumerable.Range(0, _columnCount).Except(TargetColumns).Except(ignoredColumns)];
        if (InputColumns.Length == 0)
            throw new InvalidDataException(
                $"'{path}', line {_reader.Line}: of the {_columnCount} columns none is left for inputs. Is the separator "
                    + $"'{options.Separator}'?");
        if (options.HasHeader is null && !named && FindHeader(first, targetsAreNumbers))
            _header = first;
        _firstRecordIsData = _header is null;
    }

    /// <summary>Whether the first row may be a header after all: nothing but its own fields says that it is not.</summary>
    public bool HasGuessedHeader => _header is null && _options.HasHeader is null;

    /// <summary>The names of the columns, if the first line holds them.</summary>
    public IReadOnlyList<string>? Header => _header;

    public int ColumnCount => _columnCount;

    public int[] InputColumns { get; }

    public int[] TargetColumns { get; }

    public bool ReadRow()
    {
        if (_firstRecordIsData)
        {
            _firstRecordIsData = false;
            return true;
        }

        if (!ReadRecord())
            return false;
        int surplus = _reader.FieldCount - _columnCount;
        if (surplus != 0 && !(surplus == 1 && Text(_columnCount).IsEmpty))
            throw new InvalidDataException(
                $"'{_path}', line {_reader.Line}: there are {_reader.FieldCount} fields; {_columnCount} are needed as in the first line.");
        return true;
    }

    public ReadOnlySpan<char> Text(int column) => _reader.Field(column).Trim();

    public float Number(int column)
    {
        ReadOnlySpan<char> text = Text(column);
        if (!CsvNumber.TryParse(text, out float value))
            Fail(
                column,
                text.IsEmpty ? "a number is missing"
                    : CsvNumber.IsMissingMark(text) ? $"a number is missing: '{text}' stands in its place"
                    : $"'{text}' is not a number");
        if (!float.IsFinite(value) && !_options.AllowNonFinite)
            Fail(column, $"'{Text(column)}' is not a finite float; set AllowNonFinite to accept it");
        return value;
    }

    [DoesNotReturn]
    public void Fail(int column, string problem)
    {
        string name = _header is null ? "" : $" ({_header[column]})";
        throw new InvalidDataException($"'{_path}', line {_reader.Line}, column {Numbers.Format(column + 1)}{name}: {problem}.");
    }

    private bool ReadRecord()
    {
        try
        {
            return _reader.Read();
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"'{_path}', {problem.Message}", problem);
        }
    }
    /// <summary>
    /// Whether the first record holds names: then none of its inputs is a number, or a mark for a missing one. A record that holds
    /// both, or numbers for inputs and a text where a number is to be predicted, may be either.
    /// </summary>
    private bool FindHeader(string[] first, bool targetsAreNumbers)
    {
        int number = Array.FindIndex(InputColumns, column => IsNumber(first[column]));
        int name = Array.FindIndex(InputColumns, column => first[column].Length > 0 && !IsNumber(first[column]));
        if (number >= 0 && name < 0 && targetsAreNumbers)
        {
            int target = Array.FindIndex(TargetColumns, column => first[column].Length > 0 && !IsNumber(first[column]));
            if (target >= 0)
                throw Doubtful($"'{first[InputColumns[number]]}' is data, and '{first[TargetColumns[target]]}' a name");
        }

        if (number >= 0 && name >= 0)
            throw Doubtful($"'{first[InputColumns[number]]}' is data, and '{first[InputColumns[name]]}' a name");
        return name >= 0;
    }

    /// <summary>The error of a first line that may hold names or data.</summary>
    public InvalidDataException Doubtful(string reason) =>
        new($"'{_path}': it is not clear whether the first line holds names or data: {reason}. Set HasHeader to true or false.");

    private static bool IsNumber(string text) => CsvNumber.TryParse(text, out float _) || CsvNumber.IsMissingMark(text);

    private void CheckRoles(int[] ignored)
    {
        for (int i = 0; i < TargetColumns.Length; i++)
        {
            int column = TargetColumns[i];
            string name = _header is null
                ? $"column {Numbers.Format(column + 1)}"
                : $"column {Numbers.Format(column + 1)} ({_header[column]})";
            if (Array.IndexOf(TargetColumns, column) < i)
                throw new InvalidDataException($"'{_path}': {name} is named as a target twice.");
            if (ignored.Contains(column))
                throw new InvalidDataException($"'{_path}': {name} is named as a target, and to be ignored.");
        }
    }
}
