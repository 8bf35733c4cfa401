using ModelGen.Data;

namespace ModelGen.Metrics;

/// <summary>How often each class was taken for each other one. <c>ToString</c> prints it as a table.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    /// <summary>An empty matrix.</summary>
    /// <param name="classCount">How many classes; at least 1.</param>
    /// <param name="classNames">What they are called; by default their numbers.</param>
    /// <exception cref="ArgumentException">The number of names is another one.</exception>
    public ConfusionMatrix(int classCount, IReadOnlyList<string>? classNames = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        if (classNames is not null && classNames.Count != classCount)
            throw new ArgumentException($"{classNames.Count} class names were given; {classCount} are needed.", nameof(classNames));
        ClassCount = classCount;
        ClassNames = classNames ?? [.. Enumerable.Range(0, classCount).Select(Runtime.Numbers.Format)];
        _counts = new long[classCount, classCount];
    }

    /// <summary>How many classes.</summary>
    public int ClassCount { get; }

    /// <summary>What they are called.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many samples have been added.</summary>
    public long Total { get; private set; }

    /// <summary>How many of them were recognised.</summary>
    public long Correct { get; private set; }

    /// <summary>The share of the recognised: from 0 to 1, NaN without samples.</summary>
    public double Accuracy => Ratio(Correct, Total);

    /// <summary>How many samples of one class were taken for another (or the same).</summary>
    /// <param name="actual">The true class.</param>
    /// <param name="predicted">The class chosen.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside the matrix.</exception>
    public long this[int actual, int predicted] => _counts[Checked(actual, nameof(actual)), Checked(predicted, nameof(predicted))];

    /// <summary>Counts the decisions of a model on a dataset.</summary>
    /// <param name="model">A model with one score per class, so at least 2 outputs.</param>
    /// <param name="data">Samples with their labels.</param>
    /// <returns>The filled matrix, with as many classes as the model has outputs.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, or a label is beyond its outputs.</exception>
    public static ConfusionMatrix Of(IModel model, Dataset<int> data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        int[] classes = Classification.Classify(model, data);
        ReadOnlySpan<int> labels = data.Labels("The confusion matrix");
        ConfusionMatrix matrix = new(model.OutputSize, data.ClassNames?.Count == model.OutputSize ? data.ClassNames : null);
        for (int i = 0; i < classes.Length; i++)
            matrix.Add(labels[i], classes[i]);
        return matrix;
    }

    /// <summary>Counts one sample.</summary>
    /// <param name="actual">The true class.</param>
    /// <param name="predicted">The class chosen.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside the matrix.</exception>
    public void Add(int actual, int predicted)
    {
        _counts[Checked(actual, nameof(actual)), Checked(predicted, nameof(predicted))]++;
        Total++;
        if (actual == predicted)
            Correct++;
    }

    /// <summary>How many samples of a class have been added.</summary>
    /// <param name="classIndex">The class.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The class is outside the matrix.</exception>
    public long Samples(int classIndex)
    {
        Checked(classIndex, nameof(classIndex));
        return Enumerable.Range(0, ClassCount).Sum(predicted => _counts[classIndex, predicted]);
    }

    /// <summary>Of the samples taken for a class, the share that belongs to it.</summary>
    /// <param name="classIndex">The class.</param>
    /// <returns>From 0 to 1; NaN if none was taken for it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The class is outside the matrix.</exception>
    public double Precision(int classIndex) =>
        Ratio(this[classIndex, classIndex], Enumerable.Range(0, ClassCount).Sum(actual => _counts[actual, classIndex]));

    /// <summary>Of the samples of a class, the share that was recognised: the accuracy within the class.</summary>
    /// <param name="classIndex">The class.</param>
    /// <returns>From 0 to 1; NaN if there was none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The class is outside the matrix.</exception>
    public double Recall(int classIndex) =>
        Ratio(this[classIndex, classIndex], Samples(classIndex));

    /// <summary>The harmonic mean of precision and recall of a class: 2·TP / (2·TP + FP + FN).</summary>
    /// <param name="classIndex">The class.</param>
    /// <returns>From 0 to 1; NaN if there was none and none was taken for it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The class is outside the matrix.</exception>
    public double F1(int classIndex) => Counts(Checked(classIndex, nameof(classIndex))).F1;

    /// <summary>One precision for all classes, by the rules of scikit-learn: classes that occur neither among the samples nor among the
    /// choices are left out, and one that was never chosen counts as 0.</summary>
    /// <param name="averaging">How.</param>
    /// <returns>From 0 to 1; NaN without samples.</returns>
    public double Precision(Averaging averaging) => Average(averaging, counts => counts.Precision);

    /// <summary>One recall for all classes, by the rules of scikit-learn: see <see cref="Precision(Averaging)"/>. Micro and weighted, it is
    /// the accuracy.</summary>
    /// <param name="averaging">How.</param>
    /// <returns>From 0 to 1; NaN without samples.</returns>
    public double Recall(Averaging averaging) => Average(averaging, counts => counts.Recall);

    /// <summary>One F1 for all classes, by the rules of scikit-learn: see <see cref="Precision(Averaging)"/>. Macro, it is the mean of the
    /// classes' own.</summary>
    /// <param name="averaging">How.</param>
    /// <returns>From 0 to 1; NaN without samples.</returns>
    public double F1(Averaging averaging) => Average(averaging, counts => counts.F1);

    /// <summary>A table: a row per true class, a column per chosen class, and behind them the precision and the recall of
    /// the class of the row.</summary>
    /// <returns>The text, lines separated by \n.</returns>
    public override string ToString() => ConfusionTable.Print(this, 0);

    /// <summary>The table in a given width: what is too wide for it is folded, some of the chosen classes below each other.</summary>
    /// <param name="columns">How many characters a line may have, as <see cref="Reporting.ProgressReport.ConsoleColumns"/> says of the
    /// console; 0 for no limit. Each part has at least one class, even if it is wider.</param>
    /// <returns>The text, lines separated by \n.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is negative.</exception>
    public string ToString(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return ConfusionTable.Print(this, columns);
    }

    /// <summary>A table with a line per class: how many samples it has, how many of them were recognised, and the class they were most
    /// often taken for.</summary>
    /// <returns>The text, lines separated by \n.</returns>
    public string PerClass() => ClassTable.Print(this);

    private double Average(Averaging averaging, Func<ClassCounts, double> number) => ClassCounts.Average(
        [.. Enumerable.Range(0, ClassCount).Select(Counts).Where(counts => counts.Samples + counts.Found > 0)], averaging, number);

    private ClassCounts Counts(int classIndex)
    {
        long right = _counts[classIndex, classIndex];
        return new ClassCounts(
            right,
            Enumerable.Range(0, ClassCount).Sum(actual => _counts[actual, classIndex]) - right,
            Samples(classIndex) - right);
    }

    private static double Ratio(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;

    private int Checked(int classIndex, string parameterName)
    {
        if ((uint)classIndex >= (uint)ClassCount)
        {
            throw new ArgumentOutOfRangeException(
                parameterName, classIndex, $"The class must be at least 0 and less than {ClassCount}, the number of classes.");
        }

        return classIndex;
    }
}
