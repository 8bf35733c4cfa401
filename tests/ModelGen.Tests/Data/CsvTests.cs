using System.IO.Compression;
using System.Text;
using ModelGen.Data;

namespace ModelGen.Tests.Data;

public sealed class CsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Dataset<int> Read(string text, CsvOptions? options = null) => Dataset.FromCsv(_folder.Write("data.csv", text), options);

    private string Error(string text, CsvOptions? options = null)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(text, options)).Message;
        Assert.Contains("data.csv", message);
        return message;
    }

    [Fact]
    public void Numbers_with_a_numeric_label_in_the_last_column()
    {
        Dataset<int> data = Read("1,2.5,0\n-3e2,+.5,2\n");
        Assert.Equal([1, 2.5f, -300, 0.5f], data.Inputs.ToArray());
        Assert.Equal([0, 2], data.Targets.ToArray());
        Assert.Null(data.ClassNames);
    }

    [Theory]
    [InlineData("a,b,y\n1,2,0\n")]
    [InlineData("\uFEFFa,b,y\r\n1,2,0\r\n")]
    [InlineData("a,b,y\r1,2,0")]
    [InlineData("\n\na , b ,y\n\n 1 ,2,0\n  \n")]
    [InlineData("\"a\",\"b\",\"y\"\n\"1\",\"2\",\"0\"")]
    public void Headers_line_ends_blanks_and_quotes(string text)
    {
        Dataset<int> data = Read(text);
        Assert.Equal([1f, 2], data.Inputs.ToArray());
        Assert.Equal([0], data.Targets.ToArray());
    }

    [Fact]
    public void Text_labels_are_sorted_or_in_order_of_appearance()
    {
        const string Text = "1,setosa\n2,virginica\n3,\"a, b\"\n4,setosa\n";
        Dataset<int> sorted = Read(Text);
        Assert.Equal(["a, b", "setosa", "virginica"], sorted.ClassNames);
        Assert.Equal([1, 2, 0, 1], sorted.Targets.ToArray());
        Dataset<int> appearance = Read(Text, new CsvOptions { ClassOrder = ClassOrder.Appearance });
        Assert.Equal(["setosa", "virginica", "a, b"], appearance.ClassNames);
        Assert.Equal([0, 1, 2, 0], appearance.Targets.ToArray());
    }

    [Fact]
    public void Given_class_names_fix_the_numbers()
    {
        CsvOptions options = new() { ClassNames = ["no", "yes"] };
        Assert.Equal([1, 1], Read("1,yes\n2,yes", options).Targets.ToArray());
        Assert.Equal(["no", "yes"], Read("1,yes\n", options).ClassNames);
        string message = Error("1,yes\n2,maybe", options);
        Assert.Contains("line 2, column 2", message);
        Assert.Contains("'maybe' is none of the class names no, yes", message);
        Assert.Throws<ArgumentException>(() => Read("1,yes", new CsvOptions { ClassNames = ["a", "a"] }));
    }

    [Theory]
    [InlineData("1,3.0\n2,0.0", new[] { 3, 0 }, false)]
    [InlineData("1,-1\n2,1", new[] { 0, 1 }, true)]
    [InlineData("1,0.5\n2,1", new[] { 0, 1 }, true)]
    public void Whole_numbers_stand_for_themselves_others_are_texts(string text, int[] labels, bool named)
    {
        Dataset<int> data = Read(text);
        Assert.Equal(labels, data.Targets.ToArray());
        Assert.Equal(named, data.ClassNames is not null);
    }

    [Fact]
    public void Columns_by_name_by_position_and_from_the_end()
    {
        const string Text = "id,kind,x,y\n7,b,1,2\n8,a,3,4\n";
        Dataset<int> data = Read(Text, new CsvOptions { LabelColumn = "kind", IgnoredColumns = ["id"] });
        Assert.Equal([1f, 2, 3, 4], data.Inputs.ToArray());
        Assert.Equal(["a", "b"], data.ClassNames);
        Assert.Equal([1f, 2, 3, 4], Read(Text, new CsvOptions { LabelColumn = 1, IgnoredColumns = [0] }).Inputs.ToArray());
        Assert.Equal([1f, 2, 3, 4], Read(Text, new CsvOptions { LabelColumn = ^3, IgnoredColumns = [^4] }).Inputs.ToArray());
    }

    [Fact]
    public void A_named_column_makes_a_header_of_numbers() =>
        Assert.Equal([5f], Read("1,2\n5,6\n", new CsvOptions { LabelColumn = "2" }).Inputs.ToArray());

    [Fact]
    public void The_header_can_be_decided()
    {
        Assert.Equal(1, Read("1,2\n3,4\n", new CsvOptions { HasHeader = true }).Count);
        Assert.Contains("line 1, column 1: 'a' is not a number", Error("a,2\n3,4\n", new CsvOptions { HasHeader = false }));
    }

    [Fact]
    public void An_unknown_column_is_answered_with_the_nearest()
    {
        string message = Error("sepal,species\n1,a\n", new CsvOptions { LabelColumn = "specis" });
        Assert.Contains("Did you mean 'species'?", message);
        Assert.Contains("no column 5", Error("1,2\n", new CsvOptions { LabelColumn = 5 }));
        Assert.Contains("no column ^3", Error("1,2\n", new CsvOptions { LabelColumn = ^3 }));
        Assert.Contains("no header line", Error("1,2\n", new CsvOptions { LabelColumn = "x", HasHeader = false }));
    }

    [Fact]
    public void Other_separators_scales_and_shapes()
    {
        Dataset<int> data = Read("16;8;0\n4;0;1\n", new CsvOptions { Separator = ';', Scale = 1f / 16, InputShape = [1, 1, 2] });
        Assert.Equal([1f, 0.5f, 0.25f, 0f], data.Inputs.ToArray());
        Assert.Equal([1, 1, 2], data.InputShape);
        Assert.Equal([1f, 2], Read("1\t2\t0", new CsvOptions { Separator = '\t' }).Inputs.ToArray());
        Assert.Contains("Is the separator ','?", Error("1;2;3\n"));
    }

    [Fact]
    public void Quoted_fields_hold_anything_and_lines_are_still_counted()
    {
        Dataset<int> data = Read("1,\"say \"\"hi\"\",\nplease\"\n2,b\n");
        Assert.Equal(["b", "say \"hi\",\nplease"], data.ClassNames);
        Assert.Contains("line 3, column 1: 'x' is not a number", Error("1,\"a\r\nb\"\r\nx,c\n"));
        Assert.Contains("line 2, column 2: the quote is never closed", Error("1,a\n2,\"b\n3,c\n"));
        Assert.Contains("line 1, column 2: 'z' follows the closing quote", Error("1,\"b\"z\n"));
    }

    [Fact]
    public void Errors_name_line_and_column()
    {
        Assert.Contains("line 3, column 2 (width): 'abc' is not a number", Error("length,width,kind\n1,2,a\n3,abc,b\n"));
        Assert.Contains("line 2, column 1: a number is missing", Error("1,a\n,b\n"));
        Assert.Contains("line 2, column 2: the label is missing", Error("1,a\n2,\n"));
        Assert.Contains("line 2: there are 2 fields; 3 are needed", Error("1,2,a\n1,2\n"));
        Assert.Contains("line 2: there are 4 fields; 3 are needed", Error("1,2,a\n1,2,3,4\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    public void An_empty_file_is_an_error(string text) => Assert.Contains("holds no data", Error(text));

    [Fact]
    public void A_header_alone_is_an_empty_dataset() => Assert.Equal(0, Read("a,b\n").Count);

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e99")]
    public void Only_finite_numbers_unless_allowed(string number)
    {
        Assert.Contains("line 2, column 1", Error($"1,0\n{number},1\n"));
        Assert.False(float.IsFinite(Read($"1,0\n{number},1\n", new CsvOptions { AllowNonFinite = true }).Inputs[1]));
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        using CommaCulture culture = new();
        Assert.Equal([1.5f, -2.5f], Read("1.5,-2.5,0\n").Inputs.ToArray());
        Assert.Contains("'1,5' is not a number", Error("\"1,5\",0\n", new CsvOptions { HasHeader = false }));
    }

    [Fact]
    public void Gzip_is_recognised_and_paths_may_be_foreign()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write("1,0\n2,1\n"u8);
        Assert.Equal([1f, 2], Dataset.FromCsv(_folder.Write("данные-数据.csv", packed.ToArray())).Inputs.ToArray());

        byte[] twice = [.. packed.ToArray(), .. packed.ToArray()];
        Assert.Equal([1f, 2, 1, 2], Dataset.FromCsv(_folder.Write("twice.csv.gz", twice)).Inputs.ToArray());
        for (int length = 12; length < packed.Length; length++)
        {
            byte[] cut = packed.ToArray()[..length];
            Assert.Contains(
                "cut.csv.gz",
                Assert.Throws<InvalidDataException>(() => Dataset.FromCsv(_folder.Write("cut.csv.gz", cut))).Message);
        }
    }

    [Fact]
    public void Missing_files_and_folders()
    {
        string path = _folder.File("nothing.csv");
        FileNotFoundException problem = Assert.Throws<FileNotFoundException>(() => Dataset.FromCsv(path));
        Assert.Contains(path, problem.Message);
        Assert.Equal(path, problem.FileName);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => Dataset.FromCsv(_folder.Root)).Message);
    }

    [Fact]
    public void Regression_takes_several_targets_in_the_given_order()
    {
        string path = _folder.Write("targets.csv", "a,b,c,d\n1,2,3,4\n5,6,7,8\n");
        Dataset<float> data = Dataset.RegressionFromCsv(path, new CsvOptions { TargetColumns = ["d", "a"] });
        Assert.Equal([2f, 3, 6, 7], data.Inputs.ToArray());
        Assert.Equal([4f, 1, 8, 5], data.Targets.ToArray());
        Assert.Equal([4f, 8], Dataset.RegressionFromCsv(path).Targets.ToArray());
        Assert.Throws<ArgumentException>(() => Dataset.RegressionFromCsv(path, new CsvOptions { TargetColumns = [] }));
    }

    [Fact]
    public void Long_records_cross_the_blocks_of_the_reader()
    {
        StringBuilder text = new();
        for (int row = 0; row < 50; row++)
            text.AppendJoin(',', Enumerable.Range(row, 3000)).Append(",k\r\n");
        Dataset<int> data = Read(text.ToString());
        Assert.Equal((50, 3000), (data.Count, data.InputSize));
        Assert.Equal(49 + 2999, data.Input(49)[2999]);
    }
}
