using System.Xml.Linq;
using ModelGen.Analysis;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Reporting;
using ModelGen.Runtime;
using ModelGen.TestKit;
using ModelGen.Training;

namespace ModelGen.Tests.Analysis;

/// <summary>What is looked at while and after a training; every look leaves the model as it was.</summary>
public sealed class AnalysisTests
{
    /// <summary>The class is the sign of the second input; the others say nothing.</summary>
    private static Dataset<int> Signs(int count)
    {
        RandomStream random = new(TestSeed.Value, 77);
        float[] inputs = new float[3 * count];
        random.FillNormal(inputs);
        return Dataset.FromArrays(inputs, [.. Enumerable.Range(0, count).Select(i => inputs[(3 * i) + 1] > 0 ? 1 : 0)], 3);
    }

    private static (float[] Input, float[] Targets) Batch(int count)
    {
        RandomStream random = new(TestSeed.Value, 78);
        float[] input = new float[4 * count], targets = new float[2 * count];
        random.FillNormal(input);
        random.FillNormal(targets);
        return (input, targets);
    }

    private static float[][] Weights(IModel model) => [.. model.Parameters.Select(parameter => parameter.Value.ToArray())];

    /// <summary>The next steps are those of a twin that nobody looked at.</summary>
    private static void AssertUntouched(AnalysisRegression model, AnalysisRegression twin)
    {
        (float[] input, float[] targets) = Batch(8);
        for (int step = 0; step < 3; step++)
            Assert.Equal(twin.TrainStep(input, targets), model.TrainStep(input, targets));
        Assert.Equal(Weights(twin), Weights(model));
    }

    [Fact]
    public void Right_gradients_pass_with_dropout_and_normalization()
    {
        AnalysisRegression model = new(seed: 3), twin = new(seed: 3);
        (float[] input, float[] targets) = Batch(8);
        model.TrainStep(input, targets);
        twin.TrainStep(input, targets);
        GradientCheck check = GradientCheck.Run<float>(model, input, targets, seed: TestSeed.Value);
        Assert.True(check.Passed, check.ToString());
        Assert.Equal(model.Parameters.Where(one => one.Trainable).Select(one => one.Name), check.Rows.Select(row => row.Name));
        Assert.All(check.Rows.Where(row => row.Norm > 1e-3), row => Assert.InRange(row.RelativeError, 0, 0.05));
        AssertUntouched(model, twin);
    }

    /// <summary>A model whose gradient of the slope is twice what it should be.</summary>
    private sealed class WrongSlope : ITrainable<float>
    {
        private readonly LinearRegression _line = new();

        public float Factor { get; init; } = 2;

        public int InputSize => 1;

        public int OutputSize => 1;

        public int TargetSize => 1;

        public float LearningRate { get; set; }

        public ParameterSet Parameters => _line.Parameters;

        public void Predict(ReadOnlySpan<float> input, Span<float> output) => _line.Predict(input, output);

        public float Evaluate(ReadOnlySpan<float> input, ReadOnlySpan<float> targets) => _line.Evaluate(input, targets);

        public void Save(string path) => _line.Save(path);

        public float TrainStep(ReadOnlySpan<float> input, ReadOnlySpan<float> targets)
        {
            float loss = Evaluate(input, targets);
            float[] before = Parameters[0].Value.ToArray();
            _line.LearningRate = 1;
            _line.TrainStep(input, targets);
            for (int i = 0; i < before.Length; i++)
                Parameters[0].Gradient[i] = (before[i] - Parameters[0].Value[i]) * (i == 0 ? Factor : 1);
            return loss;
        }
    }

