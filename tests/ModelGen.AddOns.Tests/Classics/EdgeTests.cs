using ModelGen.Classics;

namespace ModelGen.AddOns.Tests.Classics;

/// <summary>Closed forms, few samples, equal samples, and what is refused.</summary>
public sealed class EdgeTests
{
    private static Dataset<float> Line(int count) => Dataset.FromArrays(
        [.. Enumerable.Range(0, count).Select(i => (float)i)], [.. Enumerable.Range(0, count).Select(i => (2f * i) + 1)], 1);

    [Fact]
    public void A_line_is_found()
    {
        LinearRegression line = LinearRegression.Fit(Line(10));
        Assert.Equal((2, 1), (Math.Round(line.Coefficients[0], 12), Math.Round(line.Intercept[0], 12)));
        Assert.Equal(1, line.Score(Line(10)), 1e-12);
        Assert.Equal([201f], line.Predict([100]));
        Assert.Empty(line.Predict([]));
    }

    /// <summary>With one centred input the weight is Σxy / (Σx² + α).</summary>
    [Fact]
    public void Ridge_has_a_closed_form()
    {
        Dataset<float> data = Line(11);
        double squares = Enumerable.Range(-5, 11).Sum(x => x * x), products = 2 * squares;
        Assert.Equal(products / (squares + 7), Ridge.Fit(data, 7).Coefficients[0], 1e-12);
        Assert.Equal(LinearRegression.Fit(data).Coefficients[0], Ridge.Fit(data, 0).Coefficients[0]);
    }

