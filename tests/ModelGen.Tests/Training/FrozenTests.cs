using ModelGen.Runtime;

namespace ModelGen.Tests.Training;

[Model, Input(2, 6, 6), Conv2D(4, 3, UseBias = false), BatchNorm, Relu, Flatten, Dense(3), SoftmaxCrossEntropy, Adam(0.01)]
public sealed partial class Learned;

[Model]
[Input(2, 6, 6), Conv2D(4, 3, UseBias = false, Frozen = true), BatchNorm(Frozen = true), Relu, Flatten, Dense(3)]
[SoftmaxCrossEntropy, AdamW(0.01, WeightDecay = 0.1, WeightAverage = 0.9, Accumulate = 2)]
public sealed partial class Tuned;

/// <summary><c>Frozen = true</c> in generated code.</summary>
public sealed class FrozenTests
{
    private static readonly string[] s_frozen =
        ["conv2d1.weight", "batchnorm1.weight", "batchnorm1.bias", "batchnorm1.running_mean", "batchnorm1.running_var"];

    [Fact]
    public void What_is_frozen_stays_and_the_rest_learns()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("trained.safetensors");
        Learned trained = new(1);
        (float[] inputs, int[] labels) = Draw();
        for (int step = 0; step < 5; step++) trained.TrainStep(inputs, labels);
        trained.Save(path);
        Tuned model = Tuned.Load(path);
        float[] head = model.Parameters["dense1.weight"].Value.ToArray();
        float before = model.Evaluate(inputs, labels);
        for (int step = 0; step < 20; step++) model.TrainStep(inputs, labels);

        Assert.True(model.Evaluate(inputs, labels) < before);
        Assert.NotEqual(head, model.Parameters["dense1.weight"].Value.ToArray());
        foreach (string name in s_frozen)
        {
            Assert.Equal(trained.Parameters[name].Value.ToArray(), model.Parameters[name].Value.ToArray());
            Assert.Equal(trained.Parameters[name].Value.ToArray(), model.Averaged().Parameters[name].Value.ToArray());
            Assert.All(model.Parameters[name].Gradient, gradient => Assert.Equal(0, gradient));
            Assert.False(model.Parameters[name].Trainable);
        }
    }

    [Fact]
    public void A_frozen_normalization_does_not_look_at_the_batch()
    {
        Tuned model = new(1);
        (float[] inputs, int[] labels) = Draw();
        Assert.Equal(model.Evaluate(inputs, labels), model.TrainStep(inputs, labels));
        model.TrainStep(inputs.AsSpan(0, 72), labels.AsSpan(0, 1)); // One sample is enough.
    }

    [Fact]
    public void Counts_and_summary_know_them()
    {
        Assert.Equal(Learned.ParameterCount, Tuned.ParameterCount);
        Assert.Contains($"Non-trainable params: {(4 * 2 * 9) + 8}", Tuned.Summary, StringComparison.Ordinal);
        Assert.Contains($"Trainable params: {(64 * 3) + 3}", Tuned.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoints_hold_no_state_of_them()
    {
        using TemporaryFolder folder = new();
        Tuned through = new(1), other = new(2);
        (float[] inputs, int[] labels) = Draw();
        for (int step = 0; step < 3; step++) through.TrainStep(inputs, labels);
        through.SaveCheckpoint(folder.File("run"));
        Assert.DoesNotContain(
            "optimizer/mean/conv2d1.weight",
            System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(folder.File("run"))),
            StringComparison.Ordinal);
        other.LoadCheckpoint(folder.File("run"));
        for (int step = 0; step < 3; step++) Assert.Equal(through.TrainStep(inputs, labels), other.TrainStep(inputs, labels));
        foreach ((Parameter one, Parameter two) in through.Parameters.Zip(other.Parameters))
            Assert.Equal(one.Value.ToArray(), two.Value.ToArray());
    }

    private static (float[] Inputs, int[] Labels) Draw()
    {
        Random random = new(5);
        return ([.. Enumerable.Range(0, 9 * 72).Select(_ => random.NextSingle() - 0.5f)], [0, 1, 2, 0, 1, 2, 0, 1, 2]);
    }
}
