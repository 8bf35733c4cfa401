using ModelGen.Data;
using ModelGen.Runtime;
using ModelGen.TestKit;
using ModelGen.Training;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>The border where ids and labels come in, on compiled models.</summary>
public sealed class TokenTests
{
    private const string Classifier = """
        [Model, Tokens(3, 5), Embedding(4), Flatten, Dense(2), SoftmaxCrossEntropy, Adam(0.05f)]
        public sealed partial class Net;
        """;

    private const string Tagger = """
        [Model, Tokens(3, 5), Embedding(8), Dense(4), SoftmaxCrossEntropy(IgnoreLabel = -100), Adam(0.05f)]
        public sealed partial class Net;
        """;

    [Theory]
    [InlineData(new float[] { 0, 4, 5, 0, 0, 0 }, "input[2] is 5 (sample 0, position 2)")]
    [InlineData(new float[] { 0, 4, 4, 0, -1, 0 }, "input[4] is -1 (sample 1, position 1)")]
    [InlineData(new float[] { int.MinValue, 0, 0 }, "input[0] is -2147483648")]
    public void An_id_out_of_range_is_refused_and_nothing_changes(float[] ids, string message)
    {
        ModelInstance net = CompiledModel.Of(Classifier, 512).Create(seed: 1);
        float[][] before = [.. net.Parameters.Select(parameter => parameter.Value.ToArray())];
        Targets targets = new(null, new int[ids.Length / 3]);
        Action[] calls =
        [
            () => net.Predict([ids]),
            () => net.Forward([ids]),
            () => net.TrainStep([ids], targets),
            () => net.Evaluate([ids], targets),
        ];

        foreach (Action call in calls)
        {
            ArgumentException refused = Assert.Throws<ArgumentException>(call);
            Assert.Equal("input", refused.ParamName);
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
            Assert.Contains("the vocabulary of Net has 5 ids", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, net.Parameters.Select(parameter => parameter.Value.ToArray()));
    }

    [Fact]
    public void Labels_that_do_not_count_change_nothing_and_a_batch_of_them_is_refused()
    {
        ModelInstance net = CompiledModel.Of(Tagger, 512).Create(seed: 1);
        float[][] ids = [[0, 1, 2, 3, 4, 0]];
        double all = net.Evaluate(ids, new Targets(null, [1, -100, -100, 2, 3, -100]));
        double first = net.Evaluate([[0, 1, 2]], new Targets(null, [1, -100, -100])), second = net.Evaluate(
            [[3, 4, 0]],
            new Targets(null, [2, 3, -100]));
        Assert.Equal((first + (2 * second)) / 3, all, 6);

        ArgumentException nothing = Assert.Throws<ArgumentException>(() =>
            net.TrainStep(ids, new Targets(null, [-100, -100, -100, -100, -100, -100])));
        Assert.Contains("every number in labels is -100", nothing.Message, StringComparison.Ordinal);
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => net.TrainStep(ids, new Targets(null, [0, -100, -1, 0, 0, 0])));
        Assert.Contains("labels[2] is -1", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("or -100 where none counts", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_learns_from_a_dataset_of_ids()
    {
        // The class is whether the first id is less than the last.
        Random random = new(TestSeed.Value);
        int[] ids = [.. Enumerable.Range(0, 3 * 400).Select(_ => random.Next(5))];
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => ids[3 * i] < ids[(3 * i) + 2] ? 1 : 0)];
        ITrainable<int> net = (ITrainable<int>)CompiledModel.Of(Classifier, 512).Create(seed: 1).Model;

        History history = net.Fit(
            Dataset.FromTokens(ids, labels, length: 3),
            new FitOptions<int> { Epochs = 30, BatchSize = 20, Progress = null });

        Assert.True(history["loss"][^1] < 0.2, $"The loss is {history["loss"][^1]}.");
        Assert.Throws<ArgumentException>(() => net.Predict([0, 1.5f, 2], new float[2]));
        Assert.Throws<ArgumentException>(() => net.Predict([0, float.NaN, 2], new float[2]));
        Assert.Throws<ArgumentException>(() => Dataset.FromTokens([1, -1], [0], 2));
    }

    [Fact]
    public void Padding_starts_at_zero_and_stays_there()
    {
        ModelInstance net = CompiledModel
            .Of(
                "[Model, Tokens(3, 5), Embedding(4, PaddingIndex = 2), Flatten, Dense(2), SoftmaxCrossEntropy, AdamW(0.05f)]\n"
                    + "public sealed partial class Net;",
                512)
            .Create(seed: 1);
        TensorView table = net.Parameters["embedding1.weight"].Value;
        for (int step = 0; step < 5; step++) net.TrainStep([[0, 2, 1, 2, 2, 3]], new Targets(null, [0, 1]));

        Assert.Equal([0, 0, 0, 0], table.ToArray()[8..12]);
        Assert.DoesNotContain(0, table.ToArray()[..8]);
    }
}
