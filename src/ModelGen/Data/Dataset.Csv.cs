namespace ModelGen.Data;

public static partial class Dataset
{
    /// <summary>
    /// Reads samples with class labels from a CSV file: one column of labels, every other one an input. Numbers are in the
    /// invariant culture. A file compressed with gzip is unpacked, whatever its name.
    /// </summary>
    /// <param name="path">The file, in UTF-8 or with a byte order mark.</param>
    /// <param name="options">How to read it; by default: commas, the header found out, the labels in the last column.</param>
    /// <returns>The dataset, with <see cref="Dataset{TTarget}.ClassNames"/> if the labels are texts.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Something cannot be read; the message names file, line and column.</exception>
    public static Dataset<int> FromCsv(string path, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        LabelCollector labels = new(options.ClassNames, options.ClassOrder);
        (float[] inputs, int inputSize) = ReadCsv(path, options, [options.LabelColumn], false, table =>
        {
            ReadOnlySpan<char> text = table.Text(table.TargetColumns[0]);
            if (text.IsEmpty)
                table.Fail(table.TargetColumns[0], "the label is missing");
            if (!labels.TryAdd(text))
                table.Fail(table.TargetColumns[0], $"'{text}' is none of the class names {string.Join(", ", options.ClassNames ?? [])}");
        },
        table =>
        {
            if (table.HasGuessedHeader && labels.FirstStandsApart is { } reason)
                throw table.Doubtful(reason);
        });
        (int[] numbers, IReadOnlyList<string>? names) = labels.Finish();
        return FromArrays(inputs, numbers, inputSize, options.InputShape, names);
    }

    /// <summary>
    /// Reads samples with numeric targets from a CSV file: <see cref="CsvOptions.TargetColumns"/> are the targets, in that
    /// order, every other column an input. Otherwise as <see cref="FromCsv"/>.
    /// </summary>
    /// <param name="path">The file, in UTF-8 or with a byte order mark.</param>
    /// <param name="options">How to read it; by default: commas, the header found out, the target in the last column.</param>
    /// <returns>The dataset.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Something cannot be read; the message names file, line and column.</exception>
    public static Dataset<float> RegressionFromCsv(string path, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        if (options.TargetColumns.Count == 0)
            throw new ArgumentException("No target column was given; at least 1 is needed.", nameof(options));
        List<float> targets = [];
        (float[] inputs, int inputSize) = ReadCsv(path, options, options.TargetColumns, true, table =>
        {
            foreach (int column in table.TargetColumns)
                targets.Add(table.Number(column));
        });
        return FromArrays(inputs, [.. targets], inputSize, options.TargetColumns.Count, options.InputShape);
    }

    private static (float[] Inputs, int InputSize) ReadCsv(
        string path,
        CsvOptions options,
        IReadOnlyList<CsvColumn> targets,
        bool targetsAreNumbers,
        Action<CsvTable> readTargets,
        Action<CsvTable>? atEnd = null)
    {
        using Stream stream = DataFile.OpenRead(path);
        using StreamReader text = new(stream);
        CsvTable table = new(path, text, options, targets, targetsAreNumbers);
        List<float> inputs = [];
        while (table.ReadRow())
        {
            foreach (int column in table.InputColumns)
                inputs.Add(table.Number(column) * options.Scale);
            readTargets(table);
        }

        atEnd?.Invoke(table);
        return ([.. inputs], table.InputColumns.Length);
    }
}
