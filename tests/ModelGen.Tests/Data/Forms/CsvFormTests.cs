using System.Text;
using ModelGen.Data;

namespace ModelGen.Tests.Data.Forms;

/// <summary>Unusual but valid CSV files: all hold the samples (1, 2.5) of the first class and (300, -4) of the second.</summary>
public sealed class CsvFormTests : IDisposable
{
    private static readonly CsvOptions Default = new();

    private static readonly (string Name, string Text, CsvOptions Options)[] Forms =
    [
        ("plain", "1,2.5,0\n300,-4,1\n", Default),
        ("no line end at the end", "1,2.5,0\n300,-4,1", Default),
        ("CRLF", "1,2.5,0\r\n300,-4,1\r\n", Default),
        ("CR alone", "1,2.5,0\r300,-4,1\r", Default),
        ("mixed line ends", "a,b,y\r1,2.5,0\r\n300,-4,1\n", Default),
        ("blank lines between and behind", "\n1,2.5,0\n\n \t\n300,-4,1\n\n\n", Default),
        ("byte order mark", "\uFEFF1,2.5,0\n300,-4,1\n", Default),
        ("byte order mark and header", "\uFEFFa,b,y\n1,2.5,0\n300,-4,1\n", Default),
        ("byte order mark and quoted header", "\uFEFF\"a\",\"b\",\"y\"\n1,2.5,0\n300,-4,1\n", Default),
        ("all quoted", "\"1\",\"2.5\",\"0\"\n\"300\",\"-4\",\"1\"\n", Default),
        ("some quoted", "1,\"2.5\",0\n\"300\",-4,\"1\"\n", Default),
        ("blanks around fields", " 1 ,  2.5,0\n\t300 ,-4\t, 1 \n", Default),
        ("blanks in front of quotes", "1, \"2.5\", \"0\"\n300, \"-4\", \"1\"\n", Default),
        ("blanks behind quotes", "\"1\" ,\"2.5\"\t,\"0\" \n\"300\" ,\"-4\" ,\"1\" \n", Default),
        ("blanks within quotes", "\" 1 \",\" 2.5\",\"0 \"\n\"300 \",\"-4\",\" 1\"\n", Default),
        ("separator behind each row", "1,2.5,0,\n300,-4,1,\n", Default),
        ("separator behind header and rows", "a,b,y,\n1,2.5,0,\n300,-4,1,\n", Default),
        ("separator behind the header alone", "a,b,y,\n1,2.5,0\n300,-4,1\n", Default),
        ("separator behind the rows alone", "a,b,y\n1,2.5,0,\n300,-4,1,\n", Default),
        ("signs and exponents", "+1,25e-1,0\n3E+02,-4.0e0,1\n", Default),
        ("no digit on one side of the point", "1.,2.5,0.\n300.,-4.,1.\n", Default),
        ("leading and trailing zeros", "01,2.50,0\n0300.00,-4.000,001\n", Default),
        ("many digits", "1.00000000000000000000000000,2.5000000000000000000000000001,0\n299.99999999999999999999,-4,1\n", Default),
        ("labels as floats", "1,2.5,0.0\n300,-4,1e0\n", Default),
        ("the minus of Swedish, Norwegian and Farsi", "1,25e\u22121,0\n300,\u22124,1\n", Default),
        ("semicolons", "1;2.5;0\n300;-4;1\n", new CsvOptions { Separator = ';' }),
        ("tabs", "1\t2.5\t0\n300\t-4\t1\n", new CsvOptions { Separator = '\t' }),
        ("blanks as separators", "1 2.5 0\n300 -4 1\n", new CsvOptions { Separator = ' ' }),
        ("bars", "a|b|y\n1|2.5|0\n300|-4|1\n", new CsvOptions { Separator = '|' }),
        ("header with a comment mark, as numpy writes it", "# a,b,y\n1,2.5,0\n300,-4,1\n", Default),
        (
            "header with an unnamed column of row numbers, as pandas writes it",
            ",a,b,y\n0,1,2.5,0\n1,300,-4,1\n",
            new CsvOptions { IgnoredColumns = [0] }),
        ("header over several lines", "\"length\n(cm)\",\"width\r\n(cm)\",y\n1,2.5,0\n300,-4,1\n", Default),
        ("header with separators and quotes", "\"a, or \"\"A\"\"\",b,y\n1,2.5,0\n300,-4,1\n", Default),
        ("header of numbers, named", "2001,2002,2003\n1,2.5,0\n300,-4,1\n", new CsvOptions { LabelColumn = "2003" }),
        ("header of numbers, decided", "2001,2002,2003\n1,2.5,0\n300,-4,1\n", new CsvOptions { HasHeader = true }),
        ("labels in front", "y,a,b\n0,1,2.5\n1,300,-4\n", new CsvOptions { LabelColumn = 0 }),
        ("labels in the middle", "a,y,b\n1,0,2.5\n300,1,-4\n", new CsvOptions { LabelColumn = "y" }),
        (
            "text in a column that is left out",
            "name,a,b,y\n\"Smith, \"\"Jo\"\"\nJr.\",1,2.5,0\n,300,-4,1\n",
            new CsvOptions { IgnoredColumns = ["name"] }),
        ("equal names of columns that no option names", "a,a,y\n1,2.5,0\n300,-4,1\n", Default),
        ("texts as labels", "1,2.5,ash\n300,-4,birch\n", Default),
        ("labels with line breaks", "1,2.5,\"a\r\nb\"\n300,-4,\"b\"\n", Default),
        ("labels in other scripts", "длина,幅,γένος\n1,2.5,α\n300,-4,β\n", Default),
        ("labels given", "1,2.5,no\n300,-4,yes\n", new CsvOptions { ClassNames = ["no", "yes", "perhaps"] }),
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Forms.Select(form => form.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_valid_file_is_read(string name)
    {
        (_, string text, CsvOptions options) = Forms.Single(form => form.Name == name);
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(false), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            if (encoding is not UTF8Encoding && text[0] == '\uFEFF')
                continue;
            Dataset<int> data = Dataset.FromCsv(
                _folder.Write("form.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]),
                options);
            Assert.Equal([1, 2.5f, 300, -4], data.Inputs.ToArray());
            Assert.Equal([0, 1], data.Targets.ToArray());
        }
    }

    [Theory]
    [InlineData("inf", float.PositiveInfinity)]
    [InlineData("Inf", float.PositiveInfinity)]
    [InlineData("INF", float.PositiveInfinity)]
    [InlineData("+inf", float.PositiveInfinity)]
    [InlineData("-inf", float.NegativeInfinity)]
    [InlineData("-Inf", float.NegativeInfinity)]
    [InlineData("infinity", float.PositiveInfinity)]
    [InlineData("-Infinity", float.NegativeInfinity)]
    [InlineData("1.#INF", float.PositiveInfinity)]
    [InlineData("-1.#INF00", float.NegativeInfinity)]
    [InlineData("1e400", float.PositiveInfinity)]
    [InlineData("∞", float.PositiveInfinity)]
    [InlineData("+∞", float.PositiveInfinity)]
    [InlineData("-∞", float.NegativeInfinity)]
    [InlineData("\u2212∞", float.NegativeInfinity)]
    [InlineData("\u2212Infinity", float.NegativeInfinity)]
    [InlineData("nan(snan)", float.NaN)]
    [InlineData("NaN(0x7fc00001)", float.NaN)]
    [InlineData("-nan()", float.NaN)]
    [InlineData("nan", float.NaN)]
    [InlineData("NaN", float.NaN)]
    [InlineData("-nan", float.NaN)]
    [InlineData("+NAN", float.NaN)]
    [InlineData("-nan(ind)", float.NaN)]
    [InlineData("1.#QNAN", float.NaN)]
    [InlineData("-1.#IND000", float.NaN)]
    public void Numbers_that_are_not_finite_are_read_where_allowed(string text, float value)
    {
        // In the first row, too: it is data.
        string file = _folder.Write("form.csv", $"{text},{text},0\n1,{text},1\n");
        Assert.Equal([value, value, 1, value], Dataset.FromCsv(file, new CsvOptions { AllowNonFinite = true }).Inputs.ToArray());
        string message = Assert.Throws<InvalidDataException>(() => Dataset.FromCsv(file)).Message;
        Assert.Contains(
            $"line 1, column 1: '{text}' is not a finite float; set AllowNonFinite to accept it",
            message,
            StringComparison.Ordinal);
        Assert.Equal(
            [1f, 0, value],
            Dataset
                .RegressionFromCsv(_folder.Write("t.csv", $"1,0,{text}\n"), new CsvOptions { AllowNonFinite = true })
                .Inputs.ToArray()
                .Append(value));
    }

    [Theory]
    [InlineData("a number and a name", "5.1,abc,0\n1,2,1\n", "'5.1' is data, and 'abc' a name")]
    [InlineData("a mark and a name", "abc,?,0\n1,2,1\n", "'?' is data, and 'abc' a name")]
    [InlineData(
        "numbers above texts",
        "400,410,species\n1,2,ash\n3,4,birch\n1,2,ash\n3,4,birch\n",
        "'species' comes once, and each other label again")]
    [InlineData("a text above numbers", "400,410,class\n1,2,0\n3,4,1\n", "'class' is a text, and the other labels are not")]
    [InlineData("a number above texts", "400,410,420\n1,2,ash\n3,4,birch\n", "'420' is a number, and the other labels are not")]
    public void A_doubtful_first_line_is_an_error(string name, string text, string reason)
    {
        string file = _folder.Write(name + ".csv", text);
        string message = Assert.Throws<InvalidDataException>(() => Dataset.FromCsv(file)).Message;
        Assert.Contains(
            $"it is not clear whether the first line holds names or data: {reason}. Set HasHeader to true or false.",
            message,
            StringComparison.Ordinal);
        Assert.Equal(text.Count(character => character == '\n') - 1, Dataset.FromCsv(file, new CsvOptions { HasHeader = true }).Count);
    }

    [Fact]
    public void A_doubtful_first_line_of_targets_is_an_error()
    {
        string file = _folder.Write("gdp.csv", "1990,1991,growth\n1,2,3\n");
        string message = Assert.Throws<InvalidDataException>(() => Dataset.RegressionFromCsv(file)).Message;
        Assert.Contains("'1990' is data, and 'growth' a name. Set HasHeader", message, StringComparison.Ordinal);
        Assert.Equal([3f], Dataset.RegressionFromCsv(file, new CsvOptions { HasHeader = true }).Targets.ToArray());
    }

    [Theory]
    [InlineData("5.1,?,0\n1,2,1\n", "line 1, column 2: a number is missing: '?' stands in its place")]
    [InlineData("5.1,NA,0\n1,2,1\n", "line 1, column 2: a number is missing: 'NA' stands in its place")]
    [InlineData("?,?,0\n1,2,1\n", "line 1, column 1: a number is missing: '?' stands in its place")]
    [InlineData("5.1,,0\n1,2,1\n", "line 1, column 2: a number is missing")]
    [InlineData("a,b,y\n1,n/a,1\n", "line 2, column 2 (b): a number is missing: 'n/a' stands in its place")]
    public void A_row_with_a_missing_number_is_no_header(string text, string expected) =>
        Assert.Contains(
            expected,
            Assert.Throws<InvalidDataException>(() => Dataset.FromCsv(_folder.Write("missing.csv", text))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_named_column_that_occurs_twice_is_an_error_wherever_it_is_named()
    {
        string file = _folder.Write("twice.csv", "a,a,y,y\n1,2,0,0\n");
        CsvOptions[] classes =
        [
            new() { LabelColumn = "y" },
            new() { LabelColumn = 3, IgnoredColumns = ["y"] },
            new() { LabelColumn = 3, IgnoredColumns = ["a"] },
        ];
        foreach (CsvOptions options in classes)
            Assert.Contains(
                "has 2 columns '",
                Assert.Throws<InvalidDataException>(() => Dataset.FromCsv(file, options)).Message,
                StringComparison.Ordinal);
        string message = Assert
            .Throws<InvalidDataException>(() => Dataset.RegressionFromCsv(file, new CsvOptions { TargetColumns = ["y"] }))
            .Message;
        Assert.Contains(
            "has 2 columns 'y': 3 and 4, counted from 1. Name the one that is meant by its position, such as 2, counted from 0.",
            message,
            StringComparison.Ordinal);
        Assert.Contains(
            "column 4 (y) is named as a target twice",
            Assert
                .Throws<InvalidDataException>(() =>
                    Dataset.RegressionFromCsv(file, new CsvOptions { HasHeader = true, TargetColumns = [3, ^1] }))
                .Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "column 4 is named as a target, and to be ignored",
            Assert.Throws<InvalidDataException>(() => Dataset.FromCsv(file, new CsvOptions { IgnoredColumns = [3] })).Message,
            StringComparison.Ordinal);
    }
}
