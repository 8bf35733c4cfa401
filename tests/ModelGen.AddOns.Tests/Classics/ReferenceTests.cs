using System.Runtime.CompilerServices;
using System.Text.Json;
using ModelGen.Classics;

namespace ModelGen.AddOns.Tests.Classics;

/// <summary>Against scikit-learn; <c>References/make_classics.py</c> wrote the values.</summary>
public sealed class ReferenceTests
{
    private sealed record Case(JsonElement Json)
    {
        public int Columns => Json.GetProperty("columns").GetInt32();

        public float[] Floats(string name) => [.. Json.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];

        public int[] Whole(string name) => [.. Json.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

        public JsonElement Expected(string name) => Json.GetProperty("expected").GetProperty(name);

        public Dataset<float> Numbers(int targetSize) => Dataset.FromArrays(Floats("inputs"), Floats("targets"), Columns, targetSize);

        public Dataset<int> Labels(int[]? labels = null)
        {
            float[] inputs = Floats("inputs");
            return Dataset.FromArrays(inputs, labels ?? new int[inputs.Length / Columns], Columns);
        }
    }

    private static List<Case> Cases(string kind, [CallerFilePath] string thisFile = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(thisFile)!, "References", "classics.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        List<Case> cases =
        [
            .. document.RootElement.EnumerateArray().Where(one => one.GetProperty("kind").GetString() == kind)
                .Select(one => new Case(one.Clone())),
        ];
        Assert.NotEmpty(cases);
        return cases;
    }

