using ModelGen.Data;
using ModelGen.Tests.Data;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

public class FitTests
{
    private static Dataset<int> Labelled(int count) =>
        Dataset.FromArrays(
            [.. Enumerable.Range(0, count).SelectMany(i => new[] { 1f - i % 2, i % 2 })],
            [.. Enumerable.Range(0, count).Select(i => i % 2)],
            2);

    private static FitOptions<int> Quiet(int epochs = 2, int batchSize = 4) =>
        new()
        {
            Epochs = epochs,
            BatchSize = batchSize,
            Progress = null,
        };

    private sealed class Recorder : TrainingCallback
    {
        public List<string> Calls { get; } = [];

        public Action<FitState> AtEpochEnd { get; init; } = _ => { };

        public override void OnTrainBegin(FitState state) => Calls.Add($"train {state.Epoch}/{state.Epochs} {state.Loss}");

        public override void OnEpochBegin(FitState state) => Calls.Add($"epoch {state.Epoch}");

        public override void OnBatchEnd(FitState state) => Calls.Add($"batch {state.Batch}/{state.Batches}");

        public override void OnEpochEnd(FitState state, EpochRecord epoch)
        {
            Calls.Add($"end {epoch.Epoch}");
            AtEpochEnd(state);
        }

        public override void OnTrainEnd(FitState state) => Calls.Add("done");
    }

    [Fact]
    public void Each_epoch_sees_each_sample_in_batches()
    {
        FakeClassifier model = new();
        History history = model.Fit(Labelled(10), Quiet(epochs: 3, batchSize: 4));
        Assert.Equal([4, 4, 2, 4, 4, 2, 4, 4, 2], model.BatchSizes);
        Assert.Equal(15, model.LabelsSeen.Count(label => label == 1));
        Assert.Equal([1, 2, 3], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.Empty(history.ValidationLoss);
        Assert.Empty(history.ValidationAccuracy);
        Assert.False(history.StoppedEarly);
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(2, 2)]
    public void Threads_are_those_of_the_options_while_it_trains(int? asked, int used)
    {
        List<int> seen = [];
        FakeClassifier? model = null;
        model = new() { Threads = 3, OnStep = _ => seen.Add(model!.Threads) };
        model.Fit(Labelled(10), new FitOptions<int> { Epochs = 1, Threads = asked, Progress = null });
        Assert.Equal([used], seen.Distinct());
        Assert.Equal(3, model.Threads);
    }

    [Fact]
    public void Threads_below_one_are_refused_before_anything_happens()
    {
        FakeClassifier model = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(Labelled(10), new FitOptions<int> { Threads = 0, Progress = null }));
        Assert.Equal(0, model.Steps);
    }

    [Fact]
    public void The_loss_is_the_mean_over_samples()
    {
        FakeClassifier model = new() { Loss = step => step };
        History history = model.Fit(Labelled(10), Quiet(epochs: 2, batchSize: 4));
        Assert.Equal([(4 * 1 + 4 * 2 + 2 * 3) / 10.0, (4 * 4 + 4 * 5 + 2 * 6) / 10.0], history.Loss);
    }

    [Fact]
    public void Validation_measures_loss_and_accuracy()
    {
        FakeClassifier model = new();
        Dataset<int> validation = Dataset.FromArrays([1, 0, 1, 0, 0, 1, 0, 1, 0, 1], [0, 1, 1, 1, 1], 2);
        History history = model.Fit(Labelled(4), epochs: 1, batchSize: 2, validation: validation, quiet: true);
        Assert.Equal([2, 2, 1], model.Evaluated);
        Assert.Equal((2 * 2 + 2 * 2 + 1) / 5.0, history.ValidationLoss.Single());
        Assert.Equal(0.8, history.ValidationAccuracy.Single());
    }

