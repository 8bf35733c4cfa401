using ModelGen.Data;
using ModelGen.Training;

namespace ModelGen.Tests.Training;

public class LearningRateFinderTests
{
    private static Dataset<float> Line()
    {
        float[] x = [.. Enumerable.Range(-50, 101).Select(i => i / 50f)];
        return Dataset.FromArrays(x, [.. x.Select(value => 3 * value - 1)], 1);
    }

    [Fact]
    public void It_suggests_a_rate_that_learns_and_leaves_the_model_as_it_was()
    {
        LinearRegression model = new() { LearningRate = 0.123f };
        model.Parameters[0].Value[0] = 0.5f;
        LearningRateFinder finder = LearningRateFinder.Run(model, Line(), batchSize: 101);
        Assert.Equal((0.5f, 0f, 0.123f), (model.Parameters[0].Value[0], model.Parameters[0].Value[1], model.LearningRate));
        Assert.InRange(finder.Suggestion, 1e-2f, 1); // The largest curvature is 2: beyond 2 / 2 it diverges.

        model.LearningRate = finder.Suggestion;
        Assert.True(model.Fit(Line(), epochs: 100, batchSize: 101, quiet: true).Loss[^1] < 0.01);
    }

    [Fact]
    public void The_rates_grow_by_the_same_factor()
    {
        FakeClassifier model = new() { Loss = step => 10f - (step / 100f) };
        LearningRateFinder finder = LearningRateFinder.Run(model, Dataset.FromArrays(new float[14], new int[7], 2), 3, 1e-4f, 1, steps: 41);
        Assert.Equal((41, 41), (finder.Points.Count, model.Steps));
        Assert.Equal((1e-4f, 1f), (finder.Points[0].LearningRate, finder.Points[^1].LearningRate));
        Assert.All(
            finder.Points.Zip(finder.Points.Skip(1)),
            pair => Assert.Equal(Math.Pow(10, 0.1), pair.Second.LearningRate / pair.First.LearningRate, 1e-5));

        // The mean with weights 0.98ⁿ, written out.
        double[] weights = [.. Enumerable.Range(0, 5).Select(i => Math.Pow(0.98, 4 - i))];
        Assert.Equal(weights.Select((weight, i) => weight * (10f - ((i + 1) / 100f))).Sum() / weights.Sum(), finder.Points[4].Loss, 1e-6);
    }

    [Fact]
    public void It_ends_where_the_loss_grows_or_is_no_number()
    {
        Dataset<int> data = Dataset.FromArrays(new float[2], new int[1], 2);
        Assert.Equal(20, LearningRateFinder.Run(new FakeClassifier { Loss = step => step <= 20 ? 1 : 1000 }, data).Points.Count);
        Assert.Equal(7, LearningRateFinder.Run(new FakeClassifier { Loss = step => step <= 7 ? 1 : float.NaN }, data).Points.Count);
        FakeClassifier refusing = new() { OnStep = step => { if (step > 3) throw new ArithmeticException(); } };
        Assert.Equal(3, LearningRateFinder.Run(refusing, data).Points.Count);
        Assert.Contains("did not fall in 20 steps", Assert.Throws<InvalidOperationException>(
            () => LearningRateFinder.Run(new FakeClassifier { Loss = step => step <= 20 ? 1 : 1000 }, data).Suggestion).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateFinder.Run(new FakeClassifier(), data, from: 1, to: 0.5f));
        Assert.Throws<ArgumentException>(() => LearningRateFinder.Run(new FakeClassifier(), data.Take(0)));
    }
}
