using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests.Threads;

/// <summary>One sample of a model that has enough for several threads.</summary>
public sealed class SharedSampleTests
{
    private const int InputSize = 8 * 32 * 32;

    private static readonly ModelCase Images = new(
        "shared-sample",
        "[Input(8, 32, 32), Conv2D(16, 3, Padding = 1), BatchNorm, Relu, MaxPool2D(2), Conv2D(32, 3, Stride = 2), Relu, Flatten] "
            + "[Dense(40), MeanSquaredError, Sgd(0.1f)]");

    [Fact]
    public void Has_the_same_bits_on_any_number_of_threads()
    {
        CompiledModel model = CompiledModel.Of(Images.Source);
        float[] image = Batch.Normal(InputSize, new Random(TestSeed.Value));
        foreach (int bits in CompiledModel.Widths)
        {
            float[] expected = model.Create(bits, seed: 1).Predict(image);
            Assert.Contains(expected, value => value != 0);
            foreach (int threads in new[] { 2, 3, 7 })
            {
                ModelInstance shared = model.Create(bits, seed: 1);
                shared.Threads = threads;
                using OrderedTeam team = new(threads, TestSeed.Value + threads);
                team.Run(() => Deviation.AssertSameBits($"{bits} bits, {threads} threads", expected, shared.Predict(image)));
                Assert.Equal(1, team.Jobs);
                Assert.True(team.Barriers >= 4, $"only {team.Barriers} barriers were met.");
            }
        }
    }
}
