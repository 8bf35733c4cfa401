using System.Collections.Concurrent;
using ModelGen.Data;
using ModelGen.Runtime;
using ModelGen.Tests.Runtime.Threads;
using ModelGen.Training;

namespace ModelGen.Tests.Data.Images;

/// <summary>What a loader makes of an image depends on seed, epoch and position in the dataset, and on nothing else.</summary>
[Collection(nameof(Workers))]
public sealed class AugmentedLoaderTests : IDisposable
{
    private const int Count = 50;
    private static readonly int[] Shape = [3, 6, 8];
    private static readonly Augmentation[] All =
    [
        new HorizontalFlip(),
        new VerticalFlip(),
        new RandomCrop(2),
        new RandomRotation(30),
        new RandomBrightness(0.3f),
        new RandomContrast(0.3f),
    ];

    // So that even small batches are shared among threads, and helpers that come late are waited for.
    private readonly PoolSettings _settings = PoolSettings.ShareAll(pace: 100);

    public void Dispose() => _settings.Dispose();

    /// <summary>The label of an image is its position.</summary>
    private static Dataset<int> Images()
    {
        byte[] pixels = new byte[Count * 144];
        new Random(3).NextBytes(pixels);
        return Dataset.FromPixels(pixels, [.. Enumerable.Range(0, Count)], Shape);
    }

    private static float[][] Load(BatchLoader<int> loader, int epoch)
    {
        float[][] rows = new float[Count][];
        foreach (Batch<int> batch in loader.Epoch(epoch))
            Store(batch, rows);
        return rows;
    }

    private static void Store(Batch<int> batch, float[][] rows)
    {
        for (int i = 0; i < batch.Count; i++)
            rows[batch.Targets[i]] = batch.Inputs.Slice(i * 144, 144).ToArray();
    }

    [Fact]
    public void Neither_batches_nor_threads_nor_orders_matter()
    {
        Dataset<int> images = Images();
        float[][] expected = Load(new BatchLoader<int>(images, Count, seed: 9, shuffle: false, All), 4);
        foreach (int threads in (int[])[1, 2, 3, 4])
        {
            foreach (int batchSize in (int[])[1, 7, 16, Count])
            {
                Assert.Equal(expected, Load(new BatchLoader<int>(images, batchSize, seed: 9, shuffle: true, All) { Threads = threads }, 4));
                Assert.Equal(
                    expected,
                    Load(new BatchLoader<int>(images, batchSize, seed: 9, shuffle: false, All) { Threads = threads }, 4));
            }
        }
    }

    [Fact]
    public void Batches_may_be_asked_for_in_any_order()
    {
        BatchLoader<int> loader = new(Images(), 7, seed: 9, shuffle: true, All);
        float[][] expected = Load(loader, 4), rows = new float[Count][];
        Load(loader, 5);
        _ = loader.Epoch(4);
        for (int index = loader.BatchCount - 1; index >= 0; index--)
            Store(loader.Load(index), rows);
        Assert.Equal(expected, rows);
    }

    [Fact]
    public void Each_epoch_and_each_seed_draw_anew()
    {
        Dataset<int> images = Images();
        BatchLoader<int> loader = new(images, 16, seed: 9, shuffle: true, All);
        float[][] first = Load(loader, 0),
            second = Load(loader, 1),
            other = Load(new BatchLoader<int>(images, 16, seed: 10, shuffle: true, All), 0);
        for (int index = 0; index < Count; index++)
        {
            Assert.NotEqual(first[index], second[index]);
            Assert.NotEqual(first[index], other[index]);
        }

        Assert.Equal(first, Load(loader, 0));
    }

    [Fact]
    public void A_later_augmentation_does_not_change_what_earlier_ones_draw()
    {
        Dataset<int> images = Images();
        float[][] flipped = Load(new BatchLoader<int>(images, 16, seed: 9, shuffle: true, [new HorizontalFlip()]), 0);
        float[][] more = Load(
            new BatchLoader<int>(images, 16, seed: 9, shuffle: true, [new HorizontalFlip(), new RandomCrop(0), new RandomBrightness(0)]),
            0);
        Assert.Equal(flipped, more);
        Assert.InRange(Enumerable.Range(0, Count).Count(index => flipped[index].AsSpan().SequenceEqual(images.Input(index))), 10, 40);
    }

    [Fact]
    public void Images_are_standardized_last()
    {
        Standardization scaling = new([0.1f, 0.2f, 0.3f], [0.5f, 2, 4]);
        float[][] plain = Load(new BatchLoader<int>(Images(), 16, seed: 9, shuffle: true, All), 2);
        float[][] scaled = Load(new BatchLoader<int>(Images().Standardize(scaling), 16, seed: 9, shuffle: true, All), 2);
        foreach (float[] image in plain)
            scaling.Apply(image);
        Assert.Equal(plain, scaled);
    }

