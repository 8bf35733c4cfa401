using ModelGen.Data;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

[Model, Input(5), Dense(7), Tanh, Dense(2), MeanSquaredError, Adam(0.01, Accumulate = 3)]
public sealed partial class Accumulating;

[Model, Input(5), Dense(7), Tanh, Dense(2), MeanSquaredError, Adam(0.01)]
public sealed partial class AtOnce;

[Model, Input(5), Dense(7), Tanh, Dense(2), MeanSquaredError, Sgd(0.05, WeightAverage = 0.75)]
public sealed partial class Averaging;

[Model, Input(5), Dense(7, UseBias = false), BatchNorm, Tanh, Dense(3), SoftmaxCrossEntropy, Sgd(0.05, WeightAverage = 0.75)]
public sealed partial class AveragingClassifier;

/// <summary><c>Accumulate</c> and <c>WeightAverage</c>, in generated code.</summary>
public sealed class AccumulationTests
{
    private const int Inputs = 5, Outputs = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Is_the_loop_by_hand(int threads)
    {
        Accumulating model = new(1) { Threads = threads };
        AtOnce byHand = new(1);
        for (int update = 0; update < 5; update++)
        {
            byHand.ZeroGradients();
            for (int part = 0; part < 3; part++)
            {
                (float[] inputs, float[] targets) = Draw((update * 3) + part, samples: 4 + part);
                int samples = 4 + part;
                float[] outputs = new float[samples * Outputs], gradient = new float[samples * Outputs];
                byHand.Forward(inputs, outputs);

                // The derivative of the mean of (y − t)², a third of it.
                float factor = (float)(1 / (3.0 * samples)) * (1f / Outputs);
                for (int i = 0; i < gradient.Length; i++) gradient[i] = (2 * (outputs[i] - targets[i])) * factor;
                byHand.Backward(gradient);
                float before = model.Parameters[0].Value[0, 0];
                model.TrainStep(inputs, targets);
                Assert.Equal(part < 2, before == model.Parameters[0].Value[0, 0]);
            }

            Same(byHand.Parameters.Select(p => p.Gradient.ToArray()), model.Parameters.Select(p => p.Gradient.ToArray()), 1e-6);
            byHand.Update();
            Same(byHand.Parameters.Select(p => p.Value.ToArray()), model.Parameters.Select(p => p.Value.ToArray()), 1e-6);
        }
    }

    [Fact]
    public void Equal_batches_are_one_large_one()
    {
        Accumulating model = new(3);
        AtOnce large = new(3);
        for (int update = 0; update < 10; update++)
        {
            (float[] inputs, float[] targets) = Draw(update, samples: 12);
            for (int part = 0; part < 3; part++)
                model.TrainStep(inputs.AsSpan(part * 4 * Inputs, 4 * Inputs), targets.AsSpan(part * 4 * Outputs, 4 * Outputs));
            large.TrainStep(inputs, targets);
        }

        Same(large.Parameters.Select(p => p.Value.ToArray()), model.Parameters.Select(p => p.Value.ToArray()), 1e-5);
    }

    [Fact]
    public void ZeroGradients_and_Update_begin_anew()
    {
        (float[] inputs, float[] targets) = Draw(1, samples: 3);
        Accumulating model = new(1);
        model.TrainStep(inputs, targets);
        model.TrainStep(inputs, targets);
        model.ZeroGradients();
        float start = model.Parameters[0].Value[0, 0];
        model.TrainStep(inputs, targets);
        Assert.Equal(start, model.Parameters[0].Value[0, 0]);
        model.Update();
        float updated = model.Parameters[0].Value[0, 0];
        Assert.NotEqual(start, updated);
        model.TrainStep(inputs, targets);
        model.TrainStep(inputs, targets);
        Assert.Equal(updated, model.Parameters[0].Value[0, 0]);
        model.TrainStep(inputs, targets);
        Assert.NotEqual(updated, model.Parameters[0].Value[0, 0]);
    }

