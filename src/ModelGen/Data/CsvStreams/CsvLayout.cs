namespace ModelGen.Data;

/// <summary>What the columns of a CSV file are for.</summary>
internal sealed class CsvLayout
{
    /// <summary>A column that is not read.</summary>
    public const int Ignored = int.MinValue;

    private readonly IReadOnlyList<string>? _header;

    private CsvLayout(string path, CsvOptions options, CsvTable table)
    {
        (Path, Options, _header) = (path, options, table.Header);
        Roles = [.. Enumerable.Repeat(Ignored, table.ColumnCount)];
        foreach ((int index, int column) in table.InputColumns.Index())
            Roles[column] = index;
        foreach ((int index, int column) in table.TargetColumns.Index())
            Roles[column] = ~index;
        (InputSize, TargetSize) = (table.InputColumns.Length, table.TargetColumns.Length);
    }

    public string Path { get; }

    public CsvOptions Options { get; }

    /// <summary>For each column the position of its input, the complement of the position of its target, or
    /// <see cref="Ignored"/>.</summary>
    public int[] Roles { get; }

    public int InputSize { get; }

    public int TargetSize { get; }

    public static CsvLayout Read(string path, CsvOptions options, IReadOnlyList<CsvColumn> targets, bool targetsAreNumbers)
    {
        if (options.Separator is >= (char)128 or '"' or '\n' or '\r')
        {
            throw new ArgumentException(
                $"The separator '{options.Separator}' cannot be streamed; an ASCII character is needed.", nameof(options));
        }

        using Stream stream = DataFile.OpenRead(path);
        using StreamReader text = new(stream);
        return new CsvLayout(path, options, new CsvTable(path, text, options, targets, targetsAreNumbers));
    }

    /// <summary>The file, behind its header.</summary>
    public Utf8Records Open()
    {
        Utf8Records records = new(Path, DataFile.OpenRead(Path), (byte)Options.Separator);
        if (_header is not null) records.Next();
        return records;
    }

    /// <summary>How many samples there are.</summary>
    public int Count()
    {
        using Utf8Records records = Open();
        int count = 0;
        while (records.Next()) count = checked(count + 1);
        return count > 0 ? count : throw new InvalidDataException($"'{Path}' holds no samples.");
    }

    public InvalidDataException Error(int line, int column, string problem)
    {
        string name = _header is null ? "" : $" ({_header[column]})";
        return new InvalidDataException($"'{Path}', line {line}, column {column + 1}{name}: {problem}.");
    }

    public InvalidDataException FieldCount(int line, int found) =>
        new($"'{Path}', line {line}: there are {found} fields; {Roles.Length} are needed as in the first line.");
}
