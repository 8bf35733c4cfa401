using ModelGen.Data;
using ModelGen.Training;

namespace ModelGen.Tests.Data;

public class StreamTests
{
    private static SampleStream<float> Numbers(int count, int available = int.MaxValue, Action? onEnd = null)
    {
        IEnumerable<(float[], float[])> Samples(int epoch)
        {
            try
            {
                for (int i = 0; i < available; i++)
                    yield return ([i + (1000 * epoch)], [-i]);
            }
            finally
            {
                onEnd?.Invoke();
            }
        }

        return SampleStream.From(1, 1, count, Samples);
    }

    private static List<float> Read(BatchSource<float> source, int epoch)
    {
        List<float> values = [];
        foreach (Batch<float> batch in source.Epoch(epoch))
        {
            Assert.Equal(batch.Inputs.ToArray().Select(value => -(value - (1000 * epoch))), batch.Targets.ToArray());
            values.AddRange(batch.Inputs);
        }

        return values;
    }

    [Fact]
    public void In_order_without_a_window()
    {
        StreamLoader<float> loader = new(Numbers(7), 3);
        Assert.Equal(3, loader.BatchCount);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Read(loader, 0));
        Assert.Equal([1000, 1001, 1002, 1003, 1004, 1005, 1006], Read(loader, 1));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(500)]
    public void A_window_shuffles(int window)
    {
        StreamLoader<float> loader = new(Numbers(100), 8, seed: 1, window);
        List<float> first = Read(loader, 0);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), first.Order());
        Assert.NotEqual(first.Order(), first);
        Assert.All(first.Index(), pair => Assert.True(pair.Item < pair.Index + window)); // Nothing comes earlier than the window allows.
        Assert.Equal(first, Read(new StreamLoader<float>(Numbers(100), 32, seed: 1, window), 0));
        Assert.NotEqual(first, Read(new StreamLoader<float>(Numbers(100), 8, seed: 2, window), 0));
        Assert.NotEqual(first, Read(loader, 1).Select(value => value - 1000));
    }

    [Fact]
    public void Prefetching_gives_the_same()
    {
        foreach (int ahead in (int[])[1, 2, 7])
        {
            PrefetchLoader<float> loader = new(new StreamLoader<float>(Numbers(100), 8, seed: 1, 16), ahead);
            for (int epoch = 0; epoch < 3; epoch++)
                Assert.Equal(Read(new StreamLoader<float>(Numbers(100), 8, seed: 1, 16), epoch), Read(loader, epoch));
        }
    }

    [Fact]
    public void An_epoch_may_be_left_early()
    {
        int ended = 0;
        PrefetchLoader<float> loader = new(new StreamLoader<float>(Numbers(1000, onEnd: () => ended++), 8));
        for (int epoch = 0; epoch < 20; epoch++)
        {
            foreach (Batch<float> batch in loader.Epoch(epoch))
            {
                if (batch.Index == epoch % 4)
                    break;
            }

            Assert.Equal(epoch + 1, ended);
        }

        Assert.Equal(1000, Read(loader, 3).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_problem_is_thrown_where_the_batch_is_asked_for(bool prefetch)
    {
        BatchSource<float> loader = new StreamLoader<float>(Numbers(10, available: 7), 2);
        if (prefetch)
            loader = new PrefetchLoader<float>(loader);
        int batches = 0;
        InvalidDataException problem = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Batch<float> batch in loader.Epoch(0))
            {
                batches++;
                Thread.Sleep(20); // The other thread meets the problem earlier.
            }
        });
        Assert.Equal("The stream ended after 7 samples; an epoch has 10.", problem.Message);
        Assert.Equal(3, batches);
    }

    [Fact]
    public void Bad_samples_are_named()
    {
        static string Message(float[] input, float[] targets) => Assert.Throws<InvalidDataException>(
            () => Read(new StreamLoader<float>(SampleStream.From(2, 1, 1, _ => new[] { (input, targets) }), 1), 0)).Message;
        Assert.Contains("Input 1 of sample 0 of the stream is NaN", Message([1, float.NaN], [1]));
        Assert.Contains("Target 0 of sample 0", Message([1, 1], [float.PositiveInfinity]));
        Assert.Contains("Sample 0 of the stream has 1 inputs and 1 targets; 2 and 1 are needed", Message([1], [1]));
    }

    [Fact]
    public void Fit_learns_from_a_stream_with_the_same_bits_ahead_or_not()
    {
        static float[] Train(int prefetch)
        {
            SampleStream<float> stream = SampleStream.From(
                1,
                1,
                50,
                _ => Enumerable.Range(0, 50).Select(i => (new[] { i / 50f }, new[] { 2 * i / 50f })));
            LinearRegression model = new();
            model.Fit(
                stream,
                new FitOptions<float>
                {
                    Epochs = 4,
                    BatchSize = 7,
                    Prefetch = prefetch,
                    ShuffleWindow = 10,
                    Progress = null,
                });
            return model.Parameters[0].Value.ToArray();
        }

        Assert.Equal(Train(0), Train(3));
        LinearRegression model = new();
        Assert.Contains("2 inputs and 1 targets a sample; the model needs 1 and 1", Assert.Throws<ArgumentException>(
            () => model.Fit(SampleStream.From(2, 1, 1, _ => new[] { (new float[2], new float[1]) }))).Message);
        Assert.Contains("for datasets", Assert.Throws<ArgumentException>(
            () => model.Fit(Numbers(2), new FitOptions<float> { Sampling = WeightedSampling.Of([1, 1]) })).Message);
    }

    [Fact]
    public void Fit_on_a_dataset_gives_the_same_bits_ahead_or_not()
    {
        static List<int> Seen(int prefetch)
        {
            FakeClassifier model = new();
            int[] labels = [.. Enumerable.Range(0, 20).Select(i => i % 2)];
            model.Fit(
                Dataset.FromArrays(new float[40], labels, 2),
                new FitOptions<int>
                {
                    Epochs = 3,
                    BatchSize = 6,
                    Prefetch = prefetch,
                    Progress = null,
                });
            return model.LabelsSeen;
        }

        Assert.Equal(Seen(0), Seen(2));
    }

    [Fact]
    public void Weights_decide_how_often_a_sample_is_drawn()
    {
        int[] labels = [.. Enumerable.Range(0, 1000).Select(i => i < 20 ? 1 : 0)];
        Dataset<int> data = Dataset.FromArrays(new float[1000], labels, 1);
        BatchLoader<int> loader = new(data, 100, seed: 1, sampling: WeightedSampling.Balanced(labels));
        int ones = 0, all = 0;
        for (int epoch = 0; epoch < 10; epoch++)
        {
            foreach (Batch<int> batch in loader.Epoch(epoch))
            {
                ones += batch.Targets.Count(1);
                all += batch.Count;
            }
        }

        Assert.Equal(10_000, all);
        Assert.InRange(ones, 4800, 5200); // Four standard deviations.

        BatchLoader<int> some = new(
            Dataset.FromArrays(new float[5], [0, 1, 2, 3, 4], 1),
            5,
            sampling: WeightedSampling.Of([0, 1, 0, 3, 0]));
        int[] counts = new int[5];
        for (int epoch = 0; epoch < 2000; epoch++)
        {
            foreach (Batch<int> batch in some.Epoch(epoch))
            {
                foreach (int label in batch.Targets)
                    counts[label]++;
            }
        }

        Assert.Equal((0, 0, 0), (counts[0], counts[2], counts[4]));
        Assert.InRange(counts[3], 7300, 7700);
    }

    [Fact]
    public void Weights_are_checked()
    {
        Assert.Contains("weight of sample 1 is -1", Assert.Throws<ArgumentException>(() => WeightedSampling.Of([1, -1])).Message);
        Assert.Throws<ArgumentException>(() => WeightedSampling.Of([0, 0]));
        Assert.Throws<ArgumentException>(() => WeightedSampling.Of([float.NaN]));
        Assert.Contains("for 2 samples; the dataset has 3", Assert.Throws<ArgumentException>(
            () => new BatchLoader<int>(DatasetTests.Numbered(3), 1, sampling: WeightedSampling.Of([1, 1]))).Message);
    }
}