    [Fact]
    public void A_loss_that_is_not_finite_leaves_the_sum_as_it_was()
    {
        (float[] inputs, float[] targets) = Draw(1, samples: 3);
        Accumulating model = new(1);
        model.TrainStep(inputs, targets);
        float[] before = model.Parameters[0].Gradient.ToArray();
        Assert.Throws<ArithmeticException>(() => model.TrainStep(inputs, [.. targets.Select(_ => 3e38f)]));
        Assert.Equal(before, model.Parameters[0].Gradient.ToArray());
    }

    [Fact]
    public void The_average_is_that_of_all_updates()
    {
        Averaging model = new(1);
        double[][] average = [];
        Same(model.Parameters.Select(p => p.Value.ToArray()), model.Averaged().Parameters.Select(p => p.Value.ToArray()), 0);
        for (int step = 0; step < 20; step++)
        {
            (float[] inputs, float[] targets) = Draw(step, samples: 4);
            model.TrainStep(inputs, targets);
            double[][] now = [.. model.Parameters.Select(p => p.Value.ToArray().Select(x => (double)x).ToArray())];
            average = step == 0 ? now : [.. average.Zip(now, (a, p) => a.Zip(p, (x, y) => (0.75 * x) + (0.25 * y)).ToArray())];
        }

        Averaging averaged = model.Averaged();
        Same(average.Select(a => a.Select(x => (float)x).ToArray()), averaged.Parameters.Select(p => p.Value.ToArray()), 1e-6);
        Assert.NotEqual(model.Parameters[0].Value.ToArray(), averaged.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void The_average_has_the_buffers_of_the_model()
    {
        AveragingClassifier model = new(1);
        (float[] inputs, _) = Draw(1, samples: 6);
        for (int step = 0; step < 3; step++) model.TrainStep(inputs, [0, 1, 2, 0, 1, 2]);
        AveragingClassifier averaged = model.Averaged();
        Assert.Equal(
            model.Parameters["batchnorm1.running_mean"].Value.ToArray(), averaged.Parameters["batchnorm1.running_mean"].Value.ToArray());
        Assert.Equal(model.LearningRate, averaged.LearningRate);
        averaged.TrainStep(inputs, [0, 1, 2, 0, 1, 2]); // It is a model of its own.
    }

    [Fact]
    public void Fit_validates_the_average()
    {
        (float[] inputs, _) = Draw(1, samples: 24);
        Dataset<int> data = Dataset.FromArrays(inputs, [.. Enumerable.Range(0, 24).Select(i => i % 3)], Inputs);
        AveragingClassifier model = new(1), plain = new(1);
        History history = model.Fit(data, Options(data, average: true));
        History other = plain.Fit(data, Options(data, average: false));

        Assert.Equal(plain.Evaluate(data), other["val_loss"][^1], 1e-6);
        Assert.Equal(model.Averaged().Evaluate(data), history["val_loss"][^1], 1e-6);
        Assert.NotEqual(other["val_loss"][^1], history["val_loss"][^1]);
        Assert.Equal(plain.Parameters[0].Value.ToArray(), model.Parameters[0].Value.ToArray());

        Dataset<float> numbers = Dataset.FromArrays(inputs, new float[48], Inputs, Outputs);
        FitOptions<float> wrong = new() { Validation = numbers, ValidateAverage = true, Progress = null };
        string message = Assert.Throws<ArgumentException>(() => new AtOnce().Fit(numbers, wrong)).Message;
        Assert.Contains("AtOnce keeps none", message, StringComparison.Ordinal);
    }

    private static FitOptions<int> Options(Dataset<int> data, bool average) =>
        new() { Epochs = 3, BatchSize = 6, Validation = data, ValidateAverage = average, Progress = null };

    private static (float[] Inputs, float[] Targets) Draw(int seed, int samples)
    {
        Random random = new(seed);
        return (
            [.. Enumerable.Range(0, samples * Inputs).Select(_ => random.NextSingle() - 0.5f)],
            [.. Enumerable.Range(0, samples * Outputs).Select(_ => random.NextSingle() - 0.5f)]);
    }

    private static void Same(IEnumerable<float[]> expected, IEnumerable<float[]> actual, double tolerance)
    {
        foreach ((float[] one, float[] other) in expected.Zip(actual))
        {
            Assert.Equal(one.Length, other.Length);
            for (int i = 0; i < one.Length; i++) Assert.Equal(one[i], other[i], tolerance);
        }
    }
}