    private static double[] Doubles(JsonElement json) => [.. json.EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>Equal up to a share of the largest number.</summary>
    private static void AssertClose(JsonElement expected, IEnumerable<double> actual, double tolerance)
    {
        double[] wanted = Doubles(expected), found = [.. actual];
        Assert.Equal(wanted.Length, found.Length);
        double largest = wanted.Append(1e-3).Max(Math.Abs);
        for (int i = 0; i < wanted.Length; i++)
            Assert.True(Math.Abs(wanted[i] - found[i]) <= tolerance * largest, $"{i}: {wanted[i]} is expected, {found[i]} was found");
    }

    private static void AssertClose(JsonElement expected, float[] actual) =>
        AssertClose(expected, actual.Select(value => (double)value), 1e-6);

    [Fact]
    public void Linear_models()
    {
        foreach (Case one in Cases("linear"))
        {
            bool intercept = one.Json.GetProperty("fit_intercept").GetBoolean();
            Dataset<float> data = one.Numbers(one.Json.GetProperty("target_size").GetInt32());
            LinearRegression least = LinearRegression.Fit(data, intercept);
            Compare(least, one.Expected("least"));
            Assert.Equal(one.Expected("least").GetProperty("rank").GetInt32(), least.Rank);
            foreach ((double alpha, string name) in new[] { (0.1, "ridge 0.1"), (1, "ridge 1.0"), (50, "ridge 50.0") })
                Compare(Ridge.Fit(data, alpha, intercept), one.Expected(name));

            void Compare(LinearModel model, JsonElement expected)
            {
                AssertClose(expected.GetProperty("coef"), model.Coefficients, 1e-9);
                AssertClose(expected.GetProperty("intercept"), model.Intercept, 1e-9);
                AssertClose(expected.GetProperty("predict"), model.Predict(one.Floats("query")));
                Assert.Equal(expected.GetProperty("score").GetDouble(), model.Score(data), 1e-6);
            }
        }
    }

    [Fact]
    public void Principal_components()
    {
        foreach (Case one in Cases("pca"))
        {
            Dataset<int> data = one.Labels();
            Compare(Pca.Fit(data), "all");
            Compare(Pca.Fit(data, 2), "two");
            Compare(Pca.Fit(data, 0.9), "share");
            Compare(Pca.Fit(data, 2, whiten: true), "white");

            void Compare(Pca pca, string name)
            {
                JsonElement expected = one.Expected(name);
                Assert.Equal(expected.GetProperty("count").GetInt32(), pca.ComponentCount);
                AssertClose(expected.GetProperty("mean"), pca.Mean, 1e-12);
                AssertClose(expected.GetProperty("variance"), pca.ExplainedVariance, 1e-12);
                AssertClose(expected.GetProperty("ratio"), pca.ExplainedVarianceRatio, 1e-12);
                AssertClose(expected.GetProperty("singular"), pca.SingularValues, 1e-12);
                Assert.Equal(expected.GetProperty("noise").GetDouble(), pca.NoiseVariance, 1e-10);

                // With fewer samples than inputs the last component has no variance, and no direction.
                int sure = pca.ExplainedVariance.Count(value => value > 1e-12);
                AssertClose(Head(expected.GetProperty("components"), sure * one.Columns), pca.Components.Take(sure * one.Columns), 1e-9);
                if (sure < pca.ComponentCount) return;
                float[] transformed = pca.Transform(one.Floats("query"));
                AssertClose(expected.GetProperty("transform"), transformed);
                AssertClose(expected.GetProperty("inverse"), pca.InverseTransform(transformed));
            }
        }
    }

    [Fact]
    public void Clusters_from_given_centres()
    {
        foreach (Case one in Cases("kmeans"))
        {
            float[] initial = one.Floats("initial");
            KMeans means = KMeans.Fit(one.Labels(), initial.Length / one.Columns, seed: 3, new KMeansOptions
            {
                InitialCenters = [.. initial.Select(value => (double)value)],
                MaxIterations = one.Json.GetProperty("iterations").GetInt32(),
            });
            Assert.Equal(one.Expected("iterations").GetInt32(), means.Iterations);
            Assert.Equal(one.Expected("labels").EnumerateArray().Select(value => value.GetInt32()), means.Labels);
            AssertClose(one.Expected("centers"), means.ClusterCenters, 1e-12);
            Assert.Equal(one.Expected("inertia").GetDouble(), means.Inertia, 1e-9);
            float[] query = one.Floats("query");
            Assert.Equal(one.Expected("predict").EnumerateArray().Select(value => value.GetInt32()), means.Predict(query));
            AssertClose(one.Expected("transform"), means.Transform(query));
        }
    }

    [Theory]
    [InlineData(NeighborWeights.Uniform, "uniform")]
    [InlineData(NeighborWeights.Distance, "distance")]
    public void Nearest_neighbours(NeighborWeights weights, string name)
    {
        foreach (Case one in Cases("neighbors"))
        {
            int neighbors = one.Json.GetProperty("neighbors").GetInt32();
            JsonElement expected = one.Expected(name);
            float[] query = one.Floats("query");
            KNearestNeighbors classifier = KNearestNeighbors.Fit(one.Labels(one.Whole("labels")), neighbors, weights);
            AssertClose(expected.GetProperty("probabilities"), classifier.PredictProbabilities(query));
            Assert.Equal(expected.GetProperty("labels").EnumerateArray().Select(value => value.GetInt32()), classifier.Predict(query));
            Assert.Equal(expected.GetProperty("score").GetDouble(), classifier.Score(one.Labels(one.Whole("labels"))), 1e-12);
            Neighbor[] found = [.. query.Chunk(one.Columns).SelectMany(row => classifier.Nearest(row))];
            Assert.Equal(one.Expected("indices").EnumerateArray().Select(value => value.GetInt32()), found.Select(one => one.Index));
            AssertClose(one.Expected("distances"), found.Select(one => one.Distance), 1e-7);
            AssertClose(
                expected.GetProperty("numbers"), KNearestNeighborsRegression.Fit(one.Numbers(2), neighbors, weights).Predict(query));
        }
    }

    private static JsonElement Head(JsonElement array, int count) =>
        JsonSerializer.SerializeToElement(array.EnumerateArray().Take(count).Select(value => value.GetDouble()));
}
