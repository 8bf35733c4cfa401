using ModelGen.Data;
using ModelGen.Serialization;
using ModelGen.TestKit;
using ModelGen.Training;

namespace ModelGen.Tests.Checkpoints;

/// <summary><c>Fit</c> goes on from its file, with callbacks, schedule and history.</summary>
public sealed class FitCheckpointTests : IDisposable
{
    private const int Epochs = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(3)]
    public void Goes_on_where_it_was(int? everyBatches)
    {
        (byte[] weights, string[] history, string csv) = Run("through", everyBatches, []);
        Random random = new(TestSeed.Value);
        for (int round = 0; round < TestTier.Count(4, 100); round++)
        {
            int[] stops = [.. Enumerable.Range(0, 3).Select(_ => random.Next(1, Epochs * 8))];
            (byte[] interrupted, string[] otherHistory, string otherCsv) = Run("round" + round, everyBatches, stops);
            Assert.Equal(history, otherHistory);
            Assert.Equal(csv, otherCsv);
            Assert.Equal(weights, interrupted);
        }
    }

    [Fact]
    public void More_epochs_go_on_from_the_last()
    {
        FitCheckpoint checkpoint = new(_folder.File("run.safetensors"));
        WithAdam first = new(1);
        first.Fit(Data(), Options(checkpoint, 2));
        WithAdam more = new(9);
        History history = more.Fit(Data(), Options(checkpoint, 4));
        WithAdam through = new(1);
        through.Fit(Data(), Options(null, 4));

        Assert.True(checkpoint.Resumed);
        Assert.Equal(4, history.Epochs.Count);
        Assert.Equal(Bytes(through), Bytes(more));
    }

    [Fact]
    public void A_finished_training_has_nothing_to_do()
    {
        FitCheckpoint checkpoint = new(_folder.File("run.safetensors"));
        WithSgd first = new(1);
        first.Fit(Data(), Options(checkpoint, 2));
        Assert.False(checkpoint.Resumed);
        WithSgd again = new(9);
        int steps = 0;
        History history = again.Fit(Data(), Options(checkpoint, 2, new LambdaCallback { BatchEnd = _ => steps++ }));

        Assert.Equal((0, 2), (steps, history.Epochs.Count));
        Assert.Equal(Bytes(first), Bytes(again));
    }

    [Fact]
    public void The_model_can_be_had_from_the_file_of_a_training()
    {
        FitCheckpoint checkpoint = new(_folder.File("run.safetensors"));
        WithSgd first = new(1);
        first.Fit(Data(), Options(checkpoint, 2));
        WithSgd other = new(9);
        other.LoadCheckpoint(checkpoint.Path);

        // In the file is the rate of the schedule; at the end of the training the model has the base rate again.
        Assert.NotEqual(first.LearningRate, other.LearningRate);
        other.LearningRate = first.LearningRate;
        Assert.Equal(Bytes(first), Bytes(other));
    }

    [Fact]
    public void Other_settings_and_files_are_refused()
    {
        FitCheckpoint checkpoint = new(_folder.File("run.safetensors"));
        WithSgd model = new(1);
        model.Fit(Data(), Options(checkpoint, 1));
        byte[] before = Bytes(model);
        FitOptions<int> other = new() { Epochs = 2, BatchSize = 4, Progress = null, Checkpoint = checkpoint };
        Assert.Contains(
            "60 samples, batch size 8, seed 3; this one has 60 samples, batch size 4, seed 0.",
            Assert.Throws<InvalidDataException>(() => model.Fit(Data(), other)).Message,
            StringComparison.Ordinal);

        model.SaveCheckpoint(checkpoint.Path);
        Assert.Contains(
            "'fit/settings'",
            Assert.Throws<InvalidDataException>(() => model.Fit(Data(), Options(checkpoint, 1))).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, Bytes(model));
    }

    [Fact]
    public void What_cannot_be_saved_is_refused_at_once()
    {
        FitOptions<int> options = new() { Progress = null, Checkpoint = new FitCheckpoint(_folder.File("run.safetensors")) };
        Assert.Contains(
            "ICheckpointed",
            Assert.Throws<ArgumentException>(() => new FakeClassifier().Fit(
                Dataset.FromArrays([0f, 1f, 1f, 0f], [0, 1], 2), options)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new WithSgd().Fit(Data(), Options(new FitCheckpoint("x") { EveryBatches = 0 }, 1)));
        Assert.Contains(
            "EveryBatches",
            Assert.Throws<ArgumentException>(() => new WithSgd().Fit(Data(), new FitOptions<int>
            {
                Progress = null,
                TrainingMetrics = true,
                Checkpoint = new FitCheckpoint("x") { EveryBatches = 1 },
            })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_of_ones_own_goes_on_too()
    {
        string path = _folder.File("own.safetensors");
        BatchLoader<int> loader = new(Data(), batchSize: 8, seed: 2);
        WithRAdam through = new(1), interrupted = new(1);
        Loop(through, null, int.MaxValue);
        Assert.Throws<OperationCanceledException>(() => Loop(interrupted, null, 11));
        interrupted = new(5);
        Loop(interrupted, path, int.MaxValue);
        Assert.Equal(Bytes(through), Bytes(interrupted));

        void Loop(WithRAdam model, string? resume, int stop)
        {
            using TrainingRun run = model.StartTraining(epochs: 3, loader.BatchCount, [], new WarmUp(12));
            if (resume is not null) run.LoadCheckpoint(resume);
            while (run.BeginEpoch())
            {
                int done = run.State.Batch;
                foreach (Batch<int> batch in loader.Epoch(run.State.Epoch - 1))
                {
                    if (batch.Index < done) continue;
                    run.BeginBatch();
                    run.EndBatch(batch.Count, model.TrainStep(batch.Inputs, batch.Targets));
                    if (run.State.Step == stop)
                    {
                        run.SaveCheckpoint(path);
                        throw new OperationCanceledException();
                    }
                }

                run.EndEpoch();
            }

            Assert.Throws<InvalidOperationException>(() => run.LoadCheckpoint(path));
        }
    }

    internal static Dataset<int> Data()
    {
        Random random = new(4);
        float[] inputs = [.. Enumerable.Range(0, 60 * 6).Select(_ => (float)random.NextDouble() - 0.5f)];
        return Dataset.FromArrays(inputs, [.. Enumerable.Range(0, 60).Select(i => inputs[i * 6] > 0.1f ? 2 : i % 2)], 6);
    }

    internal static FitOptions<int> Options(FitCheckpoint? checkpoint, int epochs, params TrainingCallback[] callbacks) =>
        new()
        {
            Epochs = epochs,
            BatchSize = 8,
            Seed = 3,
            Progress = null,
            Validation = Data(),
            Schedule = new CosineDecay(40, end: 0.1),
            Callbacks = callbacks,
            Checkpoint = checkpoint,
        };

    private static byte[] Bytes(ICheckpointed model)
    {
        using TemporaryFolder folder = new();
        Checkpoint.Save(folder.File("model"), model);
        return File.ReadAllBytes(folder.File("model"));
    }

    /// <summary>Trains, interrupted after some steps, and begun anew with new objects each time.</summary>
    private (byte[] Weights, string[] History, string Csv) Run(string name, int? everyBatches, int[] stops)
    {
        string csv = _folder.File(name + ".csv");
        Queue<int> left = new(stops);
        while (true)
        {
            FitCheckpoint checkpoint = new(_folder.File(name + ".safetensors")) { EveryBatches = everyBatches };
            WithAdam model = new(File.Exists(checkpoint.Path) ? 100 : 1);
            int steps = 0;
            LambdaCallback stop = new()
            {
                BatchEnd = _ => { if (left.Count > 0 && ++steps == left.Peek()) throw new OperationCanceledException(); },
            };

            // The file is written behind the callbacks, so one that stops here loses the step.
            FitOptions<int> options = Options(
                checkpoint,
                Epochs,
                new CsvLogger(csv),
                new ReduceLROnPlateau { Factor = 0.5, Patience = 1, MinDelta = 0.01 },
                new EarlyStopping { Patience = 3 },
                stop);
            try
            {
                History history = model.Fit(Data(), options);
                return (
                    Bytes(model),
                    [.. history.Epochs.SelectMany(epoch => epoch.Values).Select(pair => $"{pair.Key} {pair.Value:R}")],
                    File.ReadAllText(csv));
            }
            catch (OperationCanceledException)
            {
                left.Dequeue();
            }
        }
    }
}
