using ModelGen.Compiler.Losses;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>The border where lengths of samples come in, on compiled models.</summary>
public sealed class LengthTests
{
    private const string Classifier = """
        [Model, Input(4, 3), Lengths, Lstm(5, Bidirectional = true), Dense(2), SoftmaxCrossEntropy, Adam(0.05f)]
        public sealed partial class Net;
        """;

    private const string Tagger = """
        [Model, Tokens(3, 5), Lengths, Embedding(4), Gru(6, ReturnSequences = true), Dense(4), SoftmaxCrossEntropy, Adam(0.05f)]
        public sealed partial class Net;
        """;

    [Theory]
    [InlineData(0, "lengths[1] is 0; a sample of Net has 4 steps, so its length is at least 1 and at most 4")]
    [InlineData(5, "lengths[1] is 5")]
    [InlineData(-1, "lengths[1] is -1")]
    [InlineData(int.MinValue, "lengths[1] is -2147483648")]
    public void A_length_out_of_range_is_refused_and_nothing_changes(int length, string message)
    {
        ModelInstance net = CompiledModel.Of(Classifier, 512).Create(seed: 1);
        float[][] before = [.. net.Parameters.Select(parameter => parameter.Value.ToArray())], inputs = [new float[24], [4, length]];
        Targets targets = new(null, [0, 1]);
        Action[] calls =
        [
            () => net.Predict(inputs),
            () => net.Forward(inputs),
            () => net.TrainStep(inputs, targets),
            () => net.Evaluate(inputs, targets),
        ];

        foreach (Action call in calls)
        {
            ArgumentException refused = Assert.Throws<ArgumentException>(call);
            Assert.Equal("lengths", refused.ParamName);
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, net.Parameters.Select(parameter => parameter.Value.ToArray()));
    }

    [Fact]
    public void A_loss_of_lengths_keeps_its_value_weight_and_target()
    {
        BoundLoss loss = Subject.Programs(Models.Find("losses-lengths").Source).Built.Losses[1];
        Assert.Equal(("tags", 0.25, "marks", "tags_loss", -1), (loss.Of, loss.Weight, loss.TargetName, loss.Name, loss.IgnoredLabel));
        Assert.NotNull(loss.Lengths);
    }

    [Fact]
    public void There_is_one_length_for_each_sample()
    {
        ModelInstance net = CompiledModel.Of(Classifier, 512).Create(seed: 1);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => net.Predict([new float[24], [4]]));
        Assert.Equal("lengths", refused.ParamName);
    }

    [Fact]
    public void What_is_behind_the_length_has_no_effect()
    {
        ModelInstance net = CompiledModel.Of(Classifier, 512).Create(seed: 1);
        float[] input = Batch.Normal(24, new Random(1)), other = [.. input];
        for (int i = 6; i < 12; i++) other[i] = 1000 * i;
        Assert.Equal(net.Predict([input, [2, 4]]), net.Predict([other, [2, 4]]));
        Assert.NotEqual(net.Predict([input, [3, 4]]), net.Predict([other, [3, 4]]));

        Targets targets = new(null, [0, 1]);
        ModelInstance first = CompiledModel.Of(Classifier, 512).Create(seed: 1), second = CompiledModel.Of(Classifier, 512).Create(seed: 1);
        for (int step = 0; step < 3; step++)
            Assert.Equal(first.TrainStep([input, [2, 4]], targets), second.TrainStep([other, [2, 4]], targets));
    }

    /// <summary>The same of attention and pooling: a sample gets the very bits, whatever stands behind its end, and never NaN.</summary>
    [Theory]
    [InlineData("TransformerEncoder(1, 8, Dropout = 0), MeanOverTime")]
    [InlineData("TransformerEncoder(1, 8, Dropout = 0, NormFirst = true), MaxOverTime")]
    [InlineData("MultiHeadAttention(1, Window = 1), LastStep")]
    public void Attention_does_not_see_what_is_behind_the_length(string layers)
    {
        CompiledModel model = CompiledModel.Of(
            $"[Model, Input(9, 4), Lengths, {layers}, Dense(2), SoftmaxCrossEntropy, Adam(0.05f)] public sealed partial class Net;");
        float[] input = Batch.Normal(72, new Random(1)), other = [.. input];
        for (int i = 8; i < 36; i++) other[i] = 100 * i;
        ModelInstance net = model.Create(seed: 1);
        float[] expected = net.Predict([input, [2, 9]])[0];
        Assert.All(expected, score => Assert.True(float.IsFinite(score)));
        Assert.Equal(expected, net.Predict([other, [2, 9]])[0]);
        Assert.NotEqual(net.Predict([input, [3, 9]])[0], net.Predict([other, [3, 9]])[0]);

        Targets targets = new(null, [0, 1]);
        ModelInstance second = model.Create(seed: 1);
        for (int step = 0; step < 3; step++)
            Assert.Equal(net.TrainStep([input, [2, 9]], targets), second.TrainStep([other, [2, 9]], targets));
    }

    /// <summary>The mean is one over the steps that count, whatever the labels of the others are.</summary>
    [Fact]
    public void Labels_behind_the_length_do_not_count()
    {
        ModelInstance net = CompiledModel.Of(Tagger, 512).Create(seed: 1);
        float[] ids = [0, 1, 2, 3, 4, 0];
        double all = net.Evaluate([ids, [1, 3]], new Targets(null, [1, 0, 3, 2, 3, 0]));
        double same = net.Evaluate([ids, [1, 3]], new Targets(null, [1, 2, 2, 2, 3, 0]));
        double ignored = net.Evaluate([ids, [1, 3]], new Targets(null, [1, -1, -1, 2, 3, 0]));
        double first = net.Evaluate([ids[..3], [1]], new Targets(null, [1, 0, 0]));
        double second = net.Evaluate([ids[3..], [3]], new Targets(null, [2, 3, 0]));
        Assert.Equal(all, same);
        Assert.Equal(all, ignored);
        Assert.Equal((first + (3 * second)) / 4, all, 6);
    }
}
