namespace ModelGen.Data;

public static partial class SampleStream
{
    /// <summary>
    /// Samples with class labels from a CSV file that need not fit in memory: it is read anew in each epoch, through a buffer. Columns and
    /// header are found as <see cref="Dataset.FromCsv"/> does.
    /// </summary>
    /// <remarks>
    /// Labels are whole numbers, or <see cref="CsvOptions.ClassNames"/> says what they are: to collect them would take the whole file. The
    /// file is UTF-8, packed by gzip or not.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; by default: commas, the header found out, the labels in the last column.</param>
    /// <param name="count">How many samples an epoch has, or null for all: the file is then read once to count them.</param>
    /// <returns>The stream. Reading it throws <see cref="InvalidDataException"/> where something cannot be read; the message names file,
    /// line, column and reason.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no samples, or columns are not as the options say.</exception>
    /// <example><code>
    /// SampleStream&lt;int&gt; stream = SampleStream.FromCsv("large.csv");
    /// model.Fit(stream, new FitOptions&lt;int&gt; { Epochs = 2, ShuffleWindow = 10_000, Prefetch = 4 });
    /// </code></example>
    public static SampleStream<int> FromCsv(string path, CsvOptions? options = null, int? count = null)
    {
        options ??= new CsvOptions();
        Dictionary<string, int>? classes = null;
        if (options.ClassNames is { } names)
        {
            classes = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach ((int index, string name) in names.Index())
            {
                if (!classes.TryAdd(name, index))
                    throw new ArgumentException($"The class name '{name}' is given twice.", nameof(options));
            }
        }

        return new CsvStream<int>(CsvLayout.Read(path, options, [options.LabelColumn], false), classes, count);
    }

    /// <summary>The same with numbers as targets: <see cref="CsvOptions.TargetColumns"/>, in that order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; by default: commas, the header found out, the target in the last column.</param>
    /// <param name="count">How many samples an epoch has, or null for all: the file is then read once to count them.</param>
    /// <returns>The stream; see <see cref="FromCsv"/>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no samples, or columns are not as the options say.</exception>
    public static SampleStream<float> RegressionFromCsv(string path, CsvOptions? options = null, int? count = null)
    {
        options ??= new CsvOptions();
        if (options.TargetColumns.Count == 0)
            throw new ArgumentException("No target column was given; at least 1 is needed.", nameof(options));
        return new CsvStream<float>(CsvLayout.Read(path, options, options.TargetColumns, true), null, count);
    }

    private sealed class CsvStream<TTarget>(CsvLayout layout, IReadOnlyDictionary<string, int>? classes, int? count)
        : SampleStream<TTarget>(layout.InputSize, layout.TargetSize, count ?? layout.Count())
        where TTarget : unmanaged
    {
        public override SampleReader<TTarget> Open(int epoch) => new CsvSampleReader<TTarget>(layout, classes);
    }
}
