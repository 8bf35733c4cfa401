using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

[Model]
[Input(3), Dense(6), Tanh, As("body"), Dense(2), As("box"), From("body"), Dense(4), Output("box")]
[SoftmaxCrossEntropy, MeanSquaredError(Of = "box", Weight = 0.3), Sgd(0.1)]
public sealed partial class SeveralLosses;

[Model]
[Input(3, Name = "numbers"), Tokens(2, 5, Name = "words"), Embedding(3), Flatten, Concat("numbers"), Dense(6), As("early")]
[Tanh, Dense(6)]
[SoftmaxCrossEntropy, SoftmaxCrossEntropy(Of = "early", Weight = 0.5, Target = "labels"), Adam(0.01, WeightAverage = 0.9)]
public sealed partial class EarlyLoss;

[Model]
[Input(3, Name = "numbers"), Tokens(2, 5, Name = "words"), Embedding(3), Flatten, Concat("numbers"), Dense(6), Tanh, As("body"), Dense(1)]
[As("age"), From("body"), Dense(4), Output("age")]
[SoftmaxCrossEntropy(SampleWeights = true, IgnoreLabel = -100), MeanAbsoluteError(Of = "age", SampleWeights = true, Weight = 2), Sgd(0.1)]
public sealed partial class WeightedLosses;

/// <summary>Models that minimise several losses: their members, <c>Fit</c>, metrics and datasets.</summary>
public sealed class SeveralLossesTests
{
    private const int Samples = 24, Batch = 8;

