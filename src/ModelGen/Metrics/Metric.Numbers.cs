namespace ModelGen.Metrics;

/// <content>Metrics for models with numbers as targets.</content>
public static partial class Metric
{
    /// <summary>The mean of |output − target|: <c>mae</c>.</summary>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<float> MeanAbsoluteError(string name = "mae") =>
        new AccumulatedMetric<float>(
            name,
            false,
            () => new MeanOfBatches<float>((outputs, targets, _) => Regression.MeanAbsoluteError(outputs, targets)));

    /// <summary>The root of the mean of (output − target)²: <c>rmse</c>.</summary>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<float> RootMeanSquaredError(string name = "rmse") => new AccumulatedMetric<float>(
        name, false, () => new MeanOfBatches<float>((outputs, targets, _) => Regression.MeanSquaredError(outputs, targets), Math.Sqrt));

    /// <summary>The coefficient of determination, the mean over the outputs: <c>r2_score</c>. All outputs are kept until the end of the
    /// epoch.</summary>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<float> R2(string name = "r2_score") =>
        Of<float>(name, true, (outputs, targets, samples) => Regression.R2(outputs, targets, targets.Length / samples));

    /// <summary>The share of single labels that are right, each output being a label that holds or not: <c>binary_accuracy</c>.</summary>
    /// <param name="scores">What the outputs are: a label is chosen above 0 or above ½.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<float> BinaryAccuracy(ScoreKind scores, string name = "binary_accuracy") =>
        OfLabels(name, scores, matrix => matrix.Accuracy);

    /// <summary>The share of samples with all labels right: <c>subset_accuracy</c>.</summary>
    /// <param name="scores">What the outputs are: a label is chosen above 0 or above ½.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<float> SubsetAccuracy(ScoreKind scores, string name = "subset_accuracy") =>
        OfLabels(name, scores, matrix => matrix.SubsetAccuracy);

    /// <summary>The precision of labels that hold or not: <c>precision</c>.</summary>
    /// <param name="scores">What the outputs are: a label is chosen above 0 or above ½.</param>
    /// <param name="averaging">How labels become one number.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<float> LabelPrecision(ScoreKind scores, Averaging averaging = Averaging.Macro, string name = "precision") =>
        OfLabels(name, scores, matrix => matrix.Precision(averaging));

    /// <summary>The recall of labels that hold or not: <c>recall</c>.</summary>
    /// <param name="scores">What the outputs are: a label is chosen above 0 or above ½.</param>
    /// <param name="averaging">How labels become one number.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<float> LabelRecall(ScoreKind scores, Averaging averaging = Averaging.Macro, string name = "recall") =>
        OfLabels(name, scores, matrix => matrix.Recall(averaging));

    /// <summary>F1 of labels that hold or not: <c>f1_score</c>.</summary>
    /// <param name="scores">What the outputs are: a label is chosen above 0 or above ½.</param>
    /// <param name="averaging">How labels become one number.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<float> LabelF1(ScoreKind scores, Averaging averaging = Averaging.Macro, string name = "f1_score") =>
        OfLabels(name, scores, matrix => matrix.F1(averaging));

    /// <summary>The area under the ROC curve of labels that hold or not, the mean over the labels for which it is defined: <c>auc</c>. All
    /// outputs are kept until the end of the epoch.</summary>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<float> LabelRocAuc(string name = "auc") =>
        Of<float>(
            name,
            true,
            (outputs, targets, samples) =>
                MeanOverLabels(outputs, targets, samples, (scores, labels) => Metrics.RocAuc.OfScores(scores, labels)));

    /// <summary>The area under the precision-recall curve of labels that hold or not, the mean over the labels for which it is defined:
    /// <c>average_precision</c>. All outputs are kept until the end of the epoch.</summary>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<float> LabelAveragePrecision(string name = "average_precision") =>
        Of<float>(
            name,
            true,
            (outputs, targets, samples) =>
                MeanOverLabels(outputs, targets, samples, (scores, labels) => Metrics.AveragePrecision.OfScores(scores, labels)));

    private static AccumulatedMetric<float> OfLabels(string name, ScoreKind scores, Func<MultiLabelMatrix, double> number) =>
        new(name, largerIsBetter: true, () => new LabelCounter(scores == ScoreKind.Logits ? 0 : 0.5f, number));

    private static double MeanOverLabels(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> targets,
        int samples,
        Func<float[], int[], double> number)
    {
        int columns = targets.Length / samples, defined = 0;
        double sum = 0;
        for (int column = 0; column < columns; column++)
        {
            int[] labels = [.. ScoreTable.Column(targets, columns, column).Select(target => target > 0.5f ? 1 : 0)];
            double value = number(ScoreTable.Column(outputs, columns, column), labels);
            if (double.IsNaN(value))
                continue;
            sum += value;
            defined++;
        }

        return defined == 0 ? double.NaN : sum / defined;
    }

    private sealed class LabelCounter(float threshold, Func<MultiLabelMatrix, double> number) : MetricAccumulator<float>
    {
        private MultiLabelMatrix? _matrix;

        public override double Result => _matrix is null ? double.NaN : number(_matrix);

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int samples) =>
            (_matrix ??= new MultiLabelMatrix(targets.Length / samples, threshold)).Add(outputs, targets);
    }
}
