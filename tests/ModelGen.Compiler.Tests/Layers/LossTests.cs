using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Passes;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Layers;

/// <summary>Known values of the losses, and their behaviour for extreme outputs.</summary>
public sealed class LossTests
{
    [Theory]
    [InlineData("MeanSquaredError", new[] { 1.0, -2, 0.5 }, new[] { 0.0, 0, 1 }, (1 + 4 + 0.25) / 3)]
    [InlineData("MeanAbsoluteError", new[] { 1.0, -2, 0.5 }, new[] { 0.0, 0, 1 }, (1 + 2 + 0.5) / 3)]
    [InlineData("Huber", new[] { 1.0, -2, 0.5 }, new[] { 0.0, 0, 1 }, (0.5 + 1.5 + 0.125) / 3)]
    [InlineData("Huber(2f)", new[] { 1.0, -3, 0.5 }, new[] { 0.0, 0, 1 }, (0.5 + 4 + 0.125) / 3)]
    [InlineData(
        "BinaryCrossEntropy",
        new[] { 0.0, 2, -1 },
        new[] { 1.0, 1, 0.25 },
        (0.69314718055994529 + 0.12692801104297252 + 0.56326168751822286) / 3)]
    [InlineData("BinaryCrossEntropy", new[] { 1000.0, -1000, 1000 }, new[] { 0.0, 0, 1 }, 1000.0 / 3)]
    [InlineData("BinaryCrossEntropy(PositiveWeight = 3)", new[] { 0.0, 2, -1 }, new[] { 1.0, 1, 0.25 }, 1.2267060353620294)]
    [InlineData("BinaryCrossEntropy(PositiveWeight = 3)", new[] { 1000.0, -1000, 1000 }, new[] { 0.0, 1, 1 }, 4000.0 / 3)]
    [InlineData("Distillation(2, LabelShare = 0.25)", new[] { 1.0, 2, 3 }, new[] { 0.0, 3, 1, 0, 1, 0 }, 1.0383634619145279)]
    [InlineData("Distillation(LabelShare = 1)", new[] { 1.0, 2, 3 }, new[] { 0.0, 3, 1, 1, 0, 0 }, 2.4076059644443806)]
    [InlineData("SoftmaxCrossEntropy", new[] { 1.0, 2, 3 }, new[] { 0.0 }, 2.4076059644443806)]
    [InlineData("SoftmaxCrossEntropy", new[] { 1000.0, -1000, 0 }, new[] { 1.0 }, 2000.0)]
    [InlineData("Hinge", new[] { 0.5, 2, 1.5 }, new[] { 1.0 }, 0.5 / 3)]
    [InlineData("Hinge(2f)", new[] { 0.5, 2, 1.5 }, new[] { 0.0 }, (3.5 + 3) / 3)]
    [InlineData("CrossEntropy", new[] { 0.5, 0.2, 0.3 }, new[] { 2.0 }, 1.2039728043259361)]
    public void Values(string loss, double[] output, double[] target, double expected) =>
        Assert.Equal(expected, Assert.Single(Of(loss, output, target).Losses), 1e-12 * Math.Max(1, expected));

    [Fact]
    public void Binary_cross_entropy_has_the_right_gradient_at_zero() =>
        Assert.Equal([-0.5, 0.5, 0.25], Of("BinaryCrossEntropy", [0, 0, 0], [1, 0, 0.25]).Gradients["input"].Select(g => 3 * g));

    [Fact]
    public void Of_a_sequence_is_the_mean_over_its_positions()
    {
        Interpreted model = new(
            Interpreted.Build(DeclarationText.Model("[Input(2, 3), As(\"y\"), Dense(1), From(\"y\"), SoftmaxCrossEntropy, Sgd(1f)]")),
            name => name == "input" ? [1, 2, 3, 0, 0, 0] : [0, 2],
            1);

        Assert.Equal((2.4076059644443806 + Math.Log(3)) / 2, Assert.Single(model.Losses), 1e-12);
    }

    [Fact]
    public void Softmax_and_cross_entropy_become_one()
    {
        TensorGraph before = Probabilities([1, 2, 3], [0]).LossGraph(sum: false);
        TensorGraph after = Pass.Run(before, ArithmeticPasses.OfModel(), verify: true);

        Assert.Contains("divide(", GraphPrinter.Print(before), StringComparison.Ordinal);
        Assert.DoesNotContain("divide(", GraphPrinter.Print(after), StringComparison.Ordinal);
    }

    [Fact]
    public void Softmax_and_cross_entropy_are_stable()
    {
        Assert.Equal([0, 0, 0], Probabilities([1000, -1000, 0], [0]).Gradients["input"]);
        Assert.Equal([1, -1, 0], Probabilities([1000, -1000, 0], [1]).Gradients["input"]);
        Assert.Equal([1, -1, 0], Of("SoftmaxCrossEntropy", [1000, -1000, 0], [1]).Gradients["input"]);
    }

    private static Interpreted Of(string loss, double[] output, double[] target) =>
        Run($"[Input({output.Length}), As(\"y\"), Dense(1), From(\"y\"), {loss}, Sgd(1f)]", output, target);

    private static Interpreted Probabilities(double[] logits, double[] target) =>
        Run($"[Input({logits.Length}), As(\"y\"), Dense(1), From(\"y\"), Softmax, CrossEntropy, Sgd(1f)]", logits, target);

    private static Interpreted Run(string model, double[] input, double[] target) =>
        new(Interpreted.Build(DeclarationText.Model(model)), name => name == "input" ? input : target, 1);
}
