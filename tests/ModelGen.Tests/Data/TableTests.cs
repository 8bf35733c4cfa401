using ModelGen.Data;

namespace ModelGen.Tests.Data;

/// <summary>Tables with missing values and categories, and the datasets made of them.</summary>
public sealed class TableTests : IDisposable
{
    private const string People = """
        name,age,sex,fare,town,survived
        Ann,20,f,10,York,yes
        Bob,,m,20,,no
        Cid,40,m,NA,Bath,no
        Dee,60,f,40,York,yes
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Table Read(string text = People) => Table.FromCsv(_folder.Write("people.csv", text));

    [Fact]
    public void Columns_hold_numbers_or_texts_with_missing_values()
    {
        Table table = Read();
        Assert.Equal((4, 6), (table.RowCount, table.Columns.Count));
        Assert.Equal([false, true, false, true, false, false], table.Columns.Select(column => column.IsNumeric));
        Assert.Equal([20, double.NaN, 40, 60], table["age"].Numbers.ToArray());
        Assert.Equal(["York", null, "Bath", "York"], Enumerable.Range(0, 4).Select(table["town"].Text));
        Assert.Equal((1, 1, 0), (table["fare"].MissingCount, table["town"].MissingCount, table["sex"].MissingCount));
        Assert.Equal("""
            4 rows, 6 columns
            name      4 categories: Ann, Bob, Cid, Dee
            age       numbers from 20 to 60, 1 missing
            sex       2 categories: f, m
            fare      numbers from 10 to 40, 1 missing
            town      2 categories: York, Bath, 1 missing
            survived  2 categories: yes, no
            """.ReplaceLineEndings("\n"), table.ToString());
    }

    /// <summary>By hand: the median of 20, 40, 60 is 40; of 10, 20, 40 it is 20.</summary>
    [Fact]
    public void Numbers_are_imputed_and_standardised_and_texts_become_one_hot()
    {
        Table table = Read();
        TableEncoding encoding = TableEncoding.Fit(table, "survived", new TableEncodingOptions { Ignored = ["name"] });
        Assert.Equal(
            ["age", "age missing", "sex=f", "sex=m", "fare", "fare missing", "town=Bath", "town=York", "town=missing"],
            encoding.FeatureNames);
        Assert.Equal(["no", "yes"], encoding.ClassNames!);
        Dataset<int> data = encoding.Classes(table);
        Assert.Equal([1, 0, 0, 1], data.Targets.ToArray());
        float age = MathF.Sqrt(200), fare = MathF.Sqrt(118.75f);
        float[] expected =
        [
            -20 / age, 0, 1, 0, -12.5f / fare, 0, 0, 1, 0,
            0, 1, 0, 1, -2.5f / fare, 0, 0, 0, 1,
            0, 0, 0, 1, -2.5f / fare, 1, 1, 0, 0,
            20 / age, 0, 1, 0, 17.5f / fare, 0, 0, 1, 0,
        ];
        Assert.All(expected.Zip(data.Inputs.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Other_data_are_encoded_as_the_training_data()
    {
        TableEncodingOptions options = new() { Ignored = ["name"], Standardize = false, Imputation = Imputation.Mean };
        TableEncoding encoding = TableEncoding.Fit(Read(), "survived", options);
        Table other = Table.FromCsv(_folder.Write("other.csv", "town,sex,age,fare\nHull,m,,7\n,,30,\n"));
        Assert.Equal([40f, 1, 0, 1, 7, 0, 0, 0, 0, 30, 0, 0, 0, 70 / 3f, 1, 0, 0, 1], encoding.Inputs(other));
        TableEncoding strict = TableEncoding.Fit(Read(), "survived", options with { AllowUnknown = false });
        Assert.Contains(
            "row 1, column 'town': 'Hull' is none of the categories Bath, York",
            Assert.Throws<InvalidDataException>(() => strict.Inputs(other)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_codes_may_be_categories_and_targets_numbers()
    {
        Table table = Read("zone,size,price\n10,1,5\n2,2,7\n10,3,9.5\n");
        TableEncodingOptions options = new() { Categorical = ["zone"], Standardize = false };
        TableEncoding encoding = TableEncoding.Fit(table, "price", options);
        Assert.Equal(["zone=10", "zone=2", "size"], encoding.FeatureNames);
        Dataset<float> data = encoding.Numbers(table);
        Assert.Equal([1f, 0, 1, 0, 1, 2, 1, 0, 3], data.Inputs.ToArray());
        Assert.Equal([5f, 7, 9.5f], data.Targets.ToArray());
        Assert.Contains(
            "row 3, column 'price': '9.5' is no label",
            Assert.Throws<InvalidDataException>(() => encoding.Classes(table)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_split_as_those_of_a_dataset()
    {
        Table table = Read("x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{i}\n")));
        (Table first, Table second) = table.Split(0.8, seed: 3);
        (Dataset<float> left, Dataset<float> right) =
            Dataset.FromArrays([.. Enumerable.Range(0, 50).Select(i => (float)i)], new float[50], 1).Split(0.8, seed: 3);
        Assert.Equal(left.Inputs.ToArray(), first["x"].Numbers.ToArray().Select(value => (float)value));
        Assert.Equal(right.Inputs.ToArray(), second["x"].Numbers.ToArray().Select(value => (float)value));
    }

    [Fact]
    public void Empty_columns_and_constant_ones_do_no_harm()
    {
        Table table = Read("x,gone,same,y\n1,,5,0\n2,,5,1\n");
        TableEncoding encoding = TableEncoding.Fit(table, "y");
        Assert.Equal(["x", "gone=missing", "same"], encoding.FeatureNames);
        Assert.Equal([-1f, 1, 0, 1, 1, 0], encoding.Inputs(table));
        Table numbers = Table.FromCsv(_folder.Write("numbers.csv", "x,gone,same,y\n,3,5,0\n"));
        Assert.Equal([0f, 0, 0], encoding.Inputs(numbers));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Says("line 3: there are 3 fields; 2 are needed", () => Read("a,b\n1,2\n1,2,3\n"));
        Says("two columns are called 'a'", () => Read("a,a\n1,2\n"));
        Says("column 2: the name of the column is missing", () => Read("a,,b\n1,2,3\n"));
        Says("holds no data", () => Read(""));
        Says("Did you mean 'age'", () => TableEncoding.Fit(Read(), "agee"));
        Says("has 0 rows", () => TableEncoding.Fit(Read("a,b\n"), "b"));
        Says("no column that is left", () => TableEncoding.Fit(Read("a\n1\n"), "a"));
        TableEncoding encoding = TableEncoding.Fit(Read(), "survived");
        Says("row 1, column 'age': 'old' is not a number", () => encoding.Inputs(With("20,f", "old,f")));
        Says("row 2, column 'survived': the label is missing", () => encoding.Classes(With("20,,no", "20,,")));
        Says("'maybe' is none of the classes no, yes", () => encoding.Classes(With("York,yes", "York,maybe")));
        Says("Two columns", () => new Table([TableColumn.OfNumbers("a", []), TableColumn.OfNumbers("a", [])]));
        Says("has 1 rows", () => new Table([TableColumn.OfNumbers("a", []), TableColumn.OfNumbers("b", [1])]));

        Table With(string text, string other) => Read(People.Replace(text, other, StringComparison.Ordinal));

        static void Says(string text, Func<object> action) =>
            Assert.Contains(text, Assert.ThrowsAny<Exception>(action).Message, StringComparison.Ordinal);
    }
}
