using ModelGen.Mpi;

namespace ModelGen.Mpi.Tests;

/// <summary>N ranks, each with a part of every batch, learn what one process learns from the whole of it.</summary>
public sealed class StepTests
{
    private const int Steps = 100;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Dense(int ranks) => AreNear(() => new DenseNet(3), Samples.Classes(90, 12), 30, ranks);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Dropout_draws_what_one_process_draws(int ranks) => AreNear(() => new DropoutNet(3), Samples.Classes(90, 12), 30, ranks);

    /// <summary>The penalty is a mean over the whole batch, as the loss is.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_penalty_of_gradients(int ranks) => AreNear(() => new PenaltyNet(3), Samples.Classes(90, 12), 30, ranks);

    [Fact]
    public void Convolutions() => AreNear(() => new ConvNet(3), Samples.Classes(64, 72, shape: [2, 6, 6]), 21, 3);

    [Fact]
    public void Batches_that_do_not_divide_and_ranks_without_samples() =>
        AreNear(() => new DenseNet(3), Samples.Classes(31, 12), 10, 4);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void The_same_bits_for_any_number_of_ranks(int ranks)
    {
        Dataset<int> data = Samples.Classes(77, 12);
        float[] one = Learn(() => new DropoutNet(3), data, 30, 1, reproducible: true);

        float[] several = Learn(() => new DropoutNet(3), data, 30, ranks, reproducible: true);

        Assert.Equal(one, several);
        Assert.True(Samples.Distance(one, Alone(new DropoutNet(3), data, 30)) < 1e-5f);
    }

    [Fact]
    public void Normalized_groups_have_the_same_bits_and_statistics()
    {
        Dataset<int> data = Samples.Classes(64, 72, shape: [2, 6, 6]);
        float[] one = Learn(() => new NormNet(3), data, 32, 1, reproducible: true);
        float[] three = Learn(() => new NormNet(3), data, 32, 3, reproducible: true);

        Assert.Equal(one, three);
    }

