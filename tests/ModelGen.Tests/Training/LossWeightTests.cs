using ModelGen.Data;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

[Model, Input(3), Dense(3), SoftmaxCrossEntropy(ClassWeights = [1, 0, 4]), Sgd(0.5)]
public sealed partial class RareClasses;

[Model, Input(3), Dense(3), SoftmaxCrossEntropy(SampleWeights = true), Sgd(0.5)]
public sealed partial class Weighing;

[Model, Input(3), Dense(3), SoftmaxCrossEntropy, Sgd(0.5)]
public sealed partial class Unweighted;

[Model, Tokens(2, 5), Embedding(3), Flatten, Dense(2), MeanSquaredError(SampleWeights = true), Sgd(0.1)]
public sealed partial class WeighingIds;

/// <summary>Weights of classes and of samples, in generated code and in <c>Fit</c>.</summary>
public sealed class LossWeightTests
{
    [Fact]
    public void Classes_count_by_their_weights()
    {
        RareClasses model = new(1);
        Unweighted single = new(1);
        float[] inputs = Inputs(4);
        int[] labels = [0, 2, 1, 2];
        double[] losses = [.. Enumerable.Range(0, 4).Select(i => (double)single.Evaluate(inputs.AsSpan(3 * i, 3), labels.AsSpan(i, 1)))];
        double expected = (losses[0] + (4 * losses[1]) + (4 * losses[3])) / 9;

        Assert.Equal(expected, model.Evaluate(inputs, labels), 1e-6);
        Assert.Equal(expected, model.TrainStep(inputs, labels), 1e-6);
    }

