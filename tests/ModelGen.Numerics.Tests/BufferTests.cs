using System.Text;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Running statistics and their like: who changes them, who does not, and how files hold them.</summary>
public sealed class BufferTests(ITestOutputHelper output)
{
    private static readonly string[] Buffers = ["batchnorm1.running_mean", "batchnorm1.running_var", "batchnorm1.num_batches_tracked"];

    [Fact]
    public void Only_training_changes_them()
    {
        Subject subject = new("norm-batch", output);
        ModelInstance instance = subject.Create();
        Batch batch = subject.Draw(8);
        float[][] before = Values(instance);
        instance.Predict(batch.Inputs);
        instance.Evaluate(batch.Inputs, batch.Targets);
        instance.Update();
        Assert.Equal(before, Values(instance));

        instance.TrainStep(batch.Inputs, batch.Targets);
        float[][] trained = Values(instance);
        Assert.All(before.Zip(trained), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.Equal([1f], trained[2]);
        instance.Forward(batch.Inputs);
        Assert.Equal([2f], Values(instance)[2]);
    }

    [Fact]
    public void A_step_that_fails_leaves_them_as_they_were()
    {
        Subject subject = new("norm-batch", output);
        ModelInstance instance = subject.Create();
        Batch batch = subject.Draw(8);
        float[][] before = Values(instance);
        float[] huge = [.. Enumerable.Repeat(1e30f, batch.Targets.Values!.Length)];

        Assert.ThrowsAny<ArithmeticException>(() => instance.TrainStep(batch.Inputs, new Targets(huge, null)));
        Assert.Equal(before, Values(instance));
    }

    [Theory]
    [InlineData("norm-batch")]
    [InlineData("norm-batch-image-of-one")]
    public void One_sample_is_too_few_where_there_are_no_positions(string name)
    {
        Subject subject = new(name, output);
        ModelInstance instance = subject.Create();
        Batch one = subject.Draw(1);
        float[][] before = [.. instance.Parameters.Select(p => p.Value.ToArray())];

        Assert.Equal("input", Assert.Throws<ArgumentException>(() => instance.TrainStep(one.Inputs, one.Targets)).ParamName);
        Assert.Equal("input", Assert.Throws<ArgumentException>(() => instance.Forward(one.Inputs)).ParamName);
        instance.Predict(one.Inputs);
        instance.Evaluate(one.Inputs, one.Targets);
        Assert.Equal(before, instance.Parameters.Select(p => p.Value.ToArray()));
    }

    [Fact]
    public void One_image_is_enough()
    {
        Subject subject = new("norm-batch-image", output);
        Batch one = subject.Draw(1);
        Assert.True(float.IsFinite(subject.Make().TrainStep(one.Inputs, one.Targets)));
    }

    [Fact]
    public void Files_hold_them_and_counts_as_integers()
    {
        Subject subject = new("norm-batch", output);
        Batch batch = subject.Draw(8);
        ModelInstance saved = subject.Create();
        for (int step = 0; step < 3; step++) saved.TrainStep(batch.Inputs, batch.Targets);
        string path = Path.GetTempFileName();
        saved.Save(path);
        string header = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        ModelInstance loaded = subject.Model.Load(path);
        File.Delete(path);

        Assert.Contains("\"batchnorm1.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[]", header, StringComparison.Ordinal);
        Assert.Equal(Values(saved), Values(loaded));
        Deviation.AssertSameBits(subject.Where, saved.Predict(batch.Inputs)[0], loaded.Predict(batch.Inputs)[0]);
    }

    [Fact]
    public void They_are_not_counted_as_learned()
    {
        CompiledModel model = CompiledModel.Of(Models.Find("norm-batch").Source);
        ModelInstance instance = model.Create();
        int learned = (6 * 9) + 9 + 9 + (9 * 3) + 3;

        Assert.Equal(learned, (int)model.Constant("ParameterCount"));
        Assert.Equal(learned, instance.Parameters.ElementCount);
        Assert.Contains("Total params: " + learned, model.Summary, StringComparison.Ordinal);
        Assert.Equal(Buffers, instance.Parameters.Where(p => !p.Trainable).Select(p => p.Name));
        Assert.Equal([new float[9], [.. Enumerable.Repeat(1f, 9)], [0f]], Values(instance));
    }

    private static float[][] Values(ModelInstance instance) => [.. Buffers.Select(name => instance.Parameters[name].Value.ToArray())];
}