    [Fact]
    public void A_regression_learns_and_has_no_accuracy()
    {
        float[] x = [.. Enumerable.Range(-10, 21).Select(i => i / 10f)];
        Dataset<float> data = Dataset.FromArrays(x, [.. x.Select(value => 3 * value - 1)], 1);
        LinearRegression model = new();
        History history = model.Fit(data, epochs: 60, batchSize: 7, validation: data, quiet: true);
        Assert.Equal(3, model.Parameters[0].Value[0], 0.01);
        Assert.Equal(-1, model.Parameters[0].Value[1], 0.01);
        Assert.Empty(history.ValidationAccuracy);
        Assert.Equal(history.ValidationLoss[^1], model.Evaluate(data), 1e-9);
        Assert.True(history.ValidationLoss[^1] < history.ValidationLoss[0]);
    }

    [Fact]
    public void The_seed_decides_the_result()
    {
        float[] x = [.. Enumerable.Range(0, 20).Select(i => i / 10f)];
        Dataset<float> data = Dataset.FromArrays(x, [.. x.Select(value => value * value)], 1);
        float[] Train(int seed, bool shuffle = true)
        {
            LinearRegression model = new();
            model.Fit(data, new FitOptions<float> { Epochs = 3, BatchSize = 3, Seed = seed, Shuffle = shuffle, Progress = null });
            return model.Parameters[0].Value.ToArray();
        }

        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
        Assert.Equal(Train(1, shuffle: false), Train(2, shuffle: false));
    }

    [Fact]
    public void Callbacks_are_told_everything_in_order()
    {
        Recorder recorder = new();
        new FakeClassifier().Fit(Labelled(3), new() { Epochs = 2, BatchSize = 2, Progress = recorder });
        Assert.Equal(
            ["train 0/2 NaN", "epoch 1", "batch 1/2", "batch 2/2", "end 1", "epoch 2", "batch 1/2", "batch 2/2", "end 2", "done"],
            recorder.Calls);
    }