    [Fact]
    public void One_sample_is_enough_for_a_line_and_gives_the_shortest()
    {
        LinearRegression line = LinearRegression.Fit(Dataset.FromArrays([3f, 4], [7f], 2));
        Assert.Equal((0, 7.0), (line.Rank, line.Intercept[0]));
        Assert.Equal([0.0, 0], line.Coefficients);
        LinearRegression through = LinearRegression.Fit(Dataset.FromArrays([3f, 4], [25f], 2), fitIntercept: false);
        Assert.Equal([3.0, 4], through.Coefficients.Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void Equal_samples_have_components_without_variance()
    {
        Dataset<int> data = Dataset.FromArrays([1f, 2, 1, 2, 1, 2], [0, 0, 0], 2);
        Pca pca = Pca.Fit(data, 1, whiten: true);
        Assert.Equal([0.0], pca.ExplainedVariance);
        Assert.Equal([0.0], pca.ExplainedVarianceRatio);
        Assert.Equal([0f, 0, 0], pca.Transform(data.Inputs));
        Assert.Equal([1f, 2], pca.InverseTransform([0f]));
    }

    [Fact]
    public void All_components_give_the_sample_back()
    {
        RandomStream random = new(TestKit.TestSeed.Value);
        float[] inputs = new float[20 * 4];
        random.FillNormal(inputs);
        Dataset<int> data = Dataset.FromArrays(inputs, new int[20], 4);
        Pca pca = Pca.Fit(data);
        Dataset<int> turned = pca.Transform(data);
        Assert.Equal((4, 20), (turned.InputSize, turned.Count));
        float[] back = pca.InverseTransform(turned.Inputs);
        Assert.All(inputs.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        for (int left = 0; left < 4; left++)
        {
            for (int right = 0; right < 4; right++)
            {
                double product = Enumerable.Range(0, 4).Sum(i => pca.Components[(left * 4) + i] * pca.Components[(right * 4) + i]);
                Assert.Equal(left == right ? 1 : 0, product, 1e-12);
            }
        }
    }

    /// <summary>Four clouds far apart: whatever the seed, each is a cluster.</summary>
    [Fact]
    public void Clouds_are_found_with_any_seed()
    {
        RandomStream random = new(TestKit.TestSeed.Value);
        float[] inputs = [.. Enumerable.Range(0, 400).Select(i => random.NextNormal() + (i / 2 % 4 * 50f))];
        Dataset<int> data = Dataset.FromArrays(inputs, new int[200], 2);
        for (int seed = 0; seed < 5; seed++)
        {
            KMeans means = KMeans.Fit(data, 4, seed);
            Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(means.Labels[i % 4], means.Labels[i]));
            Assert.Equal(4, means.Labels.Distinct().Count());
            Assert.InRange(means.Inertia, 200, 800);
            Assert.Equal(means.Labels, means.Predict(inputs));
            Assert.Equal(means.Inertia, KMeans.Fit(data, 4, seed).Inertia);
        }
    }

    [Fact]
    public void As_many_clusters_as_samples_and_clusters_of_equal_samples()
    {
        Dataset<int> data = Dataset.FromArrays([1f, 5, 9], [0, 0, 0], 1);
        Assert.Equal(0, KMeans.Fit(data, 3, seed: 1).Inertia);
        KMeans equal = KMeans.Fit(Dataset.FromArrays([4f, 4, 4], [0, 0, 0], 1), 2, seed: 1);
        Assert.Equal([0, 0, 0], equal.Labels);
        Assert.Equal([4.0, 4], equal.ClusterCenters);
    }

    [Fact]
    public void More_starts_are_never_worse()
    {
        RandomStream random = new(TestKit.TestSeed.Value);
        float[] inputs = new float[300];
        random.FillUniform(inputs);
        Dataset<int> data = Dataset.FromArrays(inputs, new int[150], 2);
        double one = KMeans.Fit(data, 12, 4, new KMeansOptions { Starts = 1 }).Inertia;
        Assert.InRange(KMeans.Fit(data, 12, 4, new KMeansOptions { Starts = 8 }).Inertia, 0, one);
    }

    [Fact]
    public void Of_equal_distances_the_first_is_nearer_and_of_equal_votes_the_lowest_label_wins()
    {
        Dataset<int> data = Dataset.FromArrays([1f, -1, 1, -1], [2, 1, 0, 1], 1);
        KNearestNeighbors two = KNearestNeighbors.Fit(data, 2);
        Assert.Equal([0, 1], two.Nearest([0]).Select(neighbor => neighbor.Index));
        Assert.Equal([1], two.Predict([0]));
        Assert.Equal([0f, 0.5f, 0.5f], two.PredictProbabilities([0]));
        Assert.Empty(two.Predict([]));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Dataset<int> data = Dataset.FromArrays([1f, 2, 3, 4], [0, 1], 2), none = Dataset.FromArrays([], Array.Empty<int>(), 2);
        Dataset<float> numbers = Dataset.FromArrays([1f, float.NaN], [1f, 2], 1);
        Says("from 1 to 2 neighbours", () => KNearestNeighbors.Fit(data, 3));
        Says("from 1 to 0 neighbours", () => KNearestNeighbors.Fit(none));
        Says("3 input values were given; a multiple of 2", () => KNearestNeighbors.Fit(data, 1).Predict([1f, 2, 3]));
        Says("3 input values were given; 2 are needed", () => KNearestNeighbors.Fit(data, 1).Nearest([1f, 2, 3]));
        Says("NaN", () => KNearestNeighbors.Fit(data, 1).Predict([1f, float.NaN]));
        Says("from 1 to 2 clusters", () => KMeans.Fit(data, 3));
        KMeansOptions three = new() { InitialCenters = [1, 2, 3] };
        Says("3 numbers were given for the initial centres; 1 · 2", () => KMeans.Fit(data, 1, 0, three));
        Says("from 1 to 2 components", () => Pca.Fit(data, 3));
        Says("at least 2 are needed", () => Pca.Fit(data.Take(1)));
        Says("between 0 and 1", () => Pca.Fit(data, 1.5));
        Says("at least 1 are needed", () => LinearRegression.Fit(numbers.Take(0)));
        Says("Input 0 of sample 1 is NaN", () => LinearRegression.Fit(numbers));
        Says("Target 0 of sample 0 is Infinity", () => LinearRegression.Fit(Dataset.FromArrays([1f], [float.PositiveInfinity], 1)));
        Says("at least 0", () => Ridge.Fit(numbers, -1));
        Dataset<int> narrow = Dataset.FromArrays([1f], [0], 1);
        Says("samples have 1 inputs; those that were fitted have 2", () => KNearestNeighbors.Fit(data, 1).Score(narrow));
        Says("2 targets; 1 are predicted", () => LinearRegression.Fit(Line(3)).Score(Dataset.FromArrays([1f], [1f, 2], 1, 2)));

        static void Says(string text, Action action) =>
            Assert.Contains(text, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
    }
}
