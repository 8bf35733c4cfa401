using ModelGen.Data;
using ModelGen.Runtime;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

public class CallbackTests
{
    private static readonly Dataset<int> TwoSamples = Dataset.FromArrays([1, 0, 0, 1], [0, 1], 2);

    /// <summary>A training whose epochs give the values; the first weight of the model is the number of the epoch.</summary>
    private static FakeClassifier Train(double[] values, string key, params TrainingCallback[] callbacks)
    {
        FakeClassifier model = new() { LearningRate = 1 };
        using TrainingRun run = model.StartTraining(values.Length, 1, callbacks);
        while (run.BeginEpoch())
        {
            run.BeginBatch();
            model.Parameters[0].Value[0] = run.State.Epoch;
            Assert.True(run.EndBatch(1, 0.5f));
            run.EndEpoch((key, values[run.State.Epoch - 1]));
        }

        return model;
    }

    private static double[] RandomValues(RandomStream random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextInt(20) == 0 ? double.NaN : Math.Round(random.NextUniform() * 2, 1))];

    [Theory]
    [InlineData(new[] { 5.0, 4, 3, 3, 3, 2, 1 }, 2, 5, 3)]
    [InlineData(new[] { 5.0, 4, 3, 3.5, 2.5, 2.6, 2.7, 1 }, 2, 7, 5)]
    [InlineData(new[] { 5.0, 4, 4, 3 }, 0, 3, 2)]
    [InlineData(new[] { 5.0, 4, 3, 2, 1 }, 2, 0, 5)]
    [InlineData(new[] { 5.0, double.NaN, double.NaN, 1 }, 2, 3, 1)]
    public void EarlyStopping_waits_and_puts_the_best_weights_back(double[] values, int patience, int stopped, int best)
    {
        EarlyStopping callback = new() { Patience = patience };
        FakeClassifier model = Train(values, "val_loss", callback);
        Assert.Equal((stopped, best), (callback.StoppedEpoch, callback.BestEpoch));
        Assert.Equal(best, model.Parameters[0].Value[0]);
    }

    [Fact]
    public void EarlyStopping_follows_the_rules_of_Keras()
    {
        RandomStream random = new(5);
        for (int trial = 0; trial < 300; trial++)
        {
            double[] values = RandomValues(random, 12);
            double minDelta = random.NextInt(3) * 0.15;
            int patience = random.NextInt(4), start = random.NextInt(3);
            double? baseline = random.NextInt(2) == 0 ? null : 0.9;
            EarlyStopping callback = new() { MinDelta = minDelta, Patience = patience, Baseline = baseline, StartFromEpoch = start + 1 };
            Train(values, "val_loss", callback);
            Assert.Equal(
                KerasRules.EarlyStopping(values, minDelta, patience, baseline, start),
                (callback.StoppedEpoch, callback.BestEpoch));
        }
    }

    [Fact]
    public void EarlyStopping_can_keep_the_last_weights_and_wait_for_larger_numbers()
    {
        Assert.Equal(
            3,
            Train([1, 2, 3], "loss2", new EarlyStopping("loss2") { RestoreBestWeights = false, Patience = 5 }).Parameters[0].Value[0]);
        EarlyStopping accuracy = new("val_accuracy") { Patience = 1 };
        Assert.Equal(2, Train([0.1, 0.3, 0.2, 0.9], "val_accuracy", accuracy).Parameters[0].Value[0]);
        EarlyStopping max = new("score") { Mode = MonitorMode.Max, Patience = 1 };
        Assert.Equal(2, Train([0.1, 0.3, 0.2, 0.9], "score", max).Parameters[0].Value[0]);
        Assert.Equal(
            2,
            Train([0.5, 0.4, 0.6], "val_accuracy", new EarlyStopping("val_accuracy") { Mode = MonitorMode.Min }).Parameters[0].Value[0]);
    }

    [Fact]
    public void After_an_exception_the_last_weights_stay()
    {
        FakeClassifier? model = null;
        model = new() { OnStep = step => model!.Parameters[0].Value[0] = step, Loss = step => step == 4 ? float.NaN : step };
        FitOptions<int> options = new()
        {
            Epochs = 9,
            BatchSize = 2,
            Callbacks = [new EarlyStopping("loss") { Patience = 9 }],
            Progress = null,
        };
        Assert.Throws<NonFiniteLossException>(() => model.Fit(TwoSamples, options));
        Assert.Equal(4, model.Parameters[0].Value[0]);
    }

    [Fact]
    public void A_key_that_the_training_does_not_give_is_refused_before_the_first_step()
    {
        FakeClassifier model = new();
        string Message(TrainingCallback callback, Dataset<int>? validation) => Assert.Throws<InvalidOperationException>(
            () => model.Fit(TwoSamples, new FitOptions<int> { Callbacks = [callback], Validation = validation, Progress = null })).Message;
        Assert.Equal(
            "EarlyStopping monitors 'val_los', which this training does not give. Did you mean 'val_loss'? It gives: loss, val_loss, "
                + "val_accuracy, lr.",
            Message(new EarlyStopping("val_los"), TwoSamples));
        Assert.Contains("It gives: loss, lr. Numbers with 'val_' need validation data.", Message(new ReduceLROnPlateau(), null));
        Assert.Contains("'val_loss'", Message(new ModelCheckpoint("x.safetensors") { SaveBestOnly = true }, null));
        Assert.Contains("names 'val_acc', which", Message(new ModelCheckpoint("{val_acc:0.0}.safetensors"), TwoSamples));
        Assert.Equal(0, model.Steps);
        Assert.Contains("'val_loss'", Assert.Throws<InvalidOperationException>(() => Train([1], "loss2", new EarlyStopping())).Message);
    }

    [Fact]
    public void ReduceLROnPlateau_follows_the_rules_of_Keras()
    {
        RandomStream random = new(6);
        for (int trial = 0; trial < 300; trial++)
        {
            double[] values = RandomValues(random, 15);
            int patience = random.NextInt(4), cooldown = random.NextInt(3);
            double minDelta = random.NextInt(2) * 0.25, minRate = random.NextInt(2) * 0.01, factor = random.NextInt(2) == 0 ? 0.1 : 0.5;
            List<float> rates = [];
            ReduceLROnPlateau callback = new()
            {
                Patience = patience,
                Cooldown = cooldown,
                MinDelta = minDelta,
                MinLearningRate = minRate,
                Factor = factor,
            };
            Train(values, "val_loss", callback, new LambdaCallback { EpochEnd = (state, _) => rates.Add(state.LearningRate) });
            Assert.Equal(KerasRules.ReduceLROnPlateau(values, 1, factor, patience, minDelta, cooldown, minRate), rates);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Train([1], "val_loss", new ReduceLROnPlateau { Factor = 1 }));
    }

    [Fact]
    public void LearningRateScheduler_is_given_epochs_from_zero()
    {
        List<(int, float)> asked = [];
        List<float> rates = [];
        LearningRateScheduler callback = new((epoch, rate) =>
        {
            asked.Add((epoch, rate));
            return epoch == 0 ? rate : rate / 2;
        });
        Train([0, 0, 0], "val_loss", callback, new LambdaCallback { BatchEnd = state => rates.Add(state.LearningRate) });
        Assert.Equal([(0, 1f), (1, 1f), (2, 0.5f)], asked);
        Assert.Equal([1f, 0.5f, 0.25f], rates);
        Assert.Throws<InvalidOperationException>(() => Train([0], "val_loss", new LearningRateScheduler((_, _) => float.NaN)));
    }

    [Fact]
    public void TerminateOnNaN_ends_without_an_exception()
    {
        TerminateOnNaN callback = new();
        FakeClassifier model = new() { Loss = step => step == 5 ? float.PositiveInfinity : 1 };
        History history = model.Fit(Dataset.FromArrays(new float[12], new int[6], 2), new FitOptions<int>
        {
            Epochs = 2,
            BatchSize = 2,
            Callbacks = [callback],
            Progress = null,
        });
        Assert.Equal((2, 2), (callback.Epoch, callback.Batch));
        Assert.Single(history.Epochs);
        Assert.True(history.StoppedEarly);
        Assert.Equal(5, model.Steps);

        FakeClassifier refusing = new() { OnStep = _ => throw new ArithmeticException() };
        Assert.Empty(refusing.Fit(TwoSamples, new FitOptions<int> { Epochs = 2, Callbacks = [callback], Progress = null }).Epochs);
        Assert.Equal((1, 1), (callback.Epoch, callback.Batch));
    }

    [Fact]
    public void LambdaCallback_is_told_everything()
    {
        List<string> calls = [];
        LambdaCallback callback = new()
        {
            TrainBegin = _ => calls.Add("train"),
            EpochBegin = state => calls.Add($"epoch {state.Epoch}"),
            BatchBegin = state => calls.Add($"begin {state.Batch}"),
            BatchEnd = state => calls.Add($"end {state.Batch} {state.Step} {state.BatchLoss}"),
            EpochEnd = (_, epoch) => calls.Add($"epoch {epoch.Epoch} over"),
            TrainEnd = state => calls.Add($"over {state.Completed}"),
        };
        new FakeClassifier { Loss = step => step }.Fit(
            TwoSamples,
            new FitOptions<int>
            {
                Epochs = 2,
                BatchSize = 1,
                Callbacks = [callback],
                Progress = null,
            });
        Assert.Equal(
            [
                "train",
                "epoch 1",
                "begin 1",
                "end 1 1 1",
                "begin 2",
                "end 2 2 2",
                "epoch 1 over",
                "epoch 2",
                "begin 1",
                "end 1 3 3",
                "begin 2",
                "end 2 4 4",
                "epoch 2 over",
                "over True",
            ],
            calls);
    }

    [Fact]
    public void ModelCheckpoint_names_its_files()
    {
        using TemporaryFolder folder = new();
        ModelCheckpoint callback = new(folder.File("new/net-{epoch:03d}-{val_loss:.2f}-{val_loss:0.0}-{step}.safetensors"));
        Train([0.5, 0.255, 0.126], "val_loss", callback);
        string[] names = [.. Directory.GetFiles(folder.File("new")).Select(file => Path.GetFileName(file)).Order()];
        Assert.Equal(["net-001-0.50-0.5-1.safetensors", "net-002-0.26-0.3-2.safetensors", "net-003-0.13-0.1-3.safetensors"], names);
        Assert.Equal(folder.File("new/" + names[2]), callback.LastPath);
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData(0.25, 4)]
    [InlineData(0.1, 0)]
    public void ModelCheckpoint_keeps_the_best(double? threshold, int best)
    {
        using TemporaryFolder folder = new();
        ModelCheckpoint callback = new(folder.File("best.safetensors")) { SaveBestOnly = true, InitialThreshold = threshold };
        Train([0.5, 0.3, 0.4, 0.2, 0.2, double.NaN], "val_loss", callback);
        Assert.Equal(best > 0, File.Exists(folder.File("best.safetensors")));
        if (best > 0)
        {
            ParameterSet loaded = Models.One("weight", [2]);
            ModelGen.Serialization.SafeTensors.Load(folder.File("best.safetensors"), loaded);
            Assert.Equal(best, loaded[0].Value[0]);
            Assert.Equal(0.2, callback.Best);
        }
    }

    [Fact]
    public void ModelCheckpoint_can_count_batches()
    {
        using TemporaryFolder folder = new();
        new FakeClassifier().Fit(
            Dataset.FromArrays(new float[10], new int[5], 2),
            new FitOptions<int>
            {
                Epochs = 2,
                BatchSize = 1,
                Progress = null,
                Callbacks = [new ModelCheckpoint(folder.File("{epoch}-{batch}-{step}.safetensors")) { SaveFrequency = 4 }],
            });
        Assert.Equal(
            ["1-4-4.safetensors", "2-3-8.safetensors"],
            Directory.GetFiles(folder.Root).Select(file => Path.GetFileName(file)).Order());
        Assert.Throws<InvalidOperationException>(() =>
            Train([1], "val_loss", new ModelCheckpoint("x") { SaveBestOnly = true, SaveFrequency = 2 }));
    }

    [Fact]
    public void CsvLogger_writes_what_reads_back_and_goes_on()
    {
        using CommaCulture culture = new();
        using TemporaryFolder folder = new();
        string file = folder.File("log.csv");
        Train([1.0 / 3, double.NaN], "val_loss", new CsvLogger(file));
        Assert.Equal("epoch,loss,val_loss,lr\n1,0.5,0.3333333333333333,1\n2,0.5,NaN,1\n", File.ReadAllText(file));
        Train([0.25], "val_loss", new CsvLogger(file) { Append = true });
        Assert.Equal("1,0.5,0.25,1", File.ReadAllLines(file)[^1]);
        Assert.Equal(4, File.ReadAllLines(file).Length);
        Assert.Contains("has the columns 'epoch,loss,val_loss,lr'", Assert.Throws<InvalidDataException>(
            () => Train([1], "val_f1", new CsvLogger(file) { Append = true })).Message);
        Train([0.25], "val_loss", new CsvLogger(file) { Separator = ';' }, new LearningRateScheduler((_, _) => 0.1f));
        Assert.Equal("epoch;loss;val_loss;lr\n1;0.5;0.25;0.1\n", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void The_history_speaks_the_keys_of_Keras()
    {
        History history = new FakeClassifier { Loss = _ => 0.5f }.Fit(
            TwoSamples,
            new FitOptions<int>
            {
                Epochs = 2,
                BatchSize = 1,
                Validation = TwoSamples,
                TrainingMetrics = true,
                Progress = null,
            });
        Assert.Equal(["loss", "accuracy", "val_loss", "val_accuracy", "lr"], history.Keys);
        Assert.Equal([0.5, 0.5], history["loss"]);
        Assert.Equal([1.0, 1.0], history["accuracy"]);
        Assert.Equal(history.ValidationAccuracy, history["val_accuracy"]);
        Assert.Contains(
            "The history has no 'acc'. It has: loss, accuracy,",
            Assert.Throws<KeyNotFoundException>(() => history["acc"]).Message);
        Assert.Contains("accuracy  seconds", history.ToString());
    }

    [Fact]
    public void A_loop_of_ones_own_gives_the_weights_of_Fit()
    {
        float[] x = [.. Enumerable.Range(0, 20).Select(i => i / 10f)];
        Dataset<float> data = Dataset.FromArrays(x, [.. x.Select(value => value * value)], 1);
        LearningRateSchedule schedule = new CosineDecay(15);
        LinearRegression fitted = new(), own = new();
        fitted.Fit(data, new FitOptions<float> { Epochs = 3, BatchSize = 4, Seed = 2, Schedule = schedule, Progress = null });
        BatchLoader<float> loader = new(data, 4, seed: 2);
        using (TrainingRun run = own.StartTraining(3, loader.BatchCount, schedule: schedule))
        {
            while (run.BeginEpoch())
            {
                foreach (Batch<float> batch in loader.Epoch(run.State.Epoch - 1))
                {
                    run.BeginBatch();
                    run.EndBatch(batch.Count, own.TrainStep(batch.Inputs, batch.Targets));
                }

                run.EndEpoch();
            }
        }

        Assert.Equal(fitted.Parameters[0].Value.ToArray(), own.Parameters[0].Value.ToArray());
        Assert.Equal(fitted.LearningRate, own.LearningRate);
    }
}
