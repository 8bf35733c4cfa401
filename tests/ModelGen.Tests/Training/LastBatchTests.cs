using ModelGen.Data;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

/// <summary>What a step of training would refuse, Fit refuses before the first one.</summary>
public sealed class LastBatchTests
{
    private static Dataset<int> Samples(int count) => Dataset.FromArrays(
        [.. Enumerable.Range(0, 4 * count).Select(i => MathF.Sin(i))], [.. Enumerable.Range(0, count).Select(i => i % 2)], 4);

    private static FitOptions<int> Options(int batchSize, bool dropLast = false) =>
        new() { Epochs = 1, BatchSize = batchSize, DropLast = dropLast, Progress = null };

    private static string Refused(NormalizedNet model, int samples, FitOptions<int> options)
    {
        float[] before = [.. model.Parameters.SelectMany(p => p.Value)];
        string message = Assert.Throws<ArgumentException>(() => model.Fit(Samples(samples), options)).Message;
        Assert.Equal(before, model.Parameters.SelectMany(p => p.Value));
        return message;
    }

    [Fact]
    public void A_last_batch_too_small_for_the_model_is_refused_before_the_first_step()
    {
        NormalizedNet model = new();
        Assert.StartsWith(
            "There are 9 training samples, and the batch size is 4, so the last batch of an epoch has 1 sample; NormalizedNet normalizes "
                + "over the samples of a batch, "
                + "so at least 2 are needed in each. Choose another batch size, or set DropLast.",
            Refused(model, 9, Options(4)),
            StringComparison.Ordinal);
        Assert.Contains(
            "There are 4 training samples, and the batch size is 1; NormalizedNet",
            Refused(model, 4, Options(1)),
            StringComparison.Ordinal);
        Assert.Contains("Give it more samples.", Refused(model, 1, Options(4)), StringComparison.Ordinal);
        Assert.Contains(
            "so no batch is left without the last one",
            Refused(model, 3, Options(4, dropLast: true)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 4, true)]
    [InlineData(10, 4, false)]
    [InlineData(8, 4, true)]
    [InlineData(2, 2, false)]
    public void Other_batches_train(int samples, int batchSize, bool dropLast)
    {
        NormalizedNet model = new();
        History history = model.Fit(Samples(samples), Options(batchSize, dropLast));
        Assert.Single(history.Loss);
        Assert.Equal(
            dropLast ? samples / batchSize : (samples + batchSize - 1) / batchSize,
            model.Parameters["batchnorm1.num_batches_tracked"].Value[0]);
    }

    [Fact]
    public void One_sample_is_enough_where_nothing_is_normalized_over_a_batch()
    {
        PlainNet model = new();
        Assert.Single(model.Fit(Samples(9), Options(4)).Loss);
        Assert.Equal((1, 2), (((ITrainable<int>)model).FewestSamples, ((ITrainable<int>)model).ClassCount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_the_last_batch_each_epoch_has_full_ones(bool shuffle)
    {
        BatchLoader<int> loader = new(Samples(11), 4, seed: 3, shuffle, dropLast: true);
        Assert.Equal(2, loader.BatchCount);
        HashSet<string> seen = [];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            List<int> counts = [];
            foreach (Batch<int> batch in loader.Epoch(epoch))
            {
                counts.Add(batch.Count);
                seen.Add(string.Join(' ', batch.Inputs.ToArray()));
            }

            Assert.Equal([4, 4], counts);
        }

        Assert.Equal(shuffle ? 6 : 2, seen.Count);
    }

    [Fact]
    public void Labels_are_checked_at_each_position_of_a_sample()
    {
        Segments model = new();
        Dataset<int> data = new(new FloatRows(new float[4], 2), new int[] { 0, 1, 2, 3 }, 2, [2], 2, null);
        string message = Assert.Throws<ArgumentException>(() => model.Fit(data, Options(2))).Message;
        Assert.StartsWith(
            "In the training data, label 1 of sample 1 is 3; the model has 3 classes, so it must be from 0 to 2.",
            message,
            StringComparison.Ordinal);
    }

    /// <summary>Two labels a sample, of three classes.</summary>
    private sealed class Segments : ITrainable<int>
    {
        public int InputSize => 2;

        public int OutputSize => 6;

        public int TargetSize => 2;

        public int ClassCount => 3;

        public float LearningRate { get; set; }

        public ModelGen.Runtime.ParameterSet Parameters { get; } = Models.One("w", [1]);

        public float TrainStep(ReadOnlySpan<float> input, ReadOnlySpan<int> targets) =>
            throw new InvalidOperationException("It was trained.");

        public float Evaluate(ReadOnlySpan<float> input, ReadOnlySpan<int> targets) => 0;

        public void Predict(ReadOnlySpan<float> input, Span<float> output) => output.Clear();

        public void Save(string path)
        {
        }
    }
}

/// <summary>Normalizes each number over the samples of a batch, which one sample cannot be.</summary>
[Model, Input(4), Dense(3, UseBias = false), BatchNorm, Relu, Dense(2), SoftmaxCrossEntropy, Sgd(0.1f)]
internal sealed partial class NormalizedNet;

/// <summary>The same without.</summary>
[Model, Input(4), Dense(3), Relu, Dense(2), SoftmaxCrossEntropy, Sgd(0.1f)]
internal sealed partial class PlainNet;
