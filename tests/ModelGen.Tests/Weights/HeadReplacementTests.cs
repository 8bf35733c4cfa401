namespace ModelGen.Tests.Weights;

[Model, Input(6), Dense(8), Relu, Dense(5), Relu, Dense(3), SoftmaxCrossEntropy, Adam(0.02)]
public sealed partial class ThreeClasses;

[Model, Input(6), Dense(8), Relu, Dense(5), Relu, Dense(4), SoftmaxCrossEntropy, Adam(0.02)]
public sealed partial class FourClasses;

/// <summary>The body of one generated model becomes that of another, whose head is new.</summary>
public sealed class HeadReplacementTests
{
    private static readonly string[] s_body = ["dense1.weight", "dense1.bias", "dense2.weight", "dense2.bias"];

    [Fact]
    public void What_matches_is_loaded_and_the_new_head_learns()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("three.safetensors");
        float[] inputs = [.. Enumerable.Range(0, 8 * 6).Select(i => MathF.Sin(i * i))];
        ThreeClasses trained = new(seed: 1);
        for (int step = 0; step < 10; step++) trained.TrainStep(inputs, [0, 1, 2, 0, 1, 2, 0, 1]);
        trained.Save(path);

        FourClasses model = new(seed: 2), fresh = new(seed: 2);
        LoadReport report = model.LoadFrom(path);
        Assert.Equal(s_body, report.Loaded);
        Assert.Empty(report.Missing);
        Assert.Empty(report.Unused);
        Assert.Equal(
            [
                "'dense3.weight' has the shape [4, 5], and 'dense3.weight' in the file [3, 5]",
                "'dense3.bias' has the shape [4], and 'dense3.bias' in the file [3]",
            ],
            report.Different);
        foreach (string name in s_body)
            Assert.Equal(trained.Parameters[name].Value.ToArray(), model.Parameters[name].Value.ToArray());
        Assert.Equal(fresh.Parameters["dense3.weight"].Value.ToArray(), model.Parameters["dense3.weight"].Value.ToArray());

        // A head of the same shape is left out by its name.
        ThreeClasses same = new(seed: 3), other = new(seed: 3);
        report = same.LoadFrom(path, NameMap.Same.Without("dense3"));
        Assert.Equal(["dense3.weight", "dense3.bias"], report.Missing);
        Assert.Equal(other.Parameters["dense3.weight"].Value.ToArray(), same.Parameters["dense3.weight"].Value.ToArray());

        int[] labels = [3, 2, 1, 0, 3, 2, 1, 0];
        float before = model.Evaluate(inputs, labels);
        for (int step = 0; step < 50; step++) model.TrainStep(inputs, labels);
        Assert.InRange(model.Evaluate(inputs, labels), 0, before / 2);
    }
}