    [Fact]
    public void An_epoch_allocates_nothing()
    {
        BatchLoader<int> loader = new(Images().Standardize(new Standardization([0, 0, 0], [1, 1, 1])), 16, seed: 9, shuffle: true, All);
        static int Walk(BatchLoader<int> loader)
        {
            int count = 0;
            foreach (Batch<int> batch in loader.Epoch(1))
                count += batch.Count;
            return count;
        }

        Walk(loader);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int count = Walk(loader);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(Count, count);
    }

    private sealed record Observer(ConcurrentDictionary<int, bool> Threads) : Augmentation
    {
        public override void Apply(AugmentedImage image, ref SampleRandom random) => Threads[Environment.CurrentManagedThreadId] = true;
    }

    [Fact]
    public void Several_threads_load_a_batch()
    {
        Observer observer = new([]);
        BatchLoader<int> loader = new(Images(), Count, seed: 9, shuffle: true, [observer]) { Threads = 4 };
        for (int epoch = 0; epoch < 200 && observer.Threads.Count < 2; epoch++)
            Load(loader, epoch);
        Assert.InRange(observer.Threads.Count, 2, 4);
    }

    private sealed record Broken : Augmentation
    {
        public override void Apply(AugmentedImage image, ref SampleRandom random) => throw new NotSupportedException("not today");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_an_augmentation_throws_reaches_the_caller(int threads)
    {
        BatchLoader<int> loader = new(Images(), 16, seed: 9, shuffle: true, [new Broken()]) { Threads = threads };
        Assert.Equal("not today", Assert.Throws<NotSupportedException>(() => Load(loader, 0)).Message);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Dataset<int> flat = Dataset.FromArrays(new float[4], [0], 4);
        Assert.Contains(
            "Augmentation needs images of the shape [channels, height, width]; a sample here is [4]",
            Assert.Throws<ArgumentException>(() => new BatchLoader<int>(flat, 1, augmentations: All)).Message);
        Assert.Contains(
            "position 1 is null",
            Assert.Throws<ArgumentException>(() => new BatchLoader<int>(Images(), 1, augmentations: [All[0], null!])).Message);
        Assert.Contains(
            "257 augmentations were given; at most 256",
            Assert
                .Throws<ArgumentException>(() => new BatchLoader<int>(Images(), 1, augmentations: [.. Enumerable.Repeat(All[0], 257)]))
                .Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoader<int>(flat, 1).Threads = 0);
    }

    /// <summary>Remembers the inputs it is given.</summary>
    private sealed class Witness : ITrainable<int>
    {
        public List<float[]> Trained { get; } = [];

        public List<float[]> Evaluated { get; } = [];

        public int InputSize => 144;

        public int OutputSize => 1;

        public int TargetSize => 1;

        public float LearningRate { get; set; }

        public ParameterSet Parameters { get; } = Models.One("weight", [1]);

        public void Predict(ReadOnlySpan<float> input, Span<float> output) => output.Clear();

        public float TrainStep(ReadOnlySpan<float> input, ReadOnlySpan<int> targets)
        {
            Trained.Add(input.ToArray());
            return 1;
        }

        public float Evaluate(ReadOnlySpan<float> input, ReadOnlySpan<int> targets)
        {
            Evaluated.Add(input.ToArray());
            return 1;
        }

        public void Save(string path) => throw new NotSupportedException();
    }

    private static Witness Fit(int threads, params Augmentation[] augmentations)
    {
        Witness witness = new();
        witness.Fit(Images(), new FitOptions<int>
        {
            Epochs = 2,
            BatchSize = 16,
            Seed = 5,
            Threads = threads,
            Augmentations = augmentations,
            Validation = Images(),
            Progress = null,
        });
        return witness;
    }

    [Fact]
    public void Fit_trains_on_changed_images_and_validates_on_those_of_the_dataset()
    {
        Witness augmented = Fit(1, All), plain = Fit(1);
        Assert.Equal(plain.Evaluated, augmented.Evaluated);
        Assert.NotEqual(plain.Trained, augmented.Trained);
        Assert.Equal(augmented.Trained, Fit(4, All).Trained);
        Assert.Equal(Images().Inputs.ToArray(), plain.Evaluated.Take(4).SelectMany(batch => batch).ToArray());

        List<float[]> expected = [];
        BatchLoader<int> loader = new(Images(), 16, seed: 5, shuffle: true, All);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            foreach (Batch<int> batch in loader.Epoch(epoch))
                expected.Add(batch.Inputs.ToArray());
        }

        Assert.Equal(expected, augmented.Trained);
    }
}
