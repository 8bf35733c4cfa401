using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Prediction, evaluation and training compute the same bits. <see cref="TableTests"/> have all models.</summary>
public sealed class ArithmeticTests(ITestOutputHelper output)
{
    /// <summary>Products of the forward pass that gradients read too, and sums that were once of another order in training.</summary>
    [Fact]
    public void Losses_of_a_convolution_agree_over_many_draws()
    {
        const string Declaration = "[Input(2, 6, 6), Conv2D(5, 3), Relu, Flatten, Dense(4), SoftmaxCrossEntropy, Sgd(0.1f)]";
        Subject subject = new("convolution", new ModelCase("convolution", Declaration).Source, TestSeed.Value, output, isCompiled: true);
        Random random = new(TestSeed.Value);
        for (int draw = 0; draw < 200; draw++)
        {
            ModelInstance instance = subject.Model.Create(CompiledModel.Widths[draw % CompiledModel.Widths.Count], draw);
            Batch batch = Batch.Draw(subject.Model, 7, random);
            ArithmeticChecks.Compare(
                subject.Built,
                batch,
                instance,
                ArithmeticChecks.Expect(subject.Oracle, batch, instance),
                threads: 1 + (draw % 2),
                $"draw {draw}");
        }
    }

    /// <summary>A slope of zero makes NaN of NaN and of infinity, not 0.</summary>
    [Fact]
    public void Zero_times_NaN_is_NaN()
    {
        Subject subject = new(
            "zero",
            new ModelCase("zero", "[Input(4), LeakyRelu(0f), Reshape(4), Dense(1)] [MeanSquaredError, Sgd(0.1f)]").Source,
            TestSeed.Value,
            output,
            isCompiled: true);
        foreach (int bits in CompiledModel.Widths)
        {
            ModelInstance instance = subject.Create(bits);
            Assert.Equal(float.NaN, instance.Predict(1, float.NaN, 2, 3)[0]);
            Assert.Equal(float.NaN, instance.Predict(1, float.NegativeInfinity, 2, 3)[0]);
            Assert.True(float.IsFinite(instance.Predict(1, -1, 2, 3)[0]));
        }
    }
}
