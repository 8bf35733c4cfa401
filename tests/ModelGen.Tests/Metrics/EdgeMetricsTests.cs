using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Training;

namespace ModelGen.Tests.Metrics;

/// <summary>Nothing to measure, one class, ties and NaN.</summary>
public class EdgeMetricsTests
{
    [Fact]
    public void Areas_without_both_classes_are_not_defined()
    {
        Assert.Equal(double.NaN, RocAuc.OfScores([], []));
        Assert.Equal(double.NaN, RocAuc.OfScores([0.1f, 0.2f], [1, 1]));
        Assert.Equal(double.NaN, RocAuc.OfScores([0.1f, 0.2f], [0, 0]));
        Assert.Equal(double.NaN, AveragePrecision.OfScores([0.1f, 0.2f], [0, 0]));
        Assert.Equal(1, AveragePrecision.OfScores([0.1f, 0.2f], [1, 1]));
        Assert.Equal(double.NaN, RocAuc.OneVersusRest([1, 0, 1, 0], [0, 0]));
        Assert.Equal(1, RocAuc.OneVersusRest([0.9f, 0.1f, 0, 0.2f, 0.8f, 0], [0, 1])); // The third class has no samples.
    }

    [Fact]
    public void Equal_scores_count_one_half()
    {
        Assert.Equal(0.5, RocAuc.OfScores([1, 1, 1, 1], [0, 1, 1, 0]));
        Assert.Equal(0.5, AveragePrecision.OfScores([1, 1, 1, 1], [0, 1, 1, 0]));
        Assert.Equal((1 + 0.5 + 1 + 1) / 4, RocAuc.OfScores([1, 2, 2, 3], [0, 1, 0, 1]));
    }

    [Fact]
    public void NaN_is_passed_on()
    {
        Assert.Equal(double.NaN, RocAuc.OfScores([float.NaN, 0.2f], [0, 1]));
        Assert.Equal(double.NaN, AveragePrecision.OfScores([0.1f, float.NaN], [0, 1]));
        Assert.Equal(double.NaN, LogLoss.OfLogits([float.NaN, 0], [1]));
        Assert.Equal(double.NaN, LogLoss.OfProbabilities([float.NaN, 0], [0]));
        Assert.Equal(double.NaN, CalibrationError.OfProbabilities([float.NaN, 0], [0]));
        Assert.Equal(double.NaN, Regression.MeanAbsoluteError([float.NaN, 1], [1, 1]));
        Assert.Equal(double.NaN, Regression.R2([float.NaN, 1], [1, 1]));
        Assert.Equal(0.5, TopKAccuracy.OfScores([float.NaN, 1, float.NaN, 1], [0, 1], 1));
    }

    [Fact]
    public void Nothing_is_not_a_number()
    {
        Assert.Equal(double.NaN, Regression.MeanAbsoluteError([], []));
        Assert.Equal(double.NaN, Regression.RootMeanSquaredError([], []));
        Assert.Equal(double.NaN, Regression.R2([1], [1]));
        Assert.Equal(double.NaN, new ConfusionMatrix(2).F1(Averaging.Macro));
        Assert.Equal(double.NaN, new MultiLabelMatrix(2, 0).SubsetAccuracy);
        Assert.Equal(double.NaN, new MultiLabelMatrix(2, 0).F1(Averaging.Micro));
        Assert.All(new Metric<int>[] { Metric.Accuracy, Metric.F1(), Metric.RocAuc(ScoreKind.Logits), Metric.LogLoss(ScoreKind.Logits) },
            metric => Assert.Equal(double.NaN, metric.Start().Result));
        Assert.All(new Metric<float>[] { Metric.R2(), Metric.RootMeanSquaredError(), Metric.LabelF1(ScoreKind.Logits) },
            metric => Assert.Equal(double.NaN, metric.Start().Result));
    }

    [Fact]
    public void Certain_mistakes_cost_infinitely_much()
    {
        Assert.Equal(double.PositiveInfinity, LogLoss.OfProbabilities([0, 1], [0]));
        Assert.Equal(double.PositiveInfinity, LogLoss.OfBinary([1], [0]));
        Assert.Equal(2000, LogLoss.OfLogits([-1000, 1000], [0]));
        Assert.Equal(0, LogLoss.OfLogits([-1000, 1000], [1]));
    }

    [Fact]
    public void A_constant_is_explained_or_not()
    {
        Assert.Equal(1, Regression.R2([2, 2], [2, 2]));
        Assert.Equal(0, Regression.R2([2, 1], [2, 2]));
    }

