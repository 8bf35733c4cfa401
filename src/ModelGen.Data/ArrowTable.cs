using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace ModelGen.Data;

/// <summary>Reads Arrow files and streams, and Feather files of version 2, with <c>Apache.Arrow</c>; packed by LZ4 or Zstandard or
/// not.</summary>
public static class ArrowTable
{
    /// <summary>
    /// Reads a file. Numbers and truth values (0 and 1) become columns of numbers, texts and dictionaries of them columns of texts, dates
    /// texts as ISO 8601 writes them. Nulls are missing values, and so is NaN.
    /// </summary>
    /// <remarks>Numbers become doubles: whole numbers beyond 2⁵³ and decimals are rounded.</remarks>
    /// <param name="path">The file; whether it is a file or a stream of the format is found out.</param>
    /// <param name="columns">Which columns to read, in that order; null for all of them.</param>
    /// <returns>The table.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or no Arrow file, or a column is nested or not there; the message names
    /// file and column.</exception>
    public static Table Read(string path, IReadOnlyList<string>? columns = null)
    {
        using Stream stream = TableFile.Open(path);
        return TableFile.Guard(path, "Arrow file", () => Read(path, stream, columns));
    }

    private static Table Read(string path, Stream stream, IReadOnlyList<string>? columns)
    {
        byte[] magic = new byte[6];
        bool isFile = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length
            && magic.AsSpan().SequenceEqual("ARROW1"u8);
        stream.Position = 0;
        CompressionCodecFactory codecs = new();
        using ArrowStreamReader reader = isFile ? new ArrowFileReader(stream, codecs) : new ArrowStreamReader(stream, codecs);
        List<Collected>? collected = null;
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            using (batch)
            {
                collected ??= Begin(path, batch.Schema, columns);
                foreach (Collected column in collected)
                    column.Add(path, batch.Column(column.Index));
            }
        }

        collected ??= Begin(path, reader.Schema, columns);
        return new Table(collected.Select(column => column.Finish()), path);
    }

    private static List<Collected> Begin(string path, Schema schema, IReadOnlyList<string>? columns)
    {
        string[] names = [.. schema.FieldsList.Select(field => field.Name)];
        return [.. TableFile.Choose(path, names, columns).Select(name => new Collected(name, System.Array.IndexOf(names, name)))];
    }

    /// <summary>The values of a column, batch after batch.</summary>
    private sealed class Collected(string name, int index)
    {
        private readonly List<double> _numbers = [];
        private readonly List<string?> _texts = [];

        public int Index => index;

        public TableColumn Finish() =>
            _texts.Count > 0 ? TableColumn.OfTexts(name, _texts) : TableColumn.OfNumbers(name, [.. _numbers]);

        public void Add(string path, IArrowArray array)
        {
            if (array is DictionaryArray dictionary)
            {
                Func<int, string?> text = Texts(dictionary.Dictionary) ?? throw Unknown(path, dictionary.Dictionary);
                Func<int, double> position = Numbers(dictionary.Indices) ?? throw Unknown(path, dictionary.Indices);
                for (int row = 0; row < array.Length; row++)
                    _texts.Add(dictionary.IsNull(row) ? null : text((int)position(row)));
            }
            else if (Numbers(array) is { } number)
            {
                for (int row = 0; row < array.Length; row++)
                    _numbers.Add(number(row));
            }
            else
            {
                Func<int, string?> text = Texts(array) ?? throw Unknown(path, array);
                for (int row = 0; row < array.Length; row++)
                    _texts.Add(text(row));
            }
        }

        private InvalidDataException Unknown(string path, IArrowArray array) =>
            TableFile.Error(path, name, $"its type is {array.Data.DataType.Name}; numbers, texts, truth values and dates are needed");
    }

    private static Func<int, double>? Numbers(IArrowArray array) => array switch
    {
        Int8Array own => row => own.GetValue(row) ?? double.NaN,
        Int16Array own => row => own.GetValue(row) ?? double.NaN,
        Int32Array own => row => own.GetValue(row) ?? double.NaN,
        Int64Array own => row => own.GetValue(row) ?? double.NaN,
        UInt8Array own => row => own.GetValue(row) ?? double.NaN,
        UInt16Array own => row => own.GetValue(row) ?? double.NaN,
        UInt32Array own => row => own.GetValue(row) ?? double.NaN,
        UInt64Array own => row => own.GetValue(row) ?? double.NaN,
        HalfFloatArray own => row => (double?)own.GetValue(row) ?? double.NaN,
        FloatArray own => row => own.GetValue(row) ?? double.NaN,
        DoubleArray own => row => own.GetValue(row) ?? double.NaN,
        Decimal128Array own => row => (double?)own.GetValue(row) ?? double.NaN,
        BooleanArray own => row => own.GetValue(row) is bool value ? value ? 1 : 0 : double.NaN,
        _ => null,
    };

    private static Func<int, string?>? Texts(IArrowArray array) => array switch
    {
        StringArray own => row => own.GetString(row),
        LargeStringArray own => row => own.GetString(row),
        StringViewArray own => row => own.GetString(row),
        Date32Array own => row => own.GetDateTime(row)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Date64Array own => row => own.GetDateTime(row)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimestampArray own => row => own.GetTimestamp(row)?.UtcDateTime.ToString("s", CultureInfo.InvariantCulture),
        NullArray => _ => null,
        _ => null,
    };
}
