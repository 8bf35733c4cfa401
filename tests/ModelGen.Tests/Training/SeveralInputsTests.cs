using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

[Model]
[Input(3, Name = "numbers"), Tokens(2, 5, Name = "words"), Lengths]
[Embedding(3), MeanOverTime, As("text"), From("numbers"), Dense(4, Name = "first"), Tanh, As("seen"), Concat("text", "seen")]
[Dense(2, Name = "scores"), Output("seen")]
[SoftmaxCrossEntropy(SampleWeights = true), Sgd(0.1)]
public sealed partial class SeveralInputs;

/// <summary>Models of several inputs in <c>Fit</c>, metrics and datasets: by name.</summary>
public sealed class SeveralInputsTests
{
    private const int Samples = 24;

    [Fact]
    public void Fit_does_what_steps_by_hand_do()
    {
        (float[] numbers, int[] words, int[] lengths, int[] labels) = Draw();
        SeveralInputs byHand = new(1), fitted = new(1), turned = new(1);
        for (int start = 0; start < Samples; start += 8)
        {
            byHand.TrainStep(
                numbers.AsSpan(3 * start, 24), words.AsSpan(2 * start, 16), lengths.AsSpan(start, 8), labels.AsSpan(start, 8));
        }

        FitOptions<int> options = new() { Epochs = 1, BatchSize = 8, Shuffle = false, Progress = null };
        Dataset<int> data = Dataset.FromInputs(Inputs(numbers, words, lengths), labels);
        History history = fitted.Fit(data, new FitOptions<int>
        {
            Epochs = 1,
            BatchSize = 8,
            Shuffle = false,
            Progress = null,
            Validation = data,
            Metrics = [Metric.F1()],
        });
        turned.Fit(Dataset.FromInputs(Inputs(numbers, words, lengths).Reverse(), labels), options);

        Assert.Equal(Weights(byHand), Weights(fitted));
        Assert.Equal(Weights(byHand), Weights(turned));
        Assert.Equal(byHand.Evaluate(numbers, words, lengths, labels), history.Epochs[0].ValidationLoss!.Value, 1e-6);
        Assert.Equal(byHand.Evaluate(numbers, words, lengths, labels), fitted.Evaluate(data), 1e-6);
    }

    [Fact]
    public void Predictions_and_metrics_are_those_of_the_main_output()
    {
        (float[] numbers, int[] words, int[] lengths, int[] labels) = Draw();
        SeveralInputs model = new(2);
        float[] right = new float[2 * Samples], seen = new float[4 * Samples];
        model.Predict(numbers, words, lengths, right, seen);
        Dataset<int> data = Dataset.FromInputs(Inputs(numbers, words, lengths), labels);

        float[] given = new float[right.Length];
        ((IModel)model).Predict(data.Inputs, given);
        Assert.Equal(right, given);
        Assert.Equal(6, ((IModel)model).InputSize);
        Assert.Equal([new("numbers", 3), new("words", 2), new("lengths", 1)], ((IModel)model).Inputs);
        int hits = labels.Where((label, i) => label == (right[2 * i] >= right[(2 * i) + 1] ? 0 : 1)).Count();
        Assert.Equal((double)hits / Samples, Accuracy.Of(model, data), 1e-9);
    }

