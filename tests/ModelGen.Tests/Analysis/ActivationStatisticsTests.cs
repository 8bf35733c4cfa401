using ModelGen.Analysis;

namespace ModelGen.Tests.Analysis;

[Model, Input(3), Dense(8), Tanh, As("hidden"), Dense(2), Output("hidden"), SoftmaxCrossEntropy, Adam(0.02)]
public sealed partial class WithHidden;

public sealed class ActivationStatisticsTests
{
    [Fact]
    public void Of_numbers_that_are_known()
    {
        ActivationStatistics of = ActivationStatistics.Of("h", [0, 1, 0, 3, 0, 0.99f], 2, low: 0, high: 3);
        Assert.Equal(("h", 3, 2, 1, 0), (of.Name, of.Samples, of.Units, of.ConstantUnits, of.NonFinite));
        double mean = (1 + 3 + (double)0.99f) / 6;
        Assert.Equal(mean, of.Mean, 12);
        double variance = ((3 * mean * mean) + ((1 - mean) * (1 - mean)) + ((3 - mean) * (3 - mean)) + Math.Pow(0.99f - mean, 2)) / 6;
        Assert.Equal(Math.Sqrt(variance), of.Deviation, 12);
        Assert.Equal((0.5, 4 / 6.0), (of.ZeroShare, of.SaturatedShare));
    }

    [Fact]
    public void Limits_may_be_open()
    {
        float[] values = [-2, 0, 0, 5, float.NaN, float.PositiveInfinity];
        Assert.Equal(0, ActivationStatistics.Of("h", values[..4], 2).SaturatedShare);
        Assert.Equal(0, ActivationStatistics.Of("h", [1, 2], 2).ConstantUnits);
        ActivationStatistics relu = ActivationStatistics.Of("h", values[1..], 1, low: 0);
        Assert.Equal((2 / 5.0, 2, 5 / 3.0), (relu.SaturatedShare, relu.NonFinite, relu.Mean));
        Assert.Equal(1, ActivationStatistics.Of("h", [float.NaN, float.NaN], 1).ConstantUnits);
        Assert.True(double.IsNaN(ActivationStatistics.Of("h", [float.NaN], 1).Mean));
    }

    [Fact]
    public void Of_a_model_they_are_those_of_its_output()
    {
        WithHidden model = new(3);
        foreach (ref float weight in model.Parameters["dense1.weight"].Value) weight *= 100;
        float[] inputs = [.. Enumerable.Range(0, 90).Select(i => MathF.Sin(i))], outputs = new float[60], hidden = new float[240];
        model.Predict(inputs, outputs, hidden);
        ActivationStatistics of = ActivationStatistics.Of("hidden", hidden, 8, -1, 1);
        Assert.True(of.SaturatedShare > 0.8);
        Assert.InRange(of.Deviation, 0.8, 1);
        using CommaCulture culture = new();
        string[] lines = ActivationStatistics.Table([of]).Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0].Length, lines[1].Length);
        Assert.EndsWith("0 of 8", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ActivationStatistics.Of("h", [], 2));
        Assert.Throws<ArgumentException>(() => ActivationStatistics.Of("h", [1, 2, 3], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivationStatistics.Of("h", [1], 0));
        Assert.Throws<ArgumentException>(() => ActivationStatistics.Of("h", [1], 1, 1, 1));
        Assert.Throws<ArgumentException>(() => ActivationStatistics.Of("h", [1], 1, double.NaN));
    }
}
