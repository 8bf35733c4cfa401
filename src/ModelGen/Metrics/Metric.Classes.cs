namespace ModelGen.Metrics;

/// <summary>The metrics that come along, for <c>FitOptions.Metrics</c>. Each has the key that Keras gives it, or a short one, and another
/// on demand. Of accuracy, top-k accuracy, precision, recall and F1, labels below 0 do not count: no class has them, and a loss that
/// accepts them ignores them.</summary>
/// <example><code>Metrics = [Metric.TopKAccuracy(5), Metric.F1(Averaging.Macro), Metric.LogLoss(ScoreKind.Logits)]</code></example>
public static partial class Metric
{
    /// <summary>The share of labels whose score is the largest: <c>accuracy</c>.</summary>
    public static Metric<int> Accuracy { get; } = TopKAccuracy(1, "accuracy");

    /// <summary>The share of labels whose score is among the k largest: <c>top_k_categorical_accuracy</c>.</summary>
    /// <param name="k">How many classes may be named; at least 1.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<int> TopKAccuracy(int k = 5, string name = "top_k_categorical_accuracy")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return new AccumulatedMetric<int>(name, largerIsBetter: true, () => new TopKCounter(k));
    }

    /// <summary>The precision, from a confusion matrix: <c>precision</c>.</summary>
    /// <param name="averaging">How classes become one number.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<int> Precision(Averaging averaging = Averaging.Macro, string name = "precision") =>
        OfMatrix(name, matrix => matrix.Precision(averaging));

    /// <summary>The recall, from a confusion matrix: <c>recall</c>.</summary>
    /// <param name="averaging">How classes become one number.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<int> Recall(Averaging averaging = Averaging.Macro, string name = "recall") =>
        OfMatrix(name, matrix => matrix.Recall(averaging));

    /// <summary>F1, from a confusion matrix: <c>f1_score</c>.</summary>
    /// <param name="averaging">How classes become one number.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<int> F1(Averaging averaging = Averaging.Macro, string name = "f1_score") =>
        OfMatrix(name, matrix => matrix.F1(averaging));

    /// <summary>The area under the ROC curve, of each class against the others: <c>auc</c>. All outputs are kept until the end of the
    /// epoch.</summary>
    /// <param name="scores">What the outputs are.</param>
    /// <param name="averaging">Macro or weighted.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<int> RocAuc(ScoreKind scores, Averaging averaging = Averaging.Macro, string name = "auc") =>
        Of<int>(
            name,
            true,
            (outputs, labels, _) => Metrics.RocAuc.OneVersusRest(Probabilities(outputs, labels.Length, scores), labels, averaging));

    /// <summary>The area under the precision-recall curve, of each class against the others: <c>average_precision</c>. All outputs are
    /// kept until the end of the epoch.</summary>
    /// <param name="scores">What the outputs are.</param>
    /// <param name="averaging">Macro or weighted.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<int> AveragePrecision(
        ScoreKind scores,
        Averaging averaging = Averaging.Macro,
        string name = "average_precision") =>
        Of<int>(
            name,
            true,
            (outputs, labels, _) => Metrics.AveragePrecision.OneVersusRest(Probabilities(outputs, labels.Length, scores), labels, averaging)
        );

    /// <summary>The cross-entropy without whatever the loss of the model has besides: <c>log_loss</c>.</summary>
    /// <param name="scores">What the outputs are.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<int> LogLoss(ScoreKind scores, string name = "log_loss")
    {
        MetricFunction<int> function = scores == ScoreKind.Logits
            ? (outputs, labels, _) => Metrics.LogLoss.OfLogits(outputs, labels)
            : (outputs, labels, _) => Metrics.LogLoss.OfProbabilities(outputs, labels);
        return new AccumulatedMetric<int>(name, false, () => new MeanOfBatches<int>(function));
    }

    /// <summary>The expected calibration error: <c>calibration_error</c>. All outputs are kept until the end of the epoch.</summary>
    /// <param name="scores">What the outputs are.</param>
    /// <param name="bins">How many bins; at least 1.</param>
    /// <param name="name">The key.</param>
    /// <returns>The metric.</returns>
    public static Metric<int> CalibrationError(ScoreKind scores, int bins = 15, string name = "calibration_error")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return Of<int>(
            name,
            false,
            (outputs, labels, _) => Metrics.CalibrationError.OfProbabilities(Probabilities(outputs, labels.Length, scores), labels, bins));
    }

    private static AccumulatedMetric<int> OfMatrix(string name, Func<ConfusionMatrix, double> number) =>
        new(name, largerIsBetter: true, () => new MatrixCounter(number));

    private static float[] Probabilities(ReadOnlySpan<float> outputs, int labels, ScoreKind scores)
    {
        float[] probabilities = outputs.ToArray();
        int classes = outputs.Length / labels;
        for (int i = 0; scores == ScoreKind.Logits && i < labels; i++)
            Classification.Softmax(outputs.Slice(i * classes, classes), probabilities.AsSpan(i * classes, classes));
        return probabilities;
    }

    private sealed class TopKCounter(int k) : MetricAccumulator<int>
    {
        private long _right, _all;

        public override double Result => _all == 0 ? double.NaN : (double)_right / _all;

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, int samples)
        {
            int classes = outputs.Length / targets.Length;
            for (int i = 0; i < targets.Length; i++)
            {
                int label = targets[i];
                if (label < 0)
                    continue;
                ReadOnlySpan<float> own = outputs.Slice(i * classes, classes);
                _all++;
                if (
                    k == 1
                        ? Classification.ArgMax(own) == label
                        : (uint)label < (uint)classes && Metrics.TopKAccuracy.Contains(own, label, k))
                    _right++;
            }
        }
    }

    private sealed class MatrixCounter(Func<ConfusionMatrix, double> number) : MetricAccumulator<int>
    {
        private ConfusionMatrix? _matrix;

        public override double Result => _matrix is null ? double.NaN : number(_matrix);

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, int samples)
        {
            int classes = outputs.Length / targets.Length;
            _matrix ??= new ConfusionMatrix(classes);
            for (int i = 0; i < targets.Length; i++)
            {
                if (targets[i] >= 0)
                    _matrix.Add(targets[i], Classification.ArgMax(outputs.Slice(i * classes, classes)));
            }
        }
    }
}
