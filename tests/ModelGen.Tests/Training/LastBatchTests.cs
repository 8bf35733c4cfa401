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

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    [InlineData(5, 2)]
    [InlineData(100, 3)]
    public void Streams_too_have_full_batches_only(int window, int ahead)
    {
        BatchSource<int> loader = new StreamLoader<int>(Stream(11), 4, seed: 3, window, dropLast: true);
        if (ahead > 0) loader = new PrefetchLoader<int>(loader, ahead);
        Assert.Equal(2, loader.BatchCount);
        HashSet<float> seen = [];
        for (int epoch = 0; epoch < 20; epoch++)
        {
            List<int> counts = [];
            foreach (Batch<int> batch in loader.Epoch(epoch))
            {
                counts.Add(batch.Count);
                foreach (float number in batch.Inputs) seen.Add(number);
            }

            Assert.Equal([4, 4], counts);
        }

        // In order, the last three are never seen; a window leaves out others in each epoch.
        Assert.Equal(window == 1 ? 4 * 8 : 4 * 11, seen.Count);
    }

    [Theory]
    [InlineData(9, 4)]
    [InlineData(11, 4)]
    [InlineData(8, 4)]
    public void A_stream_trains_in_full_batches(int samples, int batchSize)
    {
        NormalizedNet model = new();
        History history = model.Fit(Stream(samples), Options(batchSize, dropLast: true));
        Assert.True(double.IsFinite(history.Loss.Single()));
        Assert.Equal(samples / batchSize, model.Parameters["batchnorm1.num_batches_tracked"].Value[0]);
    }

    [Fact]
    public void A_stream_whose_last_batch_is_too_small_is_refused_before_it_is_read()
    {
        NormalizedNet model = new();
        SampleStream<int> unread = SampleStream.From<int>(4, 1, 9, _ => throw new InvalidOperationException("It was read."));
        Assert.Contains(
            "There are 9 training samples, and the batch size is 4, so the last batch of an epoch has 1 sample",
            Assert.Throws<ArgumentException>(() => model.Fit(unread, Options(4))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "so no batch is left without the last one",
            Assert.Throws<ArgumentException>(() => model.Fit(unread, Options(10, dropLast: true))).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Samples drawn by weights, images that are changed, and numbers as targets.</summary>
    [Fact]
    public void Other_datasets_have_full_batches_only()
    {
        WeightedSampling equal = WeightedSampling.Of([.. Enumerable.Repeat(1f, 11)]);
        Assert.Equal([4, 4], Counts(new BatchLoader<int>(Samples(11), 4, sampling: equal, dropLast: true)));
        Dataset<int> images = Dataset.FromPixels(new byte[11 * 4], new int[11], [1, 2, 2]);
        Assert.Equal([5, 5], Counts(new BatchLoader<int>(images, 5, augmentations: [new HorizontalFlip()], dropLast: true)));
        Dataset<float> numbers = Dataset.FromArrays(new float[22], new float[33], inputSize: 2, targetSize: 3);
        Assert.Equal([11], Counts(new BatchLoader<float>(numbers, 11, dropLast: true)));
        Assert.Empty(Counts(new BatchLoader<float>(numbers, 12, dropLast: true)));

        static int[] Counts<TTarget>(BatchSource<TTarget> loader)
            where TTarget : unmanaged
        {
            List<int> counts = [];
            foreach (Batch<TTarget> batch in loader.Epoch(0)) counts.Add(batch.Count);
            return [.. counts];
        }
    }

    /// <summary>What an epoch reports is the mean of the samples that were trained on.</summary>
    [Fact]
    public void The_loss_of_an_epoch_is_that_of_the_full_batches()
    {
        float[] inputs = [1, 1, 1, 1, 1000];
        LinearRegression model = new() { LearningRate = 0 };
        model.Parameters[0].Value.CopyFrom([2, 0.5f]);
        History history = model.Fit(
            Dataset.FromArrays(inputs, new float[5], 1, 1),
            new FitOptions<float> { Epochs = 1, BatchSize = 2, DropLast = true, Shuffle = false, Progress = null });
        Assert.Equal(model.Evaluate([1], [0]), history.Loss.Single(), 6);
    }

    private static SampleStream<int> Stream(int count) => SampleStream.From(
        4,
        1,
        count,
        _ => Enumerable.Range(0, count).Select(i => (Enumerable.Range(4 * i, 4).Select(n => n / 50f).ToArray(), new[] { i % 2 })));

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
