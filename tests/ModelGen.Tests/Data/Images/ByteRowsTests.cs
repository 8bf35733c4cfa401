using ModelGen.Data;
using ModelGen.Metrics;

namespace ModelGen.Tests.Data.Images;

/// <summary>Bytes give the same bits as floats wherever they are read.</summary>
public class ByteRowsTests
{
    private static readonly int[] Shape = [2, 3, 23];
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 7 * 138).Select(i => (byte)(i * 37 + (i / 256)))];
    private static readonly int[] Labels = [0, 1, 2, 0, 1, 2, 0];
    private static readonly Standardization Scaling = new([0.3f, 0.7f], [0.2f, 1.5f]);

    private static Dataset<int> Bytes() => Dataset.FromPixels(Pixels, Labels, Shape, ["a", "b", "c"]);

    private static Dataset<int> Floats() =>
        Dataset.FromArrays([.. Pixels.Select(pixel => pixel / 255f)], Labels, 138, Shape, ["a", "b", "c"]);

    /// <summary>The same set, read in each possible way.</summary>
    private static IEnumerable<float[]> Readings(Dataset<int> data)
    {
        float[] Rows(Func<int, float[]> row) => [.. Enumerable.Range(0, data.Count).SelectMany(row)];
        yield return Rows(index => data.Input(index).ToArray());
        yield return Rows(index =>
        {
            float[] copy = new float[data.InputSize];
            data.CopyInput(index, copy);
            return copy;
        });
        List<float> batches = [];
        foreach (Batch<int> batch in new BatchLoader<int>(data, 3, shuffle: false).Epoch(0))
            batches.AddRange(batch.Inputs);
        yield return [.. batches];
        yield return data.Inputs.ToArray();
        yield return Rows(index => data.Input(index).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_readings_are_the_same_bits(bool standardized)
    {
        Func<Dataset<int>, Dataset<int>>[] changes =
        [
            data => data,
            data => data.Slice(2, 4),
            data => data.Subset([6, 0, 0, 3]),
            data => data.Shuffle(3),
            data => data.Split(0.4, 1).Second,
            data => data.Take(0),
        ];
        foreach (Func<Dataset<int>, Dataset<int>> change in changes)
        {
            Dataset<int> bytes = Bytes(), floats = Floats();
            if (standardized)
                (bytes, floats) = (bytes.Standardize(Scaling), floats.Standardize(Scaling));
            bytes = change(bytes);
            floats = change(floats);
            Assert.Equal(floats.ToString(), bytes.ToString());
            Assert.Equal(floats.Targets.ToArray(), bytes.Targets.ToArray());
            float[] expected = floats.Inputs.ToArray();
            Assert.All(Readings(bytes), reading => Assert.Equal(expected, reading));
            Assert.All(Readings(floats), reading => Assert.Equal(expected, reading));
        }
    }

    [Fact]
    public void Batches_of_any_order_are_the_same_bits()
    {
        BatchLoader<int> bytes = new(Bytes().Standardize(Scaling), 3, seed: 5), floats = new(Floats().Standardize(Scaling), 3, seed: 5);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            List<float> expected = [];
            foreach (Batch<int> batch in floats.Epoch(epoch))
                expected.AddRange(batch.Inputs);
            foreach (Batch<int> batch in bytes.Epoch(epoch))
            {
                Assert.Equal(expected[..batch.Inputs.Length], batch.Inputs.ToArray());
                expected.RemoveRange(0, batch.Inputs.Length);
            }
        }
    }

    [Fact]
    public void Metrics_read_batch_by_batch()
    {
        FakeClassifier model = new();
        byte[] pixels = [.. Enumerable.Range(0, 1000).SelectMany(i => i % 3 == 0 ? new byte[] { 255, 0 } : [10, 20])];
        Dataset<int> data = Dataset.FromPixels(pixels, [.. Enumerable.Range(0, 1000).Select(i => i % 2)], [1, 1, 2]);
        Assert.Equal(Classification.Classify(model, data.Inputs), Classification.Classify(model, data));
        Assert.Equal(Accuracy.Of(model, data), ConfusionMatrix.Of(model, data).Accuracy);
    }

    [Fact]
    public void Bytes_are_not_copied_and_floats_not_kept()
    {
        byte[] pixels = new byte[1_000_000];
        Dataset<int> data = Dataset.FromPixels(pixels, new int[1000], [1, 10, 100]);
        float[] row = new float[1000];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Dataset<int> part = data.Slice(100, 800).Standardize(new Standardization([0], [1]));
        for (int index = 0; index < part.Count; index++)
            part.CopyInput(index, row);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        pixels[100_000] = 255;
        Assert.Equal(1, part.Input(0)[0]);
    }

    [Fact]
    public void A_sample_is_shown_as_it_was_before()
    {
        Assert.Equal(Pixels[138..276], Bytes().Standardize(Scaling).Image(1).Pixels.ToArray());
        Assert.Equal(Pixels[138..276], Floats().Image(1).Pixels.ToArray());
        Assert.Equal([0, 255, 0, 128], Dataset.FromArrays([-1, 2, float.NaN, 0.5f], [0], 4, [2, 2]).Image(0).Pixels.ToArray());
        Assert.Contains("[channels, height, width]; a sample here is [4]",
            Assert.Throws<InvalidOperationException>(() => Dataset.FromArrays(new float[4], [0], 4).Image(0)).Message);
        Assert.Contains("1 to 4 channels",
            Assert.Throws<InvalidOperationException>(() => Dataset.FromArrays(new float[5], [0], 5, [5, 1, 1]).Image(0)).Message);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Contains(
            "5 input values were given; 2 samples of 3 need 6",
            Assert.Throws<ArgumentException>(() => Dataset.FromPixels(new byte[5], [0, 1], [1, 1, 3])).Message);
        Assert.Contains(
            "label of sample 1 is 3",
            Assert.Throws<ArgumentException>(() => Dataset.FromPixels(new byte[2], [0, 3], [1, 1, 1], ["a", "b"])).Message);
        Assert.Contains(
            "room for 137 floats; 138 are needed",
            Assert.Throws<ArgumentException>(() => Bytes().CopyInput(0, new float[137])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes().CopyInput(7, new float[138]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes().Subset([7]));
    }
}
