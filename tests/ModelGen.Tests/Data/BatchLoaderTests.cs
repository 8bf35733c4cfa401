using ModelGen.Data;

namespace ModelGen.Tests.Data;

public class BatchLoaderTests
{
    private static List<float> Firsts(BatchLoader<int> loader, int epoch)
    {
        List<float> firsts = [];
        int index = 0;
        foreach (Batch<int> batch in loader.Epoch(epoch))
        {
            Assert.Equal(index++, batch.Index);
            Assert.Equal(batch.Count * 2, batch.Inputs.Length);
            Assert.Equal(batch.Count, batch.Targets.Length);
            for (int i = 0; i < batch.Count; i++)
            {
                Assert.Equal((int)batch.Inputs[2 * i] % 3, batch.Targets[i]);
                firsts.Add(batch.Inputs[2 * i]);
            }
        }

        Assert.Equal(loader.BatchCount, index);
        return firsts;
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3, 4)]
    [InlineData(5, 2)]
    [InlineData(10, 1)]
    [InlineData(int.MaxValue, 1)]
    public void Each_sample_comes_once_per_epoch(int batchSize, int batches)
    {
        BatchLoader<int> loader = new(DatasetTests.Numbered(10), batchSize, seed: 4);
        Assert.Equal(batches, loader.BatchCount);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), Firsts(loader, 0).Order());
    }

    [Fact]
    public void The_last_batch_has_the_rest()
    {
        List<int> counts = [];
        foreach (Batch<int> batch in new BatchLoader<int>(DatasetTests.Numbered(10), 4).Epoch(0))
            counts.Add(batch.Count);
        Assert.Equal([4, 4, 2], counts);
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_only()
    {
        BatchLoader<int> loader = new(DatasetTests.Numbered(30), 7, seed: 4);
        List<float> first = Firsts(loader, 0), third = Firsts(loader, 2);
        Assert.NotEqual(first, third);
        Assert.Equal(first, Firsts(loader, 0));
        Assert.Equal(third, Firsts(new BatchLoader<int>(DatasetTests.Numbered(30), 11, seed: 4), 2));
        Assert.NotEqual(first, Firsts(new BatchLoader<int>(DatasetTests.Numbered(30), 7, seed: 5), 0));
    }

    [Fact]
    public void Unshuffled_batches_are_the_dataset_itself()
    {
        Dataset<int> data = DatasetTests.Numbered(5);
        BatchLoader<int> loader = new(data, 2, shuffle: false);
        Assert.Equal([0f, 1, 2, 3, 4], Firsts(loader, 3));
        foreach (Batch<int> batch in loader.Epoch(0))
            Assert.True(batch.Inputs.Overlaps(data.Inputs));
    }

    [Fact]
    public void An_epoch_allocates_nothing()
    {
        BatchLoader<int> loader = new(DatasetTests.Numbered(1000), 32);
        long sum = Sum(loader, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        sum += Sum(loader, 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2000, sum);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoader<int>(DatasetTests.Numbered(1), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new BatchLoader<int>(DatasetTests.Numbered(1), 1).Epoch(-1); });
    }

    private static long Sum(BatchLoader<int> loader, int epoch)
    {
        long sum = 0;
        foreach (Batch<int> batch in loader.Epoch(epoch))
            sum += batch.Count;
        return sum;
    }
}
