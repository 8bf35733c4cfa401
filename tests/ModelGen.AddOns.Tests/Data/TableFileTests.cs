using System.Runtime.CompilerServices;
using System.Text;

namespace ModelGen.AddOns.Tests.Data;

/// <summary>Files of other writers (<c>References/make_files.mjs</c>): numbers, texts, missing values, several row groups.</summary>
public sealed class TableFileTests : IDisposable
{
    private const int Count = 300;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Reference(string name, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "References", name);

    private static Table Read(string path, params string[] columns) =>
        path.Contains(".parquet", StringComparison.Ordinal)
            ? ParquetTable.Read(path, columns.Length == 0 ? null : columns)
            : ArrowTable.Read(path, columns.Length == 0 ? null : columns);

    public static TheoryData<string> Files => ["table.uncompressed.parquet", "table.snappy.parquet", "table.arrow", "table.arrows"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Numbers_texts_and_missing_values(string name)
    {
        Table table = Read(Reference(name));
        Assert.Equal(Count, table.RowCount);
        Assert.Equal(["byte", "whole", "long", "single", "real", "flag", "town", "name"], table.Columns.Select(column => column.Name));
        Assert.Equal([true, true, true, true, true, true, false, false], table.Columns.Select(column => column.IsNumeric));
        string[] towns = ["York", "Bath", "Zürich"];
        for (int i = 0; i < Count; i++)
        {
            bool missing = i % 7 == 3;
            Assert.Equal((i % 200) - 100, table["byte"].Numbers[i]);
            Assert.Equal(missing ? double.NaN : (i * 1000) - 7, table["whole"].Numbers[i]);
            Assert.Equal(missing ? double.NaN : i * 1_000_000_007L, table["long"].Numbers[i]);
            Assert.Equal((float)(i / 3.0), table["single"].Numbers[i]);
            Assert.Equal(missing ? double.NaN : i / 7.0, table["real"].Numbers[i]);
            Assert.Equal(missing ? double.NaN : i % 3 == 0 ? 1 : 0, table["flag"].Numbers[i]);
            Assert.Equal(missing ? null : towns[i % 3], table["town"].Text(i));
            Assert.Equal($"n{i}", table["name"].Text(i));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Columns_are_chosen_and_encoded(string name)
    {
        Table table = Read(Reference(name), "town", "whole", "byte");
        Assert.Equal(["town", "whole", "byte"], table.Columns.Select(column => column.Name));
        TableEncoding encoding = TableEncoding.Fit(table, "town");
        Assert.Equal(["Bath", "York", "Zürich"], encoding.ClassNames!);
        string message = Assert.Throws<InvalidDataException>(() => encoding.Classes(table)).Message;
        Assert.Equal($"'{Reference(name)}', row 4, column 'town': the label is missing.", message);
        Table known = table.Rows([.. Enumerable.Range(0, Count).Where(row => !table["town"].IsMissing(row))]);
        Dataset<int> data = encoding.Classes(known);
        Assert.Equal(["whole", "whole missing", "byte"], encoding.FeatureNames);
        Assert.Equal([1, 0, 2], data.Targets[..3].ToArray());
        Assert.Contains(
            "has no column 'twon'; its columns are: byte, whole",
            Assert.Throws<InvalidDataException>(() => Read(Reference(name), "twon")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Damaged_files_are_named(string name)
    {
        byte[] bytes = File.ReadAllBytes(Reference(name));
        foreach (int length in new[] { 0, 1, 8, bytes.Length / 3, bytes.Length - 9 })
        {
            string path = _folder.Write("damaged." + name, bytes[..length]);
            if (name == "table.arrows" && length is not (1 or > 100)) continue; // A stream without a schema, or one that ends early.
            Exception? problem = Record.Exception(() => Read(path));
            if (name == "table.arrows" && problem is null) continue;
            Assert.Contains($"'{path}' is damaged, or no ", Assert.IsType<InvalidDataException>(problem).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_no_table_is_refused()
    {
        Assert.Contains(
            "column 'x': its type is list",
            Assert.Throws<InvalidDataException>(() => ArrowTable.Read(Reference("lists.arrow"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "column 'flag': its truth values are stored as run lengths",
            Assert.Throws<InvalidDataException>(() => ParquetTable.Read(Reference("booleans.rle.parquet"))).Message,
            StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => ParquetTable.Read(_folder.File("none.parquet")));
        Assert.Throws<FileNotFoundException>(() => ArrowTable.Read(_folder.File("none.arrow")));
        Assert.Throws<IOException>(() => ParquetTable.Read(_folder.Root));
        string text = _folder.Write("text.parquet", Encoding.UTF8.GetBytes("a,b\n1,2\n"));
        Assert.Throws<InvalidDataException>(() => ParquetTable.Read(text));
        Assert.Throws<InvalidDataException>(() => ArrowTable.Read(text));
    }
}
