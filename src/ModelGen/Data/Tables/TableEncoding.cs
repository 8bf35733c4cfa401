using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>What stands in for a missing number.</summary>
public enum Imputation
{
    /// <summary>The mean of the column in the training data.</summary>
    Mean,

    /// <summary>Its median.</summary>
    Median,

    /// <summary>Zero.</summary>
    Zero,
}

/// <summary>How a table becomes inputs.</summary>
public sealed record TableEncodingOptions
{
    /// <summary>Columns to leave out, such as names and row numbers.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Columns of numbers that stand for kinds of things, such as codes: they become categories.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>What stands in for a missing number.</summary>
    public Imputation Imputation { get; init; } = Imputation.Median;

    /// <summary>
    /// Whether a column of numbers with missing ones gets a second input, which is 1 where the number is missing: that it is may mean
    /// something.
    /// </summary>
    public bool MissingIndicators { get; init; } = true;

    /// <summary>Whether numbers are shifted and scaled, so that those of the training data have the mean 0 and the standard deviation
    /// 1.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>Whether a category that the training data do not have is accepted: all inputs of its column are 0 then. Otherwise it is
    /// an error.</summary>
    public bool AllowUnknown { get; init; } = true;
}

/// <summary>
/// Turns tables into datasets: a number is one input, a text as many as the column has categories, of which one is 1 (one-hot). What is
/// needed for it, such as means and categories, is measured on the training data and used for all others. Immutable.
/// </summary>
/// <remarks>
/// As scikit-learn's <c>SimpleImputer(add_indicator=True)</c>, <c>StandardScaler</c> and <c>OneHotEncoder</c>. Categories come in the
/// order of their character codes. Where texts of the training data are missing they are a category of their own, which is called
/// <c>column=missing</c>; where only other data miss one, all inputs of the column are 0.
/// </remarks>
public sealed class TableEncoding
{
    private readonly ColumnEncoding[] _columns;
    private readonly TableEncodingOptions _options;

    private TableEncoding(ColumnEncoding[] columns, string target, IReadOnlyList<string>? classNames, TableEncodingOptions options)
    {
        (_columns, Target, ClassNames, _options) = (columns, target, classNames, options);
        FeatureNames = [.. columns.SelectMany(column => column.Names)];
    }

    /// <summary>The column that is to be predicted.</summary>
    public string Target { get; }

    /// <summary>What the labels 0, 1, … stand for: the texts of the target column in the order of their character codes; null if it
    /// holds numbers.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The name of each input: <c>age</c>, <c>age missing</c>, <c>sex=female</c>.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>How many inputs a sample has.</summary>
    public int InputSize => FeatureNames.Count;

    /// <summary>Measures the training data.</summary>
    /// <param name="training">The table, at least one row.</param>
    /// <param name="target">The column to be predicted.</param>
    /// <param name="options">How columns are encoded; null for the defaults.</param>
    /// <returns>The encoding.</returns>
    /// <exception cref="ArgumentException">The table has no rows, or no column is left for inputs.</exception>
    /// <exception cref="KeyNotFoundException">There is no column of a name.</exception>
    public static TableEncoding Fit(Table training, string target, TableEncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        options ??= new TableEncodingOptions();
        if (training.RowCount == 0)
            throw new ArgumentException($"{training.Origin} has 0 rows; at least 1 is needed.", nameof(training));
        TableColumn targets = training[target];
        HashSet<TableColumn> left = [targets, .. options.Ignored.Select(name => training[name])];
        HashSet<string> categorical = [.. options.Categorical.Select(name => training[name].Name)];
        ColumnEncoding[] columns =
        [
            .. training.Columns.Where(column => !left.Contains(column))
                .Select(column => ColumnEncoding.Fit(categorical.Contains(column.Name) ? column.AsTexts() : column, options)),
        ];
        if (columns.Sum(column => column.Names.Count) == 0)
            throw new ArgumentException($"{training.Origin} has no column that is left for inputs.", nameof(training));
        string[]? classes = targets.IsNumeric ? null : [.. targets.Categories.Order(StringComparer.Ordinal)];
        return new TableEncoding(columns, target, classes, options);
    }

