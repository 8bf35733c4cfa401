using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace ModelGen.Data;

/// <summary>Reads Parquet files, with <c>Parquet.Net</c>.</summary>
public static class ParquetTable
{
    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    /// <summary>
    /// Reads a file. Numbers and truth values (0 and 1) become columns of numbers, everything else columns of texts: dates as ISO 8601
    /// writes them. Nulls are missing values, and so is NaN.
    /// </summary>
    /// <remarks>Numbers become doubles: whole numbers beyond 2⁵³ and decimals are rounded.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="columns">Which columns to read, in that order; null for all of them.</param>
    /// <returns>The table.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or no Parquet file, or a column is nested or not there; the message names
    /// file and column.</exception>
    public static Table Read(string path, IReadOnlyList<string>? columns = null)
    {
        using Stream stream = TableFile.Open(path);
        return TableFile.Guard(path, "Parquet file", () => ReadAsync(path, stream, columns).GetAwaiter().GetResult());
    }

    private static async Task<Table> ReadAsync(string path, Stream stream, IReadOnlyList<string>? columns)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        string[] names = [.. reader.Schema.Fields.Select(field => field.Name)];
        List<TableColumn> result = [];
        foreach (string name in TableFile.Choose(path, names, columns))
        {
            Field field = reader.Schema.Fields.Single(field => field.Name == name);
            if (field is not DataField { IsArray: false } data)
                throw TableFile.Error(path, name, "it is nested; numbers, texts, truth values and dates are needed");
            result.Add(await ReadColumnAsync(path, reader, data).ConfigureAwait(false));
        }

        return new Table(result, path);
    }

    private static Task<TableColumn> ReadColumnAsync(string path, ParquetReader reader, DataField field)
    {
        Type type = field.ClrType;
        return type == typeof(double) ? NumbersAsync<double>(path, reader, field)
            : type == typeof(float) ? NumbersAsync<float>(path, reader, field)
            : type == typeof(long) ? NumbersAsync<long>(path, reader, field)
            : type == typeof(ulong) ? NumbersAsync<ulong>(path, reader, field)
            : type == typeof(int) ? NumbersAsync<int>(path, reader, field)
            : type == typeof(uint) ? NumbersAsync<uint>(path, reader, field)
            : type == typeof(short) ? NumbersAsync<short>(path, reader, field)
            : type == typeof(ushort) ? NumbersAsync<ushort>(path, reader, field)
            : type == typeof(sbyte) ? NumbersAsync<sbyte>(path, reader, field)
            : type == typeof(byte) ? NumbersAsync<byte>(path, reader, field)
            : type == typeof(decimal) ? NumbersAsync<decimal>(path, reader, field)
            : type == typeof(bool) ? NumbersAsync<bool>(path, reader, field, value => value ? 1 : 0)
            : type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? TextsAsync(path, reader, field)
            : type == typeof(DateTime) ? DatesAsync<DateTime>(path, reader, field, value => value.ToString("s", s_invariant))
            : type == typeof(DateOnly) ? DatesAsync<DateOnly>(path, reader, field, value => value.ToString("O", s_invariant))
            : type == typeof(TimeOnly) ? DatesAsync<TimeOnly>(path, reader, field, value => value.ToString("O", s_invariant))
            : type == typeof(TimeSpan) ? DatesAsync<TimeSpan>(path, reader, field, value => value.ToString("c", s_invariant))
            : type == typeof(Guid) ? DatesAsync<Guid>(path, reader, field, value => value.ToString())
            : throw TableFile.Error(path, field.Name, $"its type is {type.Name}; numbers, texts, truth values and dates are needed");
    }

    private static Task<TableColumn> NumbersAsync<T>(string path, ParquetReader reader, DataField field)
        where T : struct, INumberBase<T> => NumbersAsync<T>(path, reader, field, double.CreateTruncating);

    private static async Task<TableColumn> NumbersAsync<T>(string path, ParquetReader reader, DataField field, Func<T, double> convert)
        where T : struct
    {
        List<double> numbers = [];
        await ForEachAsync<T>(path, reader, field, value => numbers.Add(value is T known ? convert(known) : double.NaN))
            .ConfigureAwait(false);
        return TableColumn.OfNumbers(field.Name, [.. numbers]);
    }

    private static async Task<TableColumn> DatesAsync<T>(string path, ParquetReader reader, DataField field, Func<T, string> format)
        where T : struct
    {
        List<string?> texts = [];
        await ForEachAsync<T>(path, reader, field, value => texts.Add(value is T known ? format(known) : null)).ConfigureAwait(false);
        return TableColumn.OfTexts(field.Name, texts);
    }

    private static async Task<TableColumn> TextsAsync(string path, ParquetReader reader, DataField field)
    {
        List<string?> texts = [];
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            string?[] values = new string?[RowCount(path, field, rows)];
            await rows.ReadAsync(field, values.AsMemory()!).ConfigureAwait(false);
            texts.AddRange(values);
        }

        return TableColumn.OfTexts(field.Name, texts);
    }

    private static async Task ForEachAsync<T>(string path, ParquetReader reader, DataField field, Action<T?> add)
        where T : struct
    {
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            int count = RowCount(path, field, rows);
            if (typeof(T) == typeof(bool)) CheckBooleans(path, field, rows);
            if (field.IsNullable)
            {
                T?[] values = new T?[count];
                await rows.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
                foreach (T? value in values) add(value);
            }
            else
            {
                T[] values = new T[count];
                await rows.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
                foreach (T value in values) add(value);
            }
        }
    }

    private static int RowCount(string path, DataField field, ParquetRowGroupReader rows) =>
        rows.RowCount <= Array.MaxLength
            ? (int)rows.RowCount
            : throw TableFile.Error(path, field.Name, $"a row group has {rows.RowCount} rows; an array holds {Array.MaxLength}");

    /// <summary>Parquet.Net 6.1.0 reads run lengths of truth values wrongly, and says nothing; so we do.</summary>
    private static void CheckBooleans(string path, DataField field, ParquetRowGroupReader rows)
    {
        if (rows.GetMetadata(field)?.MetaData?.Encodings is { } encodings && !encodings.Contains(Parquet.Meta.Encoding.PLAIN))
        {
            throw TableFile.Error(
                path, field.Name, "its truth values are stored as run lengths (RLE), which cannot be read; store them plain");
        }
    }
}
