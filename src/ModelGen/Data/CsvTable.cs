using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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

    public CsvTable(string path, TextReader text, CsvOptions options, IReadOnlyList<CsvColumn> targets)
    {
        _path = path;
        _options = options;
        _reader = new CsvReader(text, options.Separator);
        if (!ReadRecord())
            throw new InvalidDataException($"'{path}' holds no data.");

        _columnCount = _reader.FieldCount;
        string[] first = [.. Enumerable.Range(0, _columnCount).Select(column => _reader.Field(column).Trim().ToString())];
        IReadOnlyList<CsvColumn> ignored = options.IgnoredColumns;
        bool named = targets.Concat(ignored).Any(column => column.IsNamed);
        _header = (options.HasHeader ?? named) ? first : null;
        TargetColumns = [.. targets.Select(column => column.Resolve(path, _columnCount, _header))];
        InputColumns = [.. Enumerable.Range(0, _columnCount).Except(TargetColumns).Except(ignored.Select(column => column.Resolve(path, _columnCount, _header)))];
        if (InputColumns.Length == 0)
            throw new InvalidDataException($"'{path}', line {_reader.Line}: of the {_columnCount} columns none is left for inputs. Is the separator '{options.Separator}'?");
        if (options.HasHeader is null && InputColumns.Any(column => first[column].Length > 0 && !TryParse(first[column], out _)))
            _header = first;
        _firstRecordIsData = _header is null;
    }

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
        if (_reader.FieldCount != _columnCount)
            throw new InvalidDataException($"'{_path}', line {_reader.Line}: there are {_reader.FieldCount} fields; {_columnCount} are needed as in the first line.");
        return true;
    }

    public ReadOnlySpan<char> Text(int column) => _reader.Field(column).Trim();

    public float Number(int column)
    {
        if (!TryParse(Text(column), out float value))
            Fail(column, Text(column).IsEmpty ? "a number is missing" : $"'{Text(column)}' is not a number");
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

    private static bool TryParse(ReadOnlySpan<char> text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