    [Fact]
    public void A_callback_can_stop_and_change_the_learning_rate()
    {
        FakeClassifier model = new();
        Recorder recorder = new()
        {
            AtEpochEnd = state =>
            {
                state.LearningRate /= 2;
                if (state.Epoch == 2)
                    state.Stop();
            },
        };
        History history = model.Fit(Labelled(4), new() { Epochs = 9, Callbacks = [recorder], Progress = null });
        Assert.Equal(2, history.Epochs.Count);
        Assert.True(history.StoppedEarly);
        Assert.Equal(0.025f, model.LearningRate);
        Assert.Equal([0.1f, 0.05f], history.Epochs.Select(epoch => epoch.LearningRate));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_loss_that_is_no_number_stops_and_names_the_place(float loss)
    {
        Recorder recorder = new();
        FakeClassifier model = new() { Loss = step => step == 5 ? loss : 1 };
        FitOptions<int> options = new() { Epochs = 4, BatchSize = 4, Progress = recorder };
        NonFiniteLossException problem = Assert.Throws<NonFiniteLossException>(() => model.Fit(Labelled(10), options));
        Assert.Equal((2, 2), (problem.Epoch, problem.Batch));
        Assert.Contains("epoch 2 of 4, batch 2 of 3", problem.Message);
        Assert.Contains("0.1", problem.Message);
        Assert.Equal(5, model.Steps);
        Assert.Equal("done", recorder.Calls[^1]);
    }

    [Fact]
    public void A_step_that_a_generated_model_refuses_is_reported_with_its_place()
    {
        FakeClassifier model = new() { OnStep = step => { if (step == 5) throw new ArithmeticException("The loss of Net is NaN."); } };
        FitOptions<int> options = new() { Epochs = 4, BatchSize = 4, Progress = null };
        NonFiniteLossException problem = Assert.Throws<NonFiniteLossException>(() => model.Fit(Labelled(10), options));
        Assert.Equal((2, 2), (problem.Epoch, problem.Batch));
        Assert.Equal("The loss of Net is NaN.", problem.InnerException?.Message);
    }

    [Fact]
    public void Cancellation_stops_between_steps()
    {
        using CancellationTokenSource source = new();
        Recorder recorder = new();
        FakeClassifier model = new() { OnStep = step => { if (step == 3) source.Cancel(); } };
        FitOptions<int> options = new() { Epochs = 5, BatchSize = 2, Progress = recorder };
        Assert.Throws<OperationCanceledException>(() => model.Fit(Labelled(10), options, source.Token));
        Assert.Equal(3, model.Steps);
        Assert.Equal("done", recorder.Calls[^1]);
        model.Fit(Labelled(10), Quiet(epochs: 1));
        Assert.Throws<OperationCanceledException>(() => model.Fit(Labelled(10), epochs: 1, quiet: true, cancellation: source.Token));
    }

    [Fact]
    public void Data_that_do_not_fit_change_nothing()
    {
        FakeClassifier model = new();
        Dataset<int> good = Labelled(4);
        string Refused(Dataset<int> training, Dataset<int>? validation = null) =>
            Assert.Throws<ArgumentException>(() => model.Fit(training, epochs: 1, validation: validation, quiet: true)).Message;

        Assert.Contains("training data have 0 samples", Refused(good.Take(0)));
        Assert.Contains("3 inputs; the model needs 2", Refused(Dataset.FromArrays([1, 2, 3], [0], 3)));
        Assert.Contains("validation data have 0 samples", Refused(good, good.Take(0)));
        Assert.Contains("label of sample 1 is 2; the model has 2 classes", Refused(Dataset.FromArrays(new float[4], [0, 2], 2)));
        Assert.Contains("validation data, input 1 of sample 1 is NaN", Refused(good, Dataset.FromArrays([1, 2, 3, float.NaN], [0, 1], 2)));
        Assert.Contains("input 0 of sample 0 is Infinity", Refused(Dataset.FromArrays([float.PositiveInfinity, 0], [0], 2)));
        Assert.Contains("must be from 0 to 1", Refused(DatasetTests.Numbered(3)));
        Assert.Equal(0, model.Steps);
        Assert.Empty(model.Evaluated);
    }

    [Fact]
    public void Targets_must_fit_and_be_finite()
    {
        LinearRegression model = new();
        Assert.Contains("2 targets; the model needs 1", Assert.Throws<ArgumentException>(
            () => model.Fit(Dataset.FromArrays([1], [1f, 2], 1, 2), epochs: 1)).Message);
        Assert.Contains("target 0 of sample 1 is NaN", Assert.Throws<ArgumentException>(
            () => model.Fit(Dataset.FromArrays([1, 2], [1f, float.NaN], 1), epochs: 1)).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(
            () => model.Evaluate(Dataset.FromArrays([float.NaN], [1f], 1))).Message);
    }

    [Fact]
    public void Numbers_of_epochs_and_samples_must_be_positive()
    {
        FakeClassifier model = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(Labelled(4), Quiet(epochs: 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(Labelled(4), Quiet(batchSize: 0)));
    }

    [Fact]
    public void Steps_allocate_next_to_nothing()
    {
        LinearRegression model = new();
        float[] x = new float[20_000];
        Dataset<float> data = Dataset.FromArrays(x, x, 1);
        FitOptions<float> options = new() { Epochs = 1, BatchSize = 1, Progress = ModelGen.Reporting.ProgressReport.To(TextWriter.Null) };
        model.Fit(data, options);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Fit(data, options);
        long setup = 2 * sizeof(float) * x.Length;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, setup + 20_000);
    }

    [Fact]
    public void The_history_prints_as_a_table()
    {
        using CommaCulture culture = new();
        History history = new FakeClassifier { Loss = _ => 0.5f }.Fit(Labelled(4), epochs: 1, validation: Labelled(2), quiet: true);
        string[] lines = history.ToString().Split('\n');
        Assert.Equal("epoch        loss    val_loss  val_acc  seconds", lines[0]);
        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0].Length, lines[1].Length);
        Assert.StartsWith("    1    0.500000    2.000000   1.0000  ", lines[1]);
        Assert.Equal(history.Seconds, history.Epochs[0].Seconds);
        Assert.InRange(history.TrainingSeconds, 0, history.Seconds);
    }
}
