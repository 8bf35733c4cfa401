using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Prediction, evaluation and training compute the same bits, those of the model's graph.</summary>
public sealed class ArithmeticTests(ITestOutputHelper output)
{
    /// <summary>Every model of the table.</summary>
    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void Programs_agree(string name) => ArithmeticChecks.Programs(new Subject(name, output));

    /// <summary>Products of the forward pass that gradients read too, and sums that were once of another order in training.</summary>
    [Fact]
    public void Losses_of_a_convolution_agree_over_many_draws()
    {
        const string Declaration = "[Input(2, 6, 6), Conv2D(5, 3), Relu, Flatten, Dense(4), SoftmaxCrossEntropy, Sgd(0.1f)]";
        Subject subject = new("convolution", new ModelCase("convolution", Declaration).Source, Subject.BaseSeed, output);
        Random random = new(Subject.BaseSeed);
        for (int draw = 0; draw < 200; draw++)
        {
            ModelInstance instance = subject.Model.Create(CompiledModel.Widths[draw % CompiledModel.Widths.Count], draw);
            Batch batch = Batch.Draw(subject.Model, 7, random);
            ArithmeticChecks.Compare(subject, batch, instance, ArithmeticChecks.Expect(subject, batch, instance), threads: 1 + (draw % 2), $"draw {draw}");
        }
    }
}