    [Fact]
    public void Running_statistics_are_the_mean_over_all_ranks()
    {
        Dataset<int> data = Samples.Classes(64, 72, shape: [2, 6, 6]);
        NormNet[] models = [new(3), new(3)];
        Each(2, (world, rank) => Train(models[rank], data, 32, new DataParallel(world)));

        Assert.Equal(Samples.Weights(models[0]), Samples.Weights(models[1]));
        float[] count = new float[1];
        models[0].Parameters["batchnorm1.num_batches_tracked"].Value.CopyTo(count);
        Assert.Equal(Steps, count[0]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Synchronized_statistics_are_those_of_one_process(int ranks)
    {
        Dataset<int> data = Samples.Classes(70, 72, shape: [2, 6, 6]);
        float[] alone = Alone(new NormNet(3), data, 32);
        NormNet[] models = [.. Enumerable.Range(0, ranks).Select(_ => new NormNet(3))];

        // The last batch has six samples; with nine ranks some would have none.
        Each(ranks, (world, rank) => Train(models[rank], data, 32, new DataParallel(world) { SyncBatchNorm = true }));

        float distance = Samples.Distance(alone, Samples.Weights(models[^1]));
        Assert.True(distance < 1e-5f, $"{distance}");
    }

    [Fact]
    public void Synchronized_ranks_without_samples()
    {
        Dataset<int> data = Samples.Classes(34, 72, shape: [2, 6, 6]);
        float[] alone = Alone(new NormNet(3), data, 32);
        float[] four = new float[1];
        Each(4, (world, rank) =>
        {
            NormNet model = new(3);
            Train(model, data, 32, new DataParallel(world) { SyncBatchNorm = true });
            if (rank == 3) four = Samples.Weights(model);
        });

        Assert.True(Samples.Distance(alone, four) < 1e-5f, $"{Samples.Distance(alone, four)}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_that_are_sent_while_others_are_computed_are_the_same(int threads)
    {
        Dataset<int> data = Samples.Classes(77, 12);
        float[] behind = [], during = [];
        Each(3, (world, rank) =>
        {
            WideNet first = new(3) { Threads = threads }, second = new(3) { Threads = threads };
            Train(first, data, 32, new DataParallel(world) { Overlap = false });
            Train(second, data, 32, new DataParallel(world) { Overlap = true, BucketBytes = 4 * 64 });
            if (rank == 1) (behind, during) = (Samples.Weights(first), Samples.Weights(second));
        });

        Assert.Equal(behind, during);
    }

    [Fact]
    public void The_program_names_what_it_finishes_from_the_last_layer_to_the_first()
    {
        IPartialSteps steps = new WideNet(3);
        int[] ranges = steps.Ranges();
        Buckets buckets = new(ranges, steps.Gradients.Length, 64);

        Assert.Equal(steps.Gradients.Length, ranges.Where((_, i) => i % 2 == 1).Sum());
        Assert.True(ranges[0] > ranges[^2]);
        Assert.Equal(steps.Gradients.Length, buckets.Spans.Sum(bucket => bucket.Sum(span => span.Length)));
        Assert.True(buckets.Spans.Length > 2);
    }

    /// <summary>Of a slow link, most of the time is hidden behind the computation. That depends on the clock.</summary>
    [ExhaustiveFact]
    public void Slow_messages_are_hidden()
    {
        (TimeSpan Sending, TimeSpan Waiting) times = default;
        LocalRanks.Run(
            2,
            world =>
            {
                DataParallel parallel = new(world) { Overlap = true, BucketBytes = 1 << 14 };
                SlowNet model = new(3);
                using (DataParallelScope<int> scope = parallel.Begin(model))
                {
                    Batch<int> batch = default;
                    foreach (Batch<int> one in new BatchLoader<int>(Samples.Classes(8192, 12), 8192).Epoch(0)) batch = one;
                    for (int step = 0; step < 12; step++) scope.TrainStep(batch);
                }

                if (world.Rank == 0) times = parallel.Communication;
            },
            new LinkSpeed(TimeSpan.FromMilliseconds(2), 0));

        double hidden = 1 - (times.Waiting / times.Sending);
        Assert.True(hidden > 0.3, $"Of {times.Sending} on the way, {times.Waiting} were waited for: {hidden:P0} were hidden.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_of_classes_and_samples_and_accumulation(bool reproducible)
    {
        Dataset<int> plain = Samples.Classes(60, 12);
        float[] weights = new float[60];
        new RandomStream(5).FillUniform(weights);
        Dataset<int> data = plain.WithWeights(weights);
        float[] alone = Alone(new WeightedNet(3), data, 20);

        float[] three = Learn(() => new WeightedNet(3), data, 20, 3, reproducible);

        Assert.True(Samples.Distance(alone, three) < 1e-5f, $"{Samples.Distance(alone, three)}");
    }

    [Fact]
    public void Several_inputs_and_losses()
    {
        RandomStream random = new(4);
        float[] numbers = new float[7 * 40], ids = new float[5 * 40], labels = new float[40], sizes = new float[40];
        random.FillNormal(numbers);
        random.FillNormal(sizes);
        for (int i = 0; i < ids.Length; i++) ids[i] = random.NextInt(9);
        for (int i = 0; i < labels.Length; i++) labels[i] = random.NextInt(4);
        Dataset<float> data = Dataset.FromInputsAndTargets(
            new Dictionary<string, float[]> { ["numbers"] = numbers, ["ids"] = ids },
            new Dictionary<string, float[]> { ["labels"] = labels, ["sizeTargets"] = sizes },
            count: 40);
        SeveralNet alone = new(3);
        FitOptions<float> options = new() { Epochs = 8, BatchSize = 13, Progress = null, Validation = data };
        History expected = alone.Fit(data, options);
        SeveralNet[] models = [new(3), new(3), new(3)];
        History[] found = new History[3];

        Each(3, (world, rank) => found[rank] = models[rank].Fit(data, options, new DataParallel(world)));

        Assert.True(Samples.Distance(Samples.Weights(alone), Samples.Weights(models[1])) < 1e-5f);
        Assert.Equal(expected.Keys, found[0].Keys);
        foreach (string key in expected.Keys)
            Assert.Equal(expected[key][^1], found[2][key][^1], 1e-5);
    }

    private static void AreNear<TModel>(Func<TModel> make, Dataset<int> data, int batchSize, int ranks)
        where TModel : ITrainable<int>
    {
        float[] alone = Alone(make(), data, batchSize);

        float[] several = Learn(make, data, batchSize, ranks, reproducible: false);

        float distance = Samples.Distance(alone, several);
        Assert.True(distance < 1e-5f, $"After {Steps} steps on {ranks} ranks the weights differ by {distance}.");
    }

    private static float[] Alone<TModel>(TModel model, Dataset<int> data, int batchSize)
        where TModel : ITrainable<int>
    {
        BatchLoader<int> loader = new(data, batchSize, seed: 2);
        for (int step = 0, epoch = 0; step < Steps; epoch++)
        {
            foreach (Batch<int> batch in loader.Epoch(epoch))
            {
                if (step++ == Steps) break;
                _ = batch.Weights.IsEmpty
                    ? model.TrainStep(batch.Inputs, batch.Targets)
                    : ((IWeightedTrainable<int>)model).TrainStep(batch.Inputs, batch.Targets, batch.Weights);
            }
        }

        return Samples.Weights(model);
    }

    private static float[] Learn<TModel>(Func<TModel> make, Dataset<int> data, int batchSize, int ranks, bool reproducible)
        where TModel : ITrainable<int>
    {
        TModel[] models = [.. Enumerable.Range(0, ranks).Select(_ => make())];
        Each(
            ranks,
            (world, rank) => Train(models[rank], data, batchSize, new DataParallel(world) { Reproducible = reproducible, GroupSize = 4 }));
        foreach (TModel model in models)
            Assert.Equal(Samples.Weights(models[0]), Samples.Weights(model));
        return Samples.Weights(models[0]);
    }

    internal static void Train(ITrainable<int> model, Dataset<int> data, int batchSize, DataParallel parallel)
    {
        BatchLoader<int> loader = new(data, batchSize, seed: 2);
        using DataParallelScope<int> scope = parallel.Begin(model);
        for (int step = 0, epoch = 0; step < Steps; epoch++)
        {
            foreach (Batch<int> batch in loader.Epoch(epoch))
            {
                if (step++ == Steps) break;
                scope.TrainStep(batch);
            }
        }
    }

    internal static void Each(int ranks, Action<Communicator, int> body) => LocalRanks.Run(ranks, world => body(world, world.Rank));
}