    [Fact]
    public void Top_k_takes_the_first_of_equal_scores()
    {
        Assert.Equal(1 / 3.0, TopKAccuracy.OfScores([1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 2], 1));
        Assert.Equal(2 / 3.0, TopKAccuracy.OfScores([1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 2], 2));
        Assert.Equal(1, TopKAccuracy.OfScores([1, 2, 3], [0], 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => TopKAccuracy.OfScores([1, 2], [0], 0));
    }

    [Fact]
    public void Calibration_is_binned()
    {
        // Four of confidence 0.75 and half of them right; one of 0.6, wrong.
        float[] probabilities = [0.75f, 0.25f, 0.75f, 0.25f, 0.25f, 0.75f, 0.25f, 0.75f, 0.6f, 0.4f];
        int[] labels = [0, 1, 1, 0, 1];
        Assert.Equal((4 * 0.25 + 0.6) / 5, CalibrationError.OfProbabilities(probabilities, labels, 10), 1e-7);
        Assert.Equal(Math.Abs(2 / 5.0 - (4 * 0.75 + 0.6) / 5), CalibrationError.OfProbabilities(probabilities, labels, 1), 1e-7);
        IReadOnlyList<CalibrationError.Bin> bins = CalibrationError.Bins(probabilities, labels, 10);
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 4, 0, 0], bins.Select(bin => bin.Samples)); // The float 0.6 is a little above 0.6.
        Assert.Equal(0.5, bins[7].Accuracy);
        Assert.Equal(double.NaN, bins[0].Confidence);
        MetricAccumulator<int> inFit = Metric.CalibrationError(ScoreKind.Probabilities, 10).Start();
        inFit.Add(probabilities, labels, 5);
        Assert.Equal((4 * 0.25 + 0.6) / 5, inFit.Result, 1e-7);
    }

    [Fact]
    public void Lengths_and_labels_are_checked()
    {
        Assert.Contains(
            "label at position 1 is 2; there are 2 scores",
            Assert.Throws<ArgumentException>(() => LogLoss.OfLogits([1, 2, 3, 4], [0, 2])).Message);
        Assert.Contains(
            "label at position 0 is 2; it must be 0 or 1",
            Assert.Throws<ArgumentException>(() => RocAuc.OfScores([1], [2])).Message);
        Assert.Contains("1 scores for 2 labels", Assert.Throws<ArgumentException>(() => RocAuc.OfScores([1], [0, 1])).Message);
        Assert.Throws<ArgumentException>(() => TopKAccuracy.OfScores([], [], 1));
        Assert.Throws<ArgumentException>(() => Regression.R2([1, 2, 3], [1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => RocAuc.OneVersusRest([1, 0, 0, 1], [0, 1], Averaging.Micro));
        Assert.Throws<ArgumentException>(() => new MultiLabelMatrix(2, 0).Add([1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiLabelMatrix(2, 0).F1(2));
        Assert.Throws<ArgumentException>(() => Metric.F1(name: ""));
    }

    [Fact]
    public void Fit_measures_them_under_their_keys()
    {
        Dataset<int> data = Dataset.FromArrays([1, 0, 0, 1, 0, 1, 1, 0], [0, 1, 0, 0], 2);
        FitOptions<int> options = new()
        {
            Epochs = 1,
            BatchSize = 3,
            Validation = data,
            TrainingMetrics = true,
            Progress = null,
            Metrics = [Metric.F1(Averaging.Weighted), Metric.Of<int>("samples", true, (_, _, samples) => samples)],
        };
        History history = new FakeClassifier().Fit(data, options);
        Assert.Equal(
            ["loss", "accuracy", "f1_score", "samples", "val_loss", "val_accuracy", "val_f1_score", "val_samples", "lr"],
            history.Keys);
        Assert.Equal(0.75, history["accuracy"][0]);
        Assert.Equal(4, history["val_samples"][0]);
        double expected = Metric.F1(Averaging.Weighted).Measure(new FakeClassifier(), data, 2);
        Assert.Equal(3 / 4.0 * 0.8 + 1 / 4.0 * 2 / 3, expected, 1e-12);
        Assert.Equal(expected, history["val_f1_score"][0]);
        Assert.Contains("Two metrics are called 'f1_score'", Assert.Throws<ArgumentException>(() => new FakeClassifier().Fit(
            data, new FitOptions<int> { Metrics = [Metric.F1(), Metric.F1(Averaging.Micro)], Progress = null })).Message);
    }
}