    [Fact]
    public void A_batch_without_weight_is_refused_and_nothing_changes()
    {
        RareClasses model = new(1);
        float[] before = model.Parameters[0].Value.ToArray();
        string message = Assert.Throws<ArgumentException>(() => model.TrainStep(Inputs(2), [1, 1])).Message;
        Assert.Contains("labels are 0 for RareClasses", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Evaluate(Inputs(1), [1]));
        Assert.Equal(before, model.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void A_sample_of_weight_two_counts_twice()
    {
        Weighing once = new(1);
        Unweighted twice = new(1);
        float[] inputs = Inputs(3);
        int[] labels = [2, 0, 1];

        // Of three samples one counts twice and one not at all: the mean of three losses.
        float loss = twice.TrainStep([.. inputs[..3], .. inputs[..3], .. inputs[3..6]], [2, 2, 0]);
        Assert.Equal(loss, once.TrainStep(inputs, labels, [2, 1, 0]), 1e-6);
        for (int i = 0; i < once.Parameters.Count; i++)
        {
            float[] one = once.Parameters[i].Value.ToArray(), other = twice.Parameters[i].Value.ToArray();
            for (int k = 0; k < one.Length; k++) Assert.Equal(other[k], one[k], 1e-6);
        }
    }

    [Fact]
    public void Without_weights_all_count_alike_to_the_bit()
    {
        Weighing model = new(1), ones = new(1);
        Unweighted plain = new(1);
        float[] inputs = Inputs(20);
        int[] labels = [.. Enumerable.Range(0, 20).Select(i => i % 3)];
        for (int step = 0; step < 3; step++)
        {
            float loss = plain.TrainStep(inputs, labels);
            Assert.Equal(loss, model.TrainStep(inputs, labels));
            Assert.Equal(loss, ones.TrainStep(inputs, labels, [.. Enumerable.Repeat(1f, 20)]));
        }

        Assert.Equal(plain.Evaluate(inputs, labels), model.Evaluate(inputs, labels));
        Assert.Equal(plain.Parameters[0].Value.ToArray(), model.Parameters[0].Value.ToArray());
        Assert.Equal(plain.Parameters[0].Value.ToArray(), ones.Parameters[0].Value.ToArray());
    }

    [Theory]
    [InlineData(new[] { 1f, 2, 3 }, "sampleWeights has 3 numbers; Weighing is given 2 samples")]
    [InlineData(new[] { 1f, -2 }, "sampleWeights[1] is -2; a weight is finite and at least 0.")]
    [InlineData(new[] { float.NaN, 2 }, "sampleWeights[0] is NaN; a weight is finite and at least 0.")]
    public void Weights_are_checked(float[] weights, string expected)
    {
        Weighing model = new(1);
        float[] before = model.Parameters[0].Value.ToArray();
        Assert.Contains(
            expected,
            Assert.Throws<ArgumentException>(() => model.TrainStep(Inputs(2), [0, 1], weights)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Evaluate(Inputs(2), [0, 1], weights));
        Assert.Equal(before, model.Parameters[0].Value.ToArray());
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public void Fit_takes_them_from_the_data(bool shuffle, int prefetch)
    {
        Dataset<int> data = Data();
        FitOptions<int> options = new()
        {
            Epochs = 2,
            BatchSize = 4,
            Seed = 5,
            Shuffle = shuffle,
            Prefetch = prefetch,
            Validation = data,
            Progress = null,
        };
        Weighing model = new(1), byHand = new(1);
        History history = model.Fit(data, options);
        BatchLoader<int> loader = new(data, 4, 5, shuffle);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            foreach (Batch<int> batch in loader.Epoch(epoch))
            {
                Assert.Equal(batch.Count, batch.Weights.Length);
                for (int i = 0; i < batch.Count; i++) Assert.Equal(Weight(batch.Inputs[3 * i]), batch.Weights[i]);
                byHand.TrainStep(batch.Inputs, batch.Targets, batch.Weights);
            }
        }

        Assert.Equal(byHand.Parameters[0].Value.ToArray(), model.Parameters[0].Value.ToArray());
        Assert.Equal(byHand.Evaluate(data.Inputs, data.Targets, data.Weights), history["val_loss"][^1], 1e-6);
    }

    [Fact]
    public void Weights_go_with_their_samples()
    {
        Dataset<int> data = Data();
        (Dataset<int> first, Dataset<int> second) = data.Split(0.6, seed: 3);
        foreach (Dataset<int> some in new[] { data.Shuffle(1), first, second, data.Slice(3, 5), data.Take(2) })
        {
            Assert.Equal(some.Count, some.Weights.Length);
            for (int i = 0; i < some.Count; i++) Assert.Equal(Weight(some.Input(i)[0]), some.Weights[i]);
        }

        Assert.True(data.WithWeights(default).Weights.IsEmpty);
        Assert.Contains(
            "11 weights for 10 samples",
            Assert.Throws<ArgumentException>(() => data.WithWeights(new float[11])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "The weight of sample 1 is -1",
            Assert.Throws<ArgumentException>(() => data.Take(2).WithWeights(new float[] { 0, -1 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_takes_no_weights_is_told_so() =>
        Assert.Contains(
            "Write SampleWeights = true at the loss",
            Assert.Throws<ArgumentException>(() => new Unweighted().Fit(Data(), new FitOptions<int> { Progress = null })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Models_of_ids_take_them_through_the_interface()
    {
        WeighingIds model = new(1), direct = new(1);
        IWeightedTrainable<float> general = model;
        float loss = general.TrainStep([0, 1, 2, 3], [1, 0, 0, 1], [0.5f, 2]);
        Assert.Equal(loss, direct.TrainStep([0, 1, 2, 3], [1, 0, 0, 1], [0.5f, 2]));
        Assert.Equal(general.Evaluate([0, 1], [1, 0], [3]), 3 * direct.Evaluate([0, 1], [1, 0]), 1e-5f);
    }

    private static float[] Inputs(int samples)
    {
        Random random = new(9);
        return [.. Enumerable.Range(0, samples * 3).Select(_ => random.NextSingle() - 0.5f)];
    }

    // The first input says what the weight is.
    private static float Weight(float input) => Math.Abs(input) * 3;

    private static Dataset<int> Data()
    {
        float[] inputs = Inputs(10);
        return Dataset.FromArrays(inputs, [0, 1, 2, 2, 1, 0, 0, 1, 2, 1], 3)
            .WithWeights(Enumerable.Range(0, 10).Select(i => Weight(inputs[3 * i])).ToArray());
    }
}