    [Fact]
    public void The_loss_is_the_weighted_sum_of_losses_that_are_told()
    {
        (float[] inputs, _, int[] labels, float[] boxes) = Draw();
        SeveralLosses model = new(1);
        float[] losses = new float[2], scores = new float[4 * Samples], found = new float[2 * Samples];
        float total = model.Evaluate(inputs, labels, boxes, losses);
        model.Predict(inputs, scores, found);

        double square = boxes.Zip(found, (target, output) => Math.Pow(target - output, 2)).Average();
        double cross = labels.Select((label, i) =>
            Math.Log(Enumerable.Range(0, 4).Sum(c => Math.Exp(scores[(4 * i) + c]))) - scores[(4 * i) + label]).Average();
        Assert.Equal(cross, losses[0], 1e-5);
        Assert.Equal(square, losses[1], 1e-5);
        Assert.Equal(cross + (0.3 * square), total, 1e-5);
        Assert.Equal(total, model.Evaluate(inputs, labels, boxes));
        float[] again = new float[2];
        Assert.Equal(total, model.TrainStep(inputs, labels, boxes, again));
        Assert.Equal(losses, again);
        Assert.True(model.Evaluate(inputs, labels, boxes) < total);
        string message = Assert.Throws<ArgumentException>(() => model.Evaluate(inputs, labels, boxes, new float[3])).Message;
        Assert.Contains("room for 3 losses; SeveralLosses has 2", message, StringComparison.Ordinal);
        Assert.Contains(
            "boxTargets",
            Assert.Throws<ArgumentException>(() => model.TrainStep(inputs, labels, boxes.AsSpan(1))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_does_what_steps_by_hand_do()
    {
        (float[] inputs, _, int[] labels, float[] boxes) = Draw();
        SeveralLosses byHand = new(1), fitted = new(1), turned = new(1);
        double[] sums = new double[3];
        float[] losses = new float[2];
        for (int start = 0; start < Samples; start += Batch)
        {
            sums[0] += byHand.TrainStep(
                inputs.AsSpan(3 * start, 3 * Batch), labels.AsSpan(start, Batch), boxes.AsSpan(2 * start, 2 * Batch), losses);
            sums[1] += losses[0];
            sums[2] += losses[1];
        }

        Dataset<float> data = Data([new("labels", Floats(labels)), new("boxTargets", boxes)]);
        History history = fitted.Fit(data, Options(data, Metric.MeanAbsoluteError().ForOutput("box")));
        turned.Fit(Data([new("boxtargets", boxes), new("Labels", Floats(labels))]), Options());

        Assert.Equal(Weights(byHand), Weights(fitted));
        Assert.Equal(Weights(byHand), Weights(turned));
        Assert.Equal(
            ["loss", "output_loss", "box_loss", "val_loss", "val_output_loss", "val_box_loss", "val_output_accuracy", "val_box_mae", "lr"],
            history.Keys);
        for (int i = 0; i < 3; i++)
            Assert.Equal(sums[i] / 3, history[new[] { "loss", "output_loss", "box_loss" }[i]][0], 1e-6);
        Assert.Equal(fitted.Evaluate(inputs, labels, boxes, losses), history["val_loss"][0], 1e-6);
        Assert.Equal(losses[0], history["val_output_loss"][0], 1e-6);
        Assert.Equal(losses[1], history["val_box_loss"][0], 1e-6);
        Assert.Equal(fitted.Evaluate(data), history["val_loss"][0], 1e-6);

        float[] scores = new float[4 * Samples], found = new float[2 * Samples];
        fitted.Predict(inputs, scores, found);
        int hits = labels.Where((label, i) => scores.AsSpan(4 * i, 4).IndexOf(scores[(4 * i)..((4 * i) + 4)].Max()) == label).Count();
        Assert.Equal((double)hits / Samples, history["val_output_accuracy"][0], 1e-9);
        Assert.Equal(boxes.Zip(found, (t, y) => Math.Abs(t - y)).Average(), history["val_box_mae"][0], 1e-6);
        Assert.Equal(history["val_box_mae"][0], Metric.MeanAbsoluteError().ForOutput("box").Measure(fitted, data), 1e-9);
    }

    [Fact]
    public void Losses_that_share_their_labels_train_on_labels()
    {
        (float[] inputs, int[] words, _, _) = Draw();
        int[] labels = [.. Enumerable.Range(0, Samples).Select(i => i * 5 % 6)];
        EarlyLoss byHand = new(2), fitted = new(2);
        float[] losses = new float[2];
        float total = byHand.TrainStep(inputs, words, labels, losses);
        Assert.Equal(losses[0] + (0.5 * losses[1]), total, 1e-6);

        Dataset<int> data = Dataset.FromInputs([new("numbers", inputs), new("words", Floats(words))], labels);
        History history = fitted.Fit(
            data, new FitOptions<int> { Epochs = 1, BatchSize = Samples, Shuffle = false, Progress = null, Validation = data });
        Assert.Equal(Weights(byHand), Weights(fitted));
        Assert.Equal(losses[1], history["early_loss"][0], 1e-7);
        Assert.True(history["val_accuracy"][0] >= 0);
        Assert.Equal(6, ((ITrainable<int>)fitted).ClassCount);
        Assert.Equal(byHand.Averaged().Evaluate(inputs, words, labels), fitted.Averaged().Evaluate(data), 1e-6);
    }

    [Fact]
    public void Weights_of_samples_and_labels_that_do_not_count_go_through_rows()
    {
        (float[] inputs, int[] words, int[] labels, float[] boxes) = Draw();
        float[] ages = boxes[..Samples], weights = [.. Enumerable.Range(0, Samples).Select(i => (float)(i % 3))];
        labels[4] = labels[9] = -100;
        WeightedLosses byHand = new(3), fitted = new(3);
        byHand.TrainStep(inputs, words, labels, ages, weights);

        Dataset<float> data = Dataset.FromInputsAndTargets(
            [new("words", Floats(words)), new("numbers", inputs)],
            [new("ageTargets", ages), new("labels", Floats(labels))],
            Samples).WithWeights(weights);
        fitted.Fit(data, new FitOptions<float> { Epochs = 1, BatchSize = Samples, Shuffle = false, Progress = null });
        Assert.Equal(Weights(byHand), Weights(fitted));

        ITrainable<float> rows = fitted;
        Assert.Equal(
            [
                new ModelTarget("labels", 1) { ClassCount = 4, IgnoredLabel = -100, Output = "output" },
                new ModelTarget("ageTargets", 1) { Output = "age" },
            ],
            rows.Targets);
        Assert.Equal([new("output", 4), new("age", 1)], rows.Outputs);
        float[] all = new float[5 * Samples], scores = new float[4 * Samples], age = new float[Samples];
        Dataset<float> arranged = data.InputsFor(fitted).TargetsFor(fitted);
        rows.PredictAll(arranged.Inputs, all);
        fitted.Predict(inputs, words, scores, age);
        Assert.Equal([.. scores, .. age], all);
        Assert.Equal(fitted.Evaluate(inputs, words, labels, ages), rows.Evaluate(arranged.Inputs, arranged.Targets));
        Assert.Throws<ArgumentException>(() => rows.Evaluate(arranged.Inputs, arranged.Targets[..^1]));
        Assert.Throws<ArgumentException>(() => rows.PredictAll(arranged.Inputs, all.AsSpan(1)));
    }

    [Fact]
    public void Labels_that_do_not_count_are_in_no_accuracy()
    {
        float[] scores = [0, 1, 1, 0, 0, 1, 1, 0];
        Metric<int> recall = Metric.Recall(global::ModelGen.Metrics.Averaging.Micro);
        foreach (Metric<int> metric in new[] { Metric.Accuracy, Metric.TopKAccuracy(1), recall })
        {
            MetricAccumulator<int> accumulator = metric.Start();
            Assert.Equal(double.NaN, accumulator.Result);
            accumulator.Add(scores, [1, 0, 0, -100], 4);
            Assert.Equal(2 / 3.0, accumulator.Result, 1e-12);
        }
    }

    [Fact]
    public void A_training_that_goes_on_within_an_epoch_has_the_same_losses()
    {
        (float[] inputs, _, int[] labels, float[] boxes) = Draw();
        Dataset<float> data = Data([new("labels", Floats(labels)), new("boxTargets", boxes)]);
        using TemporaryFolder folder = new();
        string path = folder.File("checkpoint.safetensors");
        SeveralLosses whole = new(1), first = new(1), second = new(9);
        History expected = whole.Fit(data, Options());

        using CancellationTokenSource source = new();
        FitOptions<float> interrupted = new()
        {
            Epochs = 1,
            BatchSize = Batch,
            Shuffle = false,
            Progress = null,
            Checkpoint = new FitCheckpoint(path) { EveryBatches = 1 },
            Callbacks = [new LambdaCallback { BatchEnd = state => Stop(state, source) }],
        };
        Assert.Throws<OperationCanceledException>(() => first.Fit(data, interrupted, source.Token));
        History resumed = second.Fit(data, new FitOptions<float>
        {
            Epochs = 1,
            BatchSize = Batch,
            Shuffle = false,
            Progress = null,
            Checkpoint = new FitCheckpoint(path) { EveryBatches = 1 },
        });
        Assert.Equal(Weights(whole), Weights(second));
        Assert.Equal(expected["box_loss"], resumed["box_loss"]);
        Assert.Equal(expected["output_loss"], resumed["output_loss"]);

        static void Stop(FitState state, CancellationTokenSource source)
        {
            if (state.Batch == 2) source.Cancel();
        }
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        (float[] inputs, _, int[] labels, float[] boxes) = Draw();
        SeveralLosses model = new(1);
        float[] before = Weights(model);
        Says("the targets labels [1]; the model needs labels [1], boxTargets [2]", Data([new("labels", Floats(labels))]));
        Says("the targets label [1], boxTargets [2]", Data([new("label", Floats(labels)), new("boxTargets", boxes)]));
        Says("boxTargets [1]", Data([new("labels", Floats(labels)), new("boxTargets", boxes[..Samples])]));
        Says(
            "needs 3: labels [1], boxTargets [2]",
            Dataset.FromArrays(inputs, new float[2 * Samples], 3, 2));
        float[] bad = Floats(labels);
        bad[7] = 1.5f;
        Says("labels[0] of sample 7 is 1.5; it has 4 classes", Data([new("labels", bad), new("boxTargets", boxes)]));
        bad[7] = 4;
        Says("labels[0] of sample 7 is 4", Data([new("labels", bad), new("boxTargets", boxes)]));
        float[] missing = [.. boxes];
        missing[3] = float.NaN;
        Says("is NaN", Data([new("labels", Floats(labels)), new("boxTargets", missing)]));
        Assert.Contains(
            "Two targets are called 'Labels'",
            Assert.Throws<ArgumentException>(() => Data([new("labels", boxes), new("Labels", boxes)])).Message,
            StringComparison.Ordinal);

        Dataset<float> data = Data([new("labels", Floats(labels)), new("boxTargets", boxes)]);
        Says("'output_mae' is of the output 'out'", data, Metric.MeanAbsoluteError().ForOutput("out", "output_mae"));
        Says("Metric.Accuracy.ForOutput(\"output\")", data, Metric.MeanAbsoluteError());
        Assert.Equal(before, Weights(model));
        Assert.Throws<ArgumentException>(() =>
            ((IMultiLossTrainable<float>)model).TrainStep(data.Inputs, data.Targets, new float[Samples], new float[2]));
        Assert.Equal(before, Weights(model));

        void Says(string expected, Dataset<float> data, params Metric<float>[] metrics) => Assert.Contains(
            expected,
            Assert.Throws<ArgumentException>(() => model.Fit(data, Options(data, metrics))).Message,
            StringComparison.Ordinal);
    }

    private static FitOptions<float> Options(Dataset<float>? validation = null, params Metric<float>[] metrics) => new()
    {
        Epochs = 1,
        BatchSize = Batch,
        Shuffle = false,
        Progress = null,
        Validation = validation,
        Metrics = metrics,
    };

    private static Dataset<float> Data(KeyValuePair<string, float[]>[] targets) =>
        Dataset.FromInputsAndTargets([new("input", Draw().Inputs)], targets, Samples);

    private static float[] Floats(int[] values) => Array.ConvertAll(values, value => (float)value);

    private static float[] Weights(IModel model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    private static (float[] Inputs, int[] Words, int[] Labels, float[] Boxes) Draw()
    {
        Random random = new(4);
        return (
            [.. Enumerable.Range(0, 3 * Samples).Select(_ => random.NextSingle() - 0.5f)],
            [.. Enumerable.Range(0, 2 * Samples).Select(_ => random.Next(5))],
            [.. Enumerable.Range(0, Samples).Select(_ => random.Next(4))],
            [.. Enumerable.Range(0, 2 * Samples).Select(_ => random.NextSingle())]);
    }
}
