using System.Runtime.CompilerServices;
using System.Text.Json;
using ModelGen.Metrics;

namespace ModelGen.Tests.Metrics;

/// <summary>Against scikit-learn; <c>References/make_metrics.py</c> wrote the values.</summary>
public class ReferenceMetricsTests
{
    private const double Tolerance = 1e-6; // Probabilities are rounded to floats.

    private sealed record Case(int Columns, float[] Scores, float[] Targets, JsonElement Expected)
    {
        public int[] Labels => [.. Targets.Select(target => (int)target)];

        public double Value(string key, string? averaging = null)
        {
            JsonElement value = Expected.GetProperty(key);
            return averaging is null ? value.GetDouble() : value.GetProperty(averaging).GetDouble();
        }

        public bool Has(string key) => Expected.TryGetProperty(key, out _);
    }

    private static List<Case> Cases(string kind, [CallerFilePath] string thisFile = "")
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Path.GetDirectoryName(thisFile)!, "References", "metrics.json")));
        List<Case> cases =
        [
            .. document
                .RootElement.EnumerateArray()
                .Where(element => element.GetProperty("kind").GetString() == kind)
                .Select(element => new Case(
                    element.GetProperty("columns").GetInt32(),
                    [.. element.GetProperty("scores").EnumerateArray().Select(value => value.GetSingle())],
                    [.. element.GetProperty("labels").EnumerateArray().Select(value => value.GetSingle())],
                    element.GetProperty("expected").Clone())),
        ];
        Assert.NotEmpty(cases);
        return cases;
    }

    private static IEnumerable<(Averaging Averaging, string Name)> Averagings =>
        [(Averaging.Macro, "macro"), (Averaging.Micro, "micro"), (Averaging.Weighted, "weighted")];

    /// <summary>As <c>Fit</c> measures: in batches.</summary>
    private static double InBatches<TTarget>(Metric<TTarget> metric, float[] outputs, TTarget[] targets, int samples)
        where TTarget : unmanaged
    {
        MetricAccumulator<TTarget> accumulator = metric.Start();
        int width = outputs.Length / samples, size = targets.Length / samples;
        for (int start = 0; start < samples; start += 7)
        {
            int count = Math.Min(7, samples - start);
            accumulator.Add(outputs.AsSpan(start * width, count * width), targets.AsSpan(start * size, count * size), count);
        }

        return accumulator.Result;
    }

    [Fact]
    public void Classes()
    {
        foreach (Case one in Cases("classes"))
        {
            int[] labels = one.Labels;
            double Of(Metric<int> metric) => InBatches(metric, one.Scores, labels, labels.Length);
            Assert.Equal(one.Value("accuracy"), Accuracy.OfScores(one.Scores, labels), 1e-12);
            Assert.Equal(one.Value("accuracy"), Of(Metric.Accuracy), 1e-12);
            foreach ((Averaging averaging, string name) in Averagings)
            {
                Assert.Equal(one.Value("precision", name), Of(Metric.Precision(averaging)), 1e-12);
                Assert.Equal(one.Value("recall", name), Of(Metric.Recall(averaging)), 1e-12);
                Assert.Equal(one.Value("f1", name), Of(Metric.F1(averaging)), 1e-12);
            }

            Assert.Equal(one.Value("log_loss"), LogLoss.OfLogits(one.Scores, labels), Tolerance);
            Assert.Equal(one.Value("log_loss"), Of(Metric.LogLoss(ScoreKind.Logits)), Tolerance);
            float[] probabilities = Softmax(one);
            Assert.Equal(one.Value("log_loss"), LogLoss.OfProbabilities(probabilities, labels), Tolerance);
            Assert.Equal(
                one.Value("log_loss"),
                InBatches(Metric.LogLoss(ScoreKind.Probabilities), probabilities, labels, labels.Length),
                Tolerance);
            if (one.Has("auc_macro"))
            {
                Assert.Equal(one.Value("auc_macro"), RocAuc.OneVersusRest(probabilities, labels), Tolerance);
                Assert.Equal(one.Value("auc_weighted"), Of(Metric.RocAuc(ScoreKind.Logits, Averaging.Weighted)), Tolerance);
                Assert.Equal(one.Value("ap_macro"), Of(Metric.AveragePrecision(ScoreKind.Logits)), Tolerance);
                Assert.Equal(one.Value("ap_macro"), AveragePrecision.OneVersusRest(probabilities, labels), Tolerance);
            }

            for (int k = 1; one.Has("top_1") && k <= 3; k++)
            {
                Assert.Equal(one.Value($"top_{k}"), TopKAccuracy.OfScores(one.Scores, labels, k), 1e-12);
                Assert.Equal(one.Value($"top_{k}"), Of(Metric.TopKAccuracy(k)), 1e-12);
            }
        }
    }

    [Fact]
    public void Two_classes()
    {
        foreach (Case one in Cases("binary"))
        {
            Assert.Equal(one.Value("auc"), RocAuc.OfScores(one.Scores, one.Labels), 1e-12);
            Assert.Equal(one.Value("ap"), AveragePrecision.OfScores(one.Scores, one.Labels), 1e-12);
            float[] probabilities = [.. one.Scores.Select(score => (float)(1 / (1 + Math.Exp(-score))))];
            Assert.Equal(one.Value("log_loss"), LogLoss.OfBinary(probabilities, one.Labels), Tolerance);
            Assert.Equal(one.Value("auc"), InBatches(Metric.LabelRocAuc(), one.Scores, one.Targets, one.Targets.Length), 1e-12);
            Assert.Equal(one.Value("ap"), InBatches(Metric.LabelAveragePrecision(), one.Scores, one.Targets, one.Targets.Length), 1e-12);
        }
    }

    [Fact]
    public void Several_labels()
    {
        foreach (Case one in Cases("labels"))
        {
            double Of(Metric<float> metric) => InBatches(metric, one.Scores, one.Targets, one.Targets.Length / one.Columns);
            foreach ((Averaging averaging, string name) in Averagings)
            {
                Assert.Equal(one.Value("precision", name), Of(Metric.LabelPrecision(ScoreKind.Logits, averaging)), 1e-12);
                Assert.Equal(one.Value("recall", name), Of(Metric.LabelRecall(ScoreKind.Logits, averaging)), 1e-12);
                Assert.Equal(one.Value("f1", name), Of(Metric.LabelF1(ScoreKind.Logits, averaging)), 1e-12);
            }

            Assert.Equal(one.Value("subset"), Of(Metric.SubsetAccuracy(ScoreKind.Logits)), 1e-12);
            Assert.Equal(1 - one.Value("hamming"), Of(Metric.BinaryAccuracy(ScoreKind.Logits)), 1e-12);
        }
    }

    [Fact]
    public void Numbers()
    {
        foreach (Case one in Cases("numbers"))
        {
            double Of(Metric<float> metric) => InBatches(metric, one.Scores, one.Targets, one.Targets.Length / one.Columns);
            Assert.Equal(one.Value("mae"), Regression.MeanAbsoluteError(one.Scores, one.Targets), 1e-12);
            Assert.Equal(one.Value("rmse"), Regression.RootMeanSquaredError(one.Scores, one.Targets), 1e-12);
            Assert.Equal(one.Value("r2"), Regression.R2(one.Scores, one.Targets, one.Columns), 1e-12);
            Assert.Equal(one.Value("mae"), Of(Metric.MeanAbsoluteError()), 1e-12);
            Assert.Equal(one.Value("rmse"), Of(Metric.RootMeanSquaredError()), 1e-12);
            Assert.Equal(one.Value("r2"), Of(Metric.R2()), 1e-12);
        }
    }

    private static float[] Softmax(Case one)
    {
        float[] probabilities = new float[one.Scores.Length];
        for (int row = 0; row < probabilities.Length; row += one.Columns)
            Classification.Softmax(one.Scores.AsSpan(row, one.Columns), probabilities.AsSpan(row, one.Columns));
        return probabilities;
    }
}