    [Fact]
    public void Wrong_gradients_do_not_pass()
    {
        float[] input = [1, 2, 3, -1], targets = [2, 5, 7, -3];
        Assert.True(GradientCheck.Run<float>(new WrongSlope { Factor = 1 }, input, targets).Passed);
        GradientCheck check = GradientCheck.Run<float>(new WrongSlope(), input, targets);
        Assert.False(check.Passed);
        Assert.EndsWith("WRONG", check.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_units_are_found_and_others_are_not()
    {
        Dataset<int> data = Signs(100);
        AnalysisClassifier model = new(seed: 2);
        foreach (int unit in (int[])[1, 4])
        {
            for (int input = 0; input < 3; input++) model.Parameters["dense1.weight"].Value[unit, input] = 0.01f;
            model.Parameters["dense1.bias"].Value[unit] = -5;
        }

        float[][] before = Weights(model);
        DeadUnits dead = DeadUnits.Find(model, data);
        Assert.Equal(["dense1", "dense2"], dead.Layers.Select(layer => layer.Layer));
        Assert.Equal([1, 4], dead.Layers[0].Dead);
        Assert.Empty(dead.Layers[1].Dead);
        Assert.Equal("2 of 8 units do not learn\ndense1  2 of 6\ndense2  0 of 2", dead.ToString());
        Assert.Equal(before, Weights(model));
    }

    [Fact]
    public void Statistics_are_those_of_the_last_gradient()
    {
        AnalysisClassifier model = new(seed: 1);
        Dataset<int> data = Signs(16);
        model.TrainStep(data.Inputs, data.Targets);
        IReadOnlyList<ParameterStatistics> rows = ParameterStatistics.Of(model.Parameters);
        Assert.Equal(model.Parameters.Select(one => one.Name), rows.Select(row => row.Name));
        float[] gradient = model.Parameters["dense2.weight"].Gradient.ToArray();
        ParameterStatistics own = rows.Single(row => row.Name == "dense2.weight");
        Assert.Equal(Math.Sqrt(gradient.Sum(value => (double)value * value)), own.GradientNorm, 1e-12);
        Assert.Equal(gradient.Max(Math.Abs), own.GradientMaximum, 1e-12);
        Assert.Equal((12, 0), (own.Count, own.NonFinite));
        model.Parameters["dense1.bias"].Gradient[0] = float.NaN;
        Assert.Equal(1, ParameterStatistics.Of(model.Parameters)[1].NonFinite);
        Assert.Equal(1 + rows.Count, ParameterStatistics.Table(rows).Split('\n').Length);
    }

    [Fact]
    public void One_batch_is_learned_by_heart()
    {
        Dataset<int> data = Signs(8);
        AnalysisClassifier model = new(seed: 1);
        float[][] before = Weights(model);
        OverfitCheck check = OverfitCheck.Run(model, data.Inputs, data.Targets);
        Assert.Equal(OverfitVerdict.Learns, check.Verdict);
        Assert.Equal(before, Weights(model));
        Assert.Contains("can learn these samples", check.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0f, OverfitVerdict.Stuck)]
    [InlineData(1e-5f, OverfitVerdict.TooSlow)]
    public void What_does_not_learn_is_told(float rate, OverfitVerdict verdict)
    {
        Dataset<int> data = Signs(8);
        AnalysisClassifier model = new(seed: 1) { LearningRate = rate };
        Assert.Equal(verdict, OverfitCheck.Run(model, data.Inputs, data.Targets, steps: 30).Verdict);
    }

    [Fact]
    public void Losses_that_rise_or_are_no_numbers_are_told()
    {
        LinearRegression line = new() { LearningRate = 0.6f };
        Assert.Equal(OverfitVerdict.Diverges, OverfitCheck.Run<float>(line, [1f, 2], [3f, 5], steps: 5).Verdict);
        Assert.Equal(OverfitVerdict.NotFinite, OverfitCheck.Run<float>(line, [1f, 2], [3f, 5], steps: 500).Verdict);
        Assert.Equal([0f, 0], line.Parameters[0].Value.ToArray());

        // Generated models throw where a loss is not finite.
        AnalysisRegression model = new(seed: 1) { LearningRate = 1e20f }, twin = new(seed: 1) { LearningRate = 1e20f };
        (float[] input, float[] targets) = Batch(8);
        OverfitCheck check = OverfitCheck.Run<float>(model, input, targets);
        Assert.Equal(OverfitVerdict.NotFinite, check.Verdict);
        Assert.Contains("no number any more", check.ToString(), StringComparison.Ordinal);
        Assert.Equal(Weights(twin), Weights(model));
    }

    [Fact]
    public void The_input_that_decides_is_the_important_one()
    {
        Dataset<int> data = Signs(400);
        AnalysisClassifier model = new(seed: 1);
        model.Fit(data, epochs: 15, batchSize: 32, quiet: true);
        IReadOnlyList<Importance> single = PermutationImportance.Of(model, data, Metric.Accuracy, seed: TestSeed.Value);
        Assert.Equal("1", single[0].Name);
        Assert.InRange(single[0].Mean, 0.3, 0.6);
        Assert.All(single.Skip(1), importance => Assert.InRange(importance.Mean, -0.05, 0.1));
        IReadOnlyList<Importance> grouped =
            PermutationImportance.Of(model, data, Metric.Accuracy, ["age", "age missing", "sex=f"], seed: TestSeed.Value);
        Assert.Equal(["age", "sex"], grouped.Select(importance => importance.Name));
        Assert.Equal(grouped.Select(importance => importance.Mean), PermutationImportance.Of(
            model, data, Metric.Accuracy, ["age", "age missing", "sex=f"], seed: TestSeed.Value).Select(importance => importance.Mean));
        Assert.Throws<ArgumentException>(() => PermutationImportance.Of(model, data, Metric.Accuracy, ["a"]));
    }

    [Fact]
    public void The_surface_is_the_loss_in_the_middle_and_higher_around_a_minimum()
    {
        Dataset<int> data = Signs(200);
        AnalysisClassifier model = new(seed: 1);
        model.Fit(data, epochs: 30, batchSize: 32, quiet: true);
        float[][] before = Weights(model);
        double loss = model.Evaluate(data);
        LossSurface surface = LossSurface.Compute(model, data, radius: 1, points: 5, seed: TestSeed.Value);
        Assert.Equal([-1, -0.5, 0, 0.5, 1], surface.Positions);
        Assert.Equal(loss, surface[2, 2]);
        Assert.True(surface[0, 0] > loss && surface[4, 4] > loss && surface[0, 4] > loss && surface[4, 0] > loss);
        Assert.Equal(before, Weights(model));
        Assert.Throws<ArgumentOutOfRangeException>(() => LossSurface.Compute(model, data, points: 4));

        // Along a direction as long as the weights, filter by filter: at −1 some of it is gone, and never all.
        Assert.Equal(surface[1, 3], LossSurface.Compute(model, data, radius: 1, points: 5, seed: TestSeed.Value)[1, 3]);
    }

    [Fact]
    public void The_report_shows_surface_calibration_and_texts()
    {
        Dataset<int> data = Signs(50);
        AnalysisClassifier model = new(seed: 1);
        History history = model.Fit(data, epochs: 2, batchSize: 32, quiet: true);
        float[] outputs = new float[2 * 50];
        model.Predict(data.Inputs, outputs);
        for (int row = 0; row < outputs.Length; row += 2)
            Classification.Softmax(outputs.AsSpan(row, 2), outputs.AsSpan(row, 2));
        string html = new TrainingReport("Signs", history)
            .AddLossSurface(LossSurface.Compute(model, data, points: 3))
            .AddCalibration(CalibrationError.Bins(outputs, data.Targets, 10))
            .AddText("Gradients <>", ParameterStatistics.Table(ParameterStatistics.Of(model.Parameters)))
            .ToHtml();
        XElement page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)).Root!;
        Assert.Contains("Loss around the weights", page.Descendants("h2").Select(heading => heading.Value));
        Assert.Contains("Gradients <>", page.Descendants("h2").Select(heading => heading.Value));
        XElement[] maps = [.. page.Descendants("svg").Where(svg => (string?)svg.Attribute("class") == "chart surface")];
        Assert.Equal(2, maps.Length);
        Assert.Equal(9 + 20, maps[0].Elements("rect").Count());
        Assert.InRange(maps[1].Elements("rect").Count(), 1, 10);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ensemble_is_the_mean_of_its_members()
    {
        Dataset<int> data = Signs(300);
        Ensemble ensemble = Ensemble.Bagging(data, 3, (own, number) =>
        {
            AnalysisClassifier model = new(seed: number);
            model.Fit(own, epochs: 5, batchSize: 32, quiet: true);
            return model;
        }, EnsembleMean.SoftmaxOfLogits, seed: TestSeed.Value);
        float[] input = data.Inputs[..6].ToArray(), output = new float[4], own = new float[4];
        double[] expected = new double[4];
        foreach (IModel member in ensemble.Members)
        {
            member.Predict(input, own);
            for (int row = 0; row < 4; row += 2) Classification.Softmax(own.AsSpan(row, 2), own.AsSpan(row, 2));
            for (int i = 0; i < 4; i++) expected[i] += own[i] / 3.0;
        }

        ensemble.Predict(input, output);
        Assert.All(expected.Zip(output), pair => Assert.Equal(pair.First, Math.Exp(pair.Second), 1e-6));
        Assert.InRange(Metric.Accuracy.Measure(ensemble, data), 0.9, 1);

        Dataset<int> drawn = Ensemble.Bootstrap(data, 0, TestSeed.Value);
        Assert.Equal(300, drawn.Count);
        int different = Enumerable.Range(0, 300).Select(i => drawn.Input(i)[0]).Distinct().Count();
        Assert.InRange(different, 150, 230); // 190 are expected.
        Assert.Equal(drawn.Inputs.ToArray(), Ensemble.Bootstrap(data, 0, TestSeed.Value).Inputs.ToArray());

        using TemporaryFolder folder = new();
        ensemble.Save(folder.File("ensemble.safetensors"));
        Assert.Contains("2.dense1.weight", File.ReadAllText(folder.File("ensemble.safetensors")), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Ensemble([], EnsembleMean.Outputs));
        Assert.Throws<ArgumentException>(() => new Ensemble([new AnalysisClassifier(), new AnalysisRegression()], EnsembleMean.Outputs));
    }
}
