using ModelGen.Metrics;
using ModelGen.Mpi;

namespace ModelGen.Mpi.Tests;

/// <summary><c>Fit</c> with several ranks is <c>Fit</c> with one.</summary>
public sealed class FitTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_history_is_that_of_one_process(int ranks)
    {
        Dataset<int> training = Samples.Classes(101, 12), validation = Samples.Classes(530, 12, seed: 8);
        History alone = new DropoutNet(3).Fit(training, Options(training, validation));

        StepTests.Each(ranks, (world, rank) =>
        {
            History history = new DropoutNet(3).Fit(training, Options(training, validation), new DataParallel(world));
            Assert.Equal(alone.Keys, history.Keys);
            foreach (string key in alone.Keys)
            {
                for (int epoch = 0; epoch < 3; epoch++)
                    Assert.Equal(alone[key][epoch], history[key][epoch], 1e-5);
            }
        });
    }

    [Fact]
    public void The_measured_numbers_are_those_of_one_process_to_the_bit()
    {
        Dataset<int> training = Samples.Classes(64, 12), validation = Samples.Classes(700, 12, seed: 8);
        Dictionary<int, string> found = [];
        foreach (int ranks in (int[])[1, 2, 3])
        {
            StepTests.Each(ranks, (world, rank) =>
            {
                History history = new DropoutNet(3).Fit(
                    training, Options(training, validation), new DataParallel(world) { Reproducible = true });
                if (rank == 0) found[ranks] = string.Join(' ', history.Keys.SelectMany(key => history[key]).Select(x => $"{x:R}"));
            });
        }

        Assert.Equal(found[1], found[2]);
        Assert.Equal(found[1], found[3]);
    }

    [Fact]
    public void Streams_and_batches_loaded_ahead()
    {
        Dataset<int> data = Samples.Classes(70, 12);
        SampleStream<int> stream = SampleStream.From(12, 1, 70, _ => Read(data));
        FitOptions<int> options = new() { Epochs = 2, BatchSize = 16, Progress = null, Prefetch = 2, ShuffleWindow = 20 };
        DenseNet alone = new(3);
        alone.Fit(stream, options);

        StepTests.Each(3, (world, rank) =>
        {
            DenseNet model = new(3);
            model.Fit(stream, options, new DataParallel(world));
            Assert.True(Samples.Distance(Samples.Weights(alone), Samples.Weights(model)) < 1e-5f);
        });
    }

    [Fact]
    public void Only_the_first_rank_prints_and_writes()
    {
        using TemporaryFolder folder = new();
        int[] printed = new int[3], counted = new int[3];
        StepTests.Each(3, (world, rank) =>
        {
            FitOptions<int> options = new()
            {
                Epochs = 2,
                Progress = new LambdaCallback { FirstProcessOnly = true, EpochEnd = (_, _) => printed[rank]++ },
                Callbacks =
                [
                    new LambdaCallback { EpochEnd = (_, _) => counted[rank]++ },
                    new CsvLogger(rank == 0 ? folder.File("log.csv") : folder.File("missing/log.csv")),
                    new ModelCheckpoint(rank == 0 ? folder.File("best.safetensors") : "/nowhere/best.safetensors", "loss"),
                ],
            };
            new DenseNet(3).Fit(Samples.Classes(50, 12), options, new DataParallel(world));
        });

        Assert.Equal([2, 0, 0], printed);
        Assert.Equal([2, 2, 2], counted);
        Assert.True(File.Exists(folder.File("log.csv")) && File.Exists(folder.File("best.safetensors")));
    }

    [Fact]
    public void An_interrupted_training_goes_on_and_only_the_first_rank_needs_the_file()
    {
        using TemporaryFolder folder = new();
        Dataset<int> data = Samples.Classes(90, 12);
        float[][] whole = new float[2][], resumed = new float[2][];
        StepTests.Each(2, (world, rank) => Fit(world, new DropoutNet(3), null, 4, whole));
        StepTests.Each(2, (world, rank) => Fit(world, new DropoutNet(3), folder.File("run"), 2, resumed));

        StepTests.Each(2, (world, rank) =>
            Fit(world, new DropoutNet(3), rank == 0 ? folder.File("run") : folder.File("of another machine"), 4, resumed));

        Assert.Equal(whole[0], resumed[0]);
        Assert.Equal(whole[1], resumed[1]);
        Assert.False(File.Exists(folder.File("of another machine")));

        void Fit(Communicator world, DropoutNet model, string? file, int epochs, float[][] weights)
        {
            FitOptions<int> options = new()
            {
                Epochs = epochs,
                Progress = null,
                Checkpoint = file is null ? null : new FitCheckpoint(file),
                Callbacks = [new ReduceLROnPlateau("loss") { Patience = 1 }],
            };
            model.Fit(data, options, new DataParallel(world));
            weights[world.Rank] = Samples.Weights(model);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parts_make_the_whole(bool reproducible)
    {
        for (int size = 1; size <= 7; size++)
        {
            DataParallel parallel = new(new LocalRank(new Meeting(size), 0, default)) { Reproducible = reproducible, GroupSize = 4 };
            for (int total = 0; total <= 40; total++)
            {
                int next = 0;
                for (int rank = 0; rank < size; rank++)
                {
                    (int first, int count) = parallel.PartOf(total, rank);
                    Assert.True(count >= 0 && (count == 0 || first == next), $"{total} on {size}: {rank}");
                    next += count;
                }

                Assert.Equal(total, next);
            }
        }
    }

    private static FitOptions<int> Options(Dataset<int> training, Dataset<int> validation) => new()
    {
        Epochs = 3,
        BatchSize = 33,
        Progress = null,
        Validation = validation,
        TrainingMetrics = true,
        Metrics = [Metric.TopKAccuracy(2), Metric.F1(Averaging.Macro)],
        Schedule = new WarmUp(3),
        Callbacks = [new EarlyStopping("val_loss") { Patience = 10 }],
    };

    private static IEnumerable<(float[] Input, int[] Target)> Read(Dataset<int> data)
    {
        for (int i = 0; i < data.Count; i++) yield return (data.Input(i).ToArray(), data.Target(i).ToArray());
    }
}
