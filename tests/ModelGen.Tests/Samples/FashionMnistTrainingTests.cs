using FashionMnist;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Training;

namespace ModelGen.Tests.Samples;

/// <summary>The networks of samples/FashionMnist, their table, and how they are trained.</summary>
public sealed class FashionMnistTrainingTests
{
    private const int Batches = 4;

    [Fact]
    public void The_first_network_is_LeNet5_and_each_has_a_name_of_its_own()
    {
        Assert.Equal(["lenet", "resnet", "dense"], ModelChoice.All.Select(choice => choice.Name));
        Assert.Equal("lenet", Options.Parse([]).Model.Name);
        Assert.All(ModelChoice.All, choice => Assert.Same(choice, ModelChoice.Find(choice.Name)));
        Assert.All(
            ModelChoice.All,
            choice => Assert.Contains($"  {choice.Name}: {choice.Description}", Options.Help, StringComparison.Ordinal));
        Assert.Contains(
            "lenet, resnet, dense",
            Assert.Throws<ArgumentException>(() => ModelChoice.Find("vgg")).Message,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// 61,706 is the published count. Of the other: 3 · 3 · in · out of each convolution, two numbers a channel of each normalization.
    /// </summary>
    [Fact]
    public void Networks_have_their_sizes()
    {
        Assert.Equal(61_706, LeNet5.ParameterCount);
        int stem = (9 * 1 * 32) + (2 * 32);
        int first = 2 * ((9 * 32 * 32) + (2 * 32));
        int second = (9 * 32 * 64) + (9 * 64 * 64) + (2 * 2 * 64) + (32 * 64);
        Assert.Equal(SmallResNet.ParameterCount, stem + first + second + (64 * 10) + 10);
        Assert.All(ModelChoice.All, choice => Assert.Equal((784, 10), (choice.Create(0).InputSize, choice.Create(0).OutputSize)));
    }

    [Fact]
    public void Options_are_off_until_given()
    {
        Assert.Equal((false, false), (Options.Parse([]).Augment, Options.Parse([]).Validate));
        Assert.Equal(
            (true, true),
            (Options.Parse(["--augment", "--validate"]).Augment, Options.Parse(["--augment", "--validate"]).Validate));
        Assert.Contains(
            "'--verify'",
            Assert.Throws<ArgumentException>(() => Options.Parse(["--verify"])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, new[] { 0.5, 1, 0.75, 0.25 })]
    [InlineData(2, new[] { 0.25, 0.5, 0.75, 1, 0.904508, 0.654508, 0.345492, 0.095492 })]
    public void The_learning_rate_rises_and_falls(int epochs, double[] shares)
    {
        List<double> rates = [];
        FakeClassifier model = new() { LearningRate = 0.2f };
        model.Fit(Points(), Fit(epochs, batchSize: 2, new WarmUpAndCosine(), new Recorder(rates)));
        Assert.Equal(shares.Length, rates.Count);
        Assert.All(rates.Zip(shares), pair => Assert.Equal(0.2 * pair.Second, pair.First, 1e-6));
        Assert.Equal(0.2f, model.LearningRate);
    }

    /// <summary>Eighty steps on 600 images are enough to know most of 500 others.</summary>
    [PackageTheory]
    [InlineData("lenet")]
    [InlineData("resnet")]
    [InlineData("dense")]
    public void A_network_learns_from_a_few_images(string name)
    {
        (Dataset<int> all, _) = FashionMnistData.Load(null);
        (Dataset<int> some, _) = all.Split(1100.0 / 60000, seed: 1, stratify: true);
        (Dataset<int> training, Dataset<int> test) = some.Split(6.0 / 11, seed: 1, stratify: true);
        Standardization standardization = Standardization.Fit(training);
        ITrainable<int> model = ModelChoice.Find(name).Create(1);
        model.Fit(training.Standardize(standardization), Fit(8, batchSize: 64, new WarmUpAndCosine()));
        Assert.InRange(Accuracy.Of(model, test.Standardize(standardization)), 0.7, 1);
    }

    private static FitOptions<int> Fit(int epochs, int batchSize, params TrainingCallback[] callbacks) =>
        new() { Epochs = epochs, BatchSize = batchSize, Callbacks = callbacks, Progress = null };

    private static Dataset<int> Points() =>
        Dataset.FromArrays(new float[2 * 2 * Batches], [.. Enumerable.Range(0, 2 * Batches).Select(i => i % 2)], inputSize: 2);

    /// <summary>The rate that each step used: what the callback before it has set by then.</summary>
    private sealed class Recorder(List<double> rates) : TrainingCallback
    {
        private float _next;

        public override void OnTrainBegin(FitState state) => _next = state.LearningRate;

        public override void OnBatchEnd(FitState state)
        {
            rates.Add(_next);
            _next = state.LearningRate;
        }
    }
}
