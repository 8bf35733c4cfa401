using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// Columns of numbers and texts as a file has them, with missing values: what a dataset is made of by <see cref="TableEncoding"/>.
/// Immutable.
/// </summary>
/// <example><code>
/// (Table training, Table test) = Table.FromCsv("passengers.csv").Split(0.8, seed: 1);
/// TableEncoding encoding = TableEncoding.Fit(training, target: "survived", ignored: ["name"]);
/// Dataset&lt;int&gt; samples = encoding.Classes(training);
/// </code></example>
public sealed class Table
{
    private const int Shown = 5;
    private readonly TableColumn[] _columns;
    private readonly Dictionary<string, TableColumn> _byName;

    /// <summary>A table of columns.</summary>
    /// <param name="columns">At least one; of the same length, with different names.</param>
    /// <param name="source">Where they come from, such as a file, for messages; or null.</param>
    /// <exception cref="ArgumentException">There are none, lengths differ, or a name occurs twice.</exception>
    public Table(IEnumerable<TableColumn> columns, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        Source = source;
        if (_columns.Length == 0)
            throw new ArgumentException("There are no columns; a table has at least one.", nameof(columns));
        _byName = new Dictionary<string, TableColumn>(_columns.Length, StringComparer.Ordinal);
        foreach (TableColumn column in _columns)
        {
            if (!_byName.TryAdd(column.Name, column))
                throw new ArgumentException($"Two columns are called '{column.Name}'.", nameof(columns));
            if (column.Count != _columns[0].Count)
            {
                throw new ArgumentException(
                    $"Column '{column.Name}' has {column.Count} rows; '{_columns[0].Name}' has {_columns[0].Count}.", nameof(columns));
            }
        }
    }

    /// <summary>How many rows.</summary>
    public int RowCount => _columns[0].Count;

    /// <summary>The columns, in the order of the file.</summary>
    public IReadOnlyList<TableColumn> Columns => _columns;

    /// <summary>Where the table comes from, or null.</summary>
    public string? Source { get; }

    /// <summary>A column by its name.</summary>
    /// <param name="name">The name; upper and lower case differ.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message gives the nearest and all of them.</exception>
    public TableColumn this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            if (_byName.TryGetValue(name, out TableColumn? column)) return column;
            IEnumerable<string> names = _columns.Select(one => one.Name);
            throw new KeyNotFoundException(
                $"{Origin} has no column '{name}'. Did you mean '{EditDistance.Nearest(name, names)}'? "
                    + $"Its columns are: {string.Join(", ", names)}.");
        }
    }

    /// <summary>How messages call it.</summary>
    internal string Origin => Source is null ? "The table" : $"'{Source}'";

    /// <summary>
    /// Reads a CSV file whose first line holds the names of the columns. A column is one of numbers if all its values are, and of texts
    /// otherwise. Empty fields are missing values, and so are marks such as <c>NA</c>, <c>?</c> and <c>NULL</c>.
    /// </summary>
    /// <param name="path">The file, in UTF-8 or with a byte order mark; gzip is unpacked.</param>
    /// <param name="separator">The character between fields.</param>
    /// <param name="columnNames">The names, if the first line is data already.</param>
    /// <returns>The table.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Something cannot be read; the message names file, line and column.</exception>
    public static Table FromCsv(string path, char separator = ',', IReadOnlyList<string>? columnNames = null) =>
        CsvColumns.Read(path, separator, columnNames);

    /// <summary>The rows at the given positions, in that order; a position may occur several times.</summary>
    /// <param name="rows">Each from 0 up to <see cref="RowCount"/> − 1.</param>
    /// <returns>A table with copies.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside that range.</exception>
    public Table Rows(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)RowCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(rows), row, $"The position must be at least 0 and less than {RowCount}, the number of rows.");
            }
        }

        TableColumn[] columns = new TableColumn[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = _columns[i].Rows(rows);
        return new Table(columns, Source);
    }

    /// <summary>Shuffles and cuts in two: training and test data, for example.</summary>
    /// <param name="fraction">The part of the rows that the first table gets, rounded to the nearest number of rows.</param>
    /// <param name="seed">The same seed gives the same parts on every machine, and those that
    /// <see cref="Dataset{TTarget}.Split(double, int, bool)"/> gives.</param>
    /// <returns>Two tables; together they hold each row once.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not between 0 and 1.</exception>
    public (Table First, Table Second) Split(double fraction, int seed = 0)
    {
        if (!(fraction >= 0 && fraction <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The fraction must be from 0 to 1.");
        int first = (int)Math.Round(RowCount * fraction, MidpointRounding.AwayFromZero);
        int[] order = Splitting.Permutation(RowCount, seed);
        return (Rows(order.AsSpan(0, first)), Rows(order.AsSpan(first)));
    }

    /// <summary>A line for each column: its name, what it holds, and how much of it is missing.</summary>
    /// <returns>Several lines, separated by \n.</returns>
    public override string ToString()
    {
        int width = _columns.Max(column => column.Name.Length);
        StringBuilder text = new($"{RowCount} rows, {_columns.Length} columns");
        foreach (TableColumn column in _columns)
        {
            text.Append('\n').Append(column.Name.PadRight(width + 2)).Append(Describe(column));
            if (column.MissingCount is > 0 and int missing)
                text.Append($", {missing} missing");
        }

        return text.ToString();
    }

    private static string Describe(TableColumn column)
    {
        if (!column.IsNumeric)
        {
            IEnumerable<string> shown = column.Categories.Count > Shown ? column.Categories.Take(Shown).Append("…") : column.Categories;
            return $"{column.Categories.Count} categories: {string.Join(", ", shown)}";
        }

        double[] values = [.. column.Numbers.ToArray().Where(value => !double.IsNaN(value))];
        return values.Length == 0
            ? "numbers"
            : $"numbers from {Numbers.Format(values.Min(), "0.####")} to {Numbers.Format(values.Max(), "0.####")}";
    }
}
