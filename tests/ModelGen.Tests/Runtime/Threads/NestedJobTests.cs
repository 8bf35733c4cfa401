using FashionMnist;
using ModelGen.Data;
using ModelGen.Runtime;
using ModelGen.Training;

namespace ModelGen.Tests.Runtime.Threads;

/// <summary>Code that runs on a team, or that a team's leader comes to, and has jobs of its own.</summary>
[Collection(nameof(Workers))]
public sealed class NestedJobTests : IDisposable
{
    private readonly PoolSettings _settings = PoolSettings.ShareAll(pace: 100);

    public void Dispose() => _settings.Dispose();

    [Fact]
    public void A_job_within_a_job_is_done_once_by_the_thread_that_comes_to_it()
    {
        int most = 0, wrong = 0;
        for (int round = 0; round < 200; round++)
        {
            int outer = 0, inner = 0, deepest = 0;
            Run(part =>
            {
                Interlocked.Increment(ref outer);
                int thread = Environment.CurrentManagedThreadId;
                part.Barrier();
                Run(nested =>
                {
                    Interlocked.Increment(ref inner);
                    if (Environment.CurrentManagedThreadId != thread || nested.First(7, 1) != 0 || nested.Last(7, 1) != 7)
                        Interlocked.Increment(ref wrong);
                    Run(_ => Interlocked.Increment(ref deepest));
                });
                part.Barrier();
                if (Volatile.Read(ref inner) != Volatile.Read(ref outer)) Interlocked.Increment(ref wrong);
            });
            Assert.Equal((outer, outer), (inner, deepest));
            most = Math.Max(most, outer);
        }

        Assert.Equal(0, wrong);
        Assert.True(most > 1);
    }

    [Fact]
    public void What_a_job_within_a_job_throws_reaches_the_caller_and_the_next_job_is_divided_again()
    {
        for (int round = 0; round < 50; round++)
        {
            Exception? thrown = Record.Exception(() => Run(part =>
            {
                part.Barrier();
                Run(_ => throw new InvalidDataException("inner"));
            }));
            Assert.Equal("inner", Assert.IsType<InvalidDataException>(thrown).Message);
        }

        Assert.Contains(Enumerable.Range(0, 100), _ => Run(_ => { }) > 1);
    }

    /// <summary>A model that scales an image while others load the rest of the batch.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_augmentation_may_call_a_threaded_model(int threads)
    {
        const int Count = 48;
        byte[] pixels = new byte[Count * DenseNet.InputSize];
        new Random(5).NextBytes(pixels);
        Dataset<int> images = Dataset.FromPixels(pixels, [.. Enumerable.Range(0, Count).Select(i => i % 10)], [1, 28, 28]);
        float[][] expected = Epoch(images, new Scaled(new DenseNet(1)), 1);
        for (int round = 0; round < 5; round++)
            Assert.Equal(expected, Epoch(images, new Scaled(new DenseNet(1) { Threads = 4 }), threads));
    }

    [Fact]
    public void A_callback_may_call_the_model_and_train_another_one()
    {
        byte[] pixels = new byte[96 * DenseNet.InputSize];
        new Random(6).NextBytes(pixels);
        Dataset<int> images = Dataset.FromPixels(pixels, [.. Enumerable.Range(0, 96).Select(i => i % 10)], [1, 28, 28]);
        Assert.Equal(Train(1), Train(4));

        float[] Train(int threads)
        {
            DenseNet model = new(2),
                other = new(3) { Threads = threads };
            FitOptions<int> options = new()
            {
                Epochs = 2,
                Threads = threads,
                Progress = null,
                Callbacks = [new Another(model, other, images)],
            };
            model.Fit(images, options);
            return [.. model.Parameters.SelectMany(p => p.Value), .. other.Parameters.SelectMany(p => p.Value)];
        }
    }

    private static float[][] Epoch(Dataset<int> images, Augmentation augmentation, int threads)
    {
        BatchLoader<int> loader = new(images, 20, seed: 1, shuffle: true, [augmentation]) { Threads = threads };
        List<float[]> batches = [];
        foreach (Batch<int> batch in loader.Epoch(0)) batches.Add(batch.Inputs.ToArray());
        return [.. batches];
    }

    private static int Run(Action<Part> action) => PoolSettings.Run(4, action);

    private sealed record Scaled(DenseNet Model) : Augmentation
    {
        public override void Apply(AugmentedImage image, ref SampleRandom random)
        {
            float[] copies = new float[40 * image.Pixels.Length], scores = new float[40 * DenseNet.OutputSize];
            for (int i = 0; i < 40; i++) image.Pixels.CopyTo(copies.AsSpan(i * image.Pixels.Length));
            Model.Predict(copies, scores);
            Assert.Equal(scores[..DenseNet.OutputSize], scores[^DenseNet.OutputSize..]);
            image.Pixels[0] = scores[0];
        }
    }

    private sealed class Another(DenseNet model, DenseNet other, Dataset<int> images) : TrainingCallback
    {
        public override void OnBatchEnd(FitState state)
        {
            float[] scores = new float[images.Count * DenseNet.OutputSize];
            foreach (Batch<int> batch in new BatchLoader<int>(images, images.Count, shuffle: false).Epoch(0))
            {
                model.Predict(batch.Inputs, scores);
                other.TrainStep(batch.Inputs, batch.Targets);
            }
        }
    }
}
