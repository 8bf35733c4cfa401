using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>A column of a table: by its name in the header line, or by its position. Strings, whole numbers and indices
/// from the end convert to it: <c>"species"</c>, <c>0</c>, <c>^1</c>.</summary>
public readonly record struct CsvColumn
{
    private readonly string? _name;
    private readonly Index _position;

    private CsvColumn(string? name, Index position)
    {
        _name = name;
        _position = position;
    }

    /// <summary>The column that the header line calls so.</summary>
    /// <param name="name">The name; upper and lower case differ.</param>
    public static implicit operator CsvColumn(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new CsvColumn(name, default);
    }

    /// <summary>The column at a position.</summary>
    /// <param name="position">Counted from 0.</param>
    public static implicit operator CsvColumn(int position) => new(null, position);

    /// <summary>The column at a position, perhaps from the end: <c>^1</c> is the last.</summary>
    /// <param name="position">The position.</param>
    public static implicit operator CsvColumn(Index position) => new(null, position);

    /// <summary>The name, or the position as C# writes it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _name is not null ? $"'{_name}'" : _position.ToString();

    internal bool IsNamed => _name is not null;

    /// <summary>The position in a table, or an exception that names the file.</summary>
    internal int Resolve(string path, int columnCount, IReadOnlyList<string>? header)
    {
        if (_name is null)
        {
            int position = _position.GetOffset(columnCount);
            if ((uint)position >= (uint)columnCount)
                throw new InvalidDataException($"'{path}' has no column {_position}: it has {columnCount} columns.");
            return position;
        }

        if (header is null)
            throw new InvalidDataException($"'{path}' has no column '{_name}': it has no header line.");
        string name = _name;
        int[] found = [.. header.Index().Where(column => column.Item == name).Select(column => column.Index)];
        if (found.Length > 1)
        {
            throw new InvalidDataException(
                $"'{path}' has {found.Length} columns '{name}': "
                    + $"{string.Join(" and ", found.Select(column => Numbers.Format(column + 1)))}, counted from 1. Name the one that is "
                        + $"meant by its position, such as {found[0]}, counted from 0.");
        }

        return found.Length == 1
            ? found[0]
            : throw new InvalidDataException(
                $"'{path}' has no column '{name}'. Did you mean '{EditDistance.Nearest(name, header)}'? Its columns are: "
                    + $"{string.Join(", ", header)}.");
    }
}