    [Fact]
    public void Weights_of_samples_and_parts_of_sets_go_with_their_samples()
    {
        (float[] numbers, int[] words, int[] lengths, int[] labels) = Draw();
        float[] weights = [.. Enumerable.Range(0, Samples).Select(i => (float)(i % 3))];
        Dataset<int> data = Dataset.FromInputs(Inputs(numbers, words, lengths).Reverse(), labels).WithWeights(weights);
        int[] order = [5, 0, 17];
        Dataset<int> some = data.Subset(order).Slice(1, 2).InputsFor(new SeveralInputs(1));
        Assert.Equal([weights[0], weights[17]], some.Weights.ToArray());
        Assert.Equal([.. numbers[51..54], words[34], words[35], lengths[17]], some.Input(1).ToArray());

        SeveralInputs byHand = new(3), fitted = new(3);
        byHand.TrainStep(numbers, words, lengths, labels, weights);
        fitted.Fit(data, new FitOptions<int> { Epochs = 1, BatchSize = Samples, Shuffle = false, Progress = null });
        Assert.Equal(Weights(byHand), Weights(fitted));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        (float[] numbers, int[] words, int[] lengths, int[] labels) = Draw();
        SeveralInputs model = new(1);
        float[] before = Weights(model);
        KeyValuePair<string, float[]>[] inputs = [.. Inputs(numbers, words, lengths)];

        string message = Assert.Throws<ArgumentException>(() => model.Fit(Dataset.FromInputs(inputs[..2], labels))).Message;
        Assert.Contains("numbers [3], words [2]; the model needs numbers [3], words [2], lengths [1]", message, StringComparison.Ordinal);
        inputs[0] = new("number", numbers);
        message = Assert.Throws<ArgumentException>(() => model.Fit(Dataset.FromInputs(inputs, labels))).Message;
        Assert.Contains("the inputs number [3], words [2]", message, StringComparison.Ordinal);
        inputs[0] = new("WORDS", numbers);
        Assert.Contains(
            "Two inputs are called 'words'",
            Assert.Throws<ArgumentException>(() => Dataset.FromInputs(inputs, labels)).Message,
            StringComparison.Ordinal);
        inputs[0] = new("numbers", numbers[..10]);
        Assert.Contains(
            "'numbers' has 10 floats",
            Assert.Throws<ArgumentException>(() => Dataset.FromInputs(inputs, labels)).Message,
            StringComparison.Ordinal);

        // In another order, metrics do not guess.
        Dataset<int> turned = Dataset.FromInputs(Inputs(numbers, words, lengths).Reverse(), labels);
        message = Assert.Throws<ArgumentException>(() => Accuracy.Of(model, turned)).Message;
        Assert.Contains("in this order", message, StringComparison.Ordinal);
        _ = Accuracy.Of(model, turned.InputsFor(model));

        float[] half = [.. numbers];
        words[3] = 5;
        Assert.Contains(
            "words[3] is 5",
            Assert.Throws<ArgumentException>(() => model.Fit(
                Dataset.FromInputs(Inputs(numbers, words, lengths), labels),
                new FitOptions<int> { BatchSize = Samples, Shuffle = false, Progress = null })).Message,
            StringComparison.Ordinal);
        Dataset<int> broken = Dataset.FromInputs([new("numbers", half), new("words", [.. new float[2 * Samples]]), new(
            "lengths", [.. Enumerable.Repeat(1.5f, Samples)])], labels);
        Assert.Contains(
            "lengths[0] is 1.5",
            Assert.Throws<ArgumentException>(() => model.Fit(broken, new FitOptions<int> { Progress = null })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ((IModel)model).Predict(new float[7], new float[2]));
        Assert.Throws<ArgumentException>(() => ((IModel)model).Predict([], []));
        Assert.Equal(before, Weights(model));
    }

    private static IEnumerable<KeyValuePair<string, float[]>> Inputs(float[] numbers, int[] words, int[] lengths) =>
    [
        new("numbers", numbers),
        new("words", Array.ConvertAll(words, id => (float)id)),
        new("lengths", Array.ConvertAll(lengths, length => (float)length)),
    ];

    private static float[] Weights(SeveralInputs model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    private static (float[] Numbers, int[] Words, int[] Lengths, int[] Labels) Draw()
    {
        Random random = new(4);
        return (
            [.. Enumerable.Range(0, 3 * Samples).Select(_ => random.NextSingle() - 0.5f)],
            [.. Enumerable.Range(0, 2 * Samples).Select(_ => random.Next(5))],
            [.. Enumerable.Range(0, Samples).Select(_ => random.Next(1, 3))],
            [.. Enumerable.Range(0, Samples).Select(_ => random.Next(2))]);
    }
}