    /// <summary>Encodes rows, with the class of each as its label.</summary>
    /// <param name="table">A table with the columns of the training data; others are left out.</param>
    /// <returns>Samples with <see cref="InputSize"/> inputs. Labels are positions in <see cref="ClassNames"/>, or the numbers of the target
    /// column themselves.</returns>
    /// <exception cref="InvalidDataException">A label is missing or none of the classes, or no whole number of at least 0; a number stands
    /// where a text is needed, or a text for a number. The message gives row and column.</exception>
    /// <exception cref="KeyNotFoundException">A column is missing.</exception>
    public Dataset<int> Classes(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        TableColumn targets = table[Target];
        int[] labels = new int[table.RowCount];
        Dictionary<string, int>? classes = ClassNames?.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
        for (int row = 0; row < labels.Length; row++)
        {
            string text = targets.Text(row) ?? throw Fail(table, row, Target, "the label is missing");
            if (classes is not null)
            {
                if (!classes.TryGetValue(text, out labels[row]))
                    throw Fail(table, row, Target, $"'{text}' is none of the classes {string.Join(", ", ClassNames!)}");
                continue;
            }

            double number = targets.IsNumeric ? targets.Numbers[row] : double.NaN;
            if (!(number >= 0 && number <= int.MaxValue && number == Math.Floor(number)))
                throw Fail(table, row, Target, $"'{text}' is no label: a whole number of at least 0 is needed");
            labels[row] = (int)number;
        }

        return Dataset.FromArrays(Inputs(table), labels, InputSize, classNames: ClassNames);
    }

    /// <summary>Encodes rows, with the number in the target column as the target.</summary>
    /// <param name="table">A table with the columns of the training data; others are left out.</param>
    /// <returns>Samples with <see cref="InputSize"/> inputs and one target.</returns>
    /// <exception cref="InvalidDataException">A target is missing or no finite number, or a text stands for a number. The message gives row
    /// and column.</exception>
    /// <exception cref="KeyNotFoundException">A column is missing.</exception>
    public Dataset<float> Numbers(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        TableColumn column = table[Target];
        float[] targets = new float[table.RowCount];
        for (int row = 0; row < targets.Length; row++)
        {
            targets[row] = column.IsNumeric ? (float)column.Numbers[row] : float.NaN;
            if (!float.IsFinite(targets[row]))
            {
                string? text = column.Text(row);
                throw Fail(table, row, Target, text is null ? "the target is missing" : $"'{text}' is no finite number");
            }
        }

        return Dataset.FromArrays(Inputs(table), targets, InputSize);
    }

    /// <summary>Encodes the inputs of rows whose targets are not known.</summary>
    /// <param name="table">A table with the columns of the training data, of which the target may be missing.</param>
    /// <returns>rows · <see cref="InputSize"/> floats.</returns>
    /// <exception cref="InvalidDataException">A number stands where a text is needed, or a text for a number; or a category is not known
    /// and none may be. The message gives row and column.</exception>
    /// <exception cref="KeyNotFoundException">A column is missing.</exception>
    public float[] Inputs(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        float[] inputs = new float[checked(table.RowCount * InputSize)];
        int offset = 0;
        foreach (ColumnEncoding encoding in _columns)
        {
            TableColumn column = table[encoding.Column];
            if (!encoding.IsNumeric) column = column.AsTexts();
            if (encoding.IsNumeric && !column.IsNumeric)
                column = Missing(table, column);
            for (int row = 0; row < table.RowCount; row++)
            {
                if (encoding.Encode(column, row, inputs.AsSpan((row * InputSize) + offset)) is { } problem && !_options.AllowUnknown)
                    throw Fail(table, row, encoding.Column, problem);
            }

            offset += encoding.Names.Count;
        }

        return inputs;
    }

    /// <summary>Where all numbers of a column are missing, nothing says that it was one of numbers.</summary>
    private static TableColumn Missing(Table table, TableColumn column)
    {
        for (int row = 0; row < column.Count; row++)
        {
            if (column.Text(row) is { } text)
                throw Fail(table, row, column.Name, $"'{text}' is not a number; the column of the training data holds numbers");
        }

        return TableColumn.OfNumbers(column.Name, [.. Enumerable.Repeat(double.NaN, column.Count)]);
    }

    private static InvalidDataException Fail(Table table, int row, string column, string problem) =>
        new($"{table.Origin}, row {Runtime.Numbers.Format(row + 1)}, column '{column}': {problem}.");
}
