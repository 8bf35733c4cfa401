namespace ModelGen.Generator.Tests;

/// <summary>Settings are doubles, and mean what the float of the same digits means.</summary>
public sealed class DoubleSettingsTests
{
    [Theory]
    [InlineData("Dense(8), Dropout({0}), Dense(1), MeanSquaredError, Sgd(0.1f)", "0.2")]
    [InlineData("Dense(8), LeakyRelu({0}), Dense(1), MeanSquaredError, Sgd(0.1f)", "0.01")]
    [InlineData("Dense(8), PRelu(InitialSlope = {0}), Dense(1), MeanSquaredError, Sgd(0.1f)", "0.3")]
    [InlineData("Dense(8), Elu({0}), Dense(1), MeanSquaredError, Sgd(0.1f)", "0.7")]
    [InlineData("Dense(8, Init = Init.Normal, InitScale = {0}), Relu, Dense(1), MeanSquaredError, Sgd(0.1f)", "0.03")]
    [InlineData("Dense(8, UseBias = false), BatchNorm(Momentum = {0}, Epsilon = 1e-3), Relu, Dense(1), MeanSquaredError, Sgd(0.1f)", "0.3")]
    [InlineData("Dense(8), LayerNorm(Epsilon = {0}), Relu, Dense(1), MeanSquaredError, Sgd(0.1f)", "1e-3")]
    [InlineData("Dense(1), Huber({0}), Sgd(0.1f)", "0.6")]
    [InlineData("Dense(3), Hinge({0}), Sgd(0.1f)", "0.6")]
    [InlineData("Dense(1), MeanSquaredError, Sgd({0}, Momentum = 0.9, WeightDecay = 1e-4)", "0.1")]
    [InlineData("Dense(1), MeanSquaredError, Adam({0}, Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-7)", "1e-3")]
    [InlineData("Dense(1), MeanSquaredError, AdamW({0}, WeightDecay = 0.1)", "3e-4")]
    [InlineData("Dense(1), MeanSquaredError, Adagrad({0}, InitialAccumulatorValue = 0.1, LearningRateDecay = 0.1)", "1e-2")]
    [InlineData("Dense(1), MeanSquaredError, RmsProp({0}, Alpha = 0.9, Momentum = 0.9)", "1e-3")]
    [InlineData("Dense(1), MeanSquaredError, RAdam({0}, WeightDecay = 0.1)", "3e-4")]
    [InlineData("Dense(1), MeanSquaredError, Lion({0}, WeightDecay = 0.1)", "1e-4")]
    [InlineData("Dense(1), MeanSquaredError, Lamb({0}, WeightAverage = 0.999)", "1e-3")]
    [InlineData("Dense(1), MeanSquaredError, Muon(0.01, Momentum = {0})", "0.9")]
    public void A_double_gives_the_code_of_the_float(string layers, string number)
    {
        string[] files = [.. new[] { number, number + "f" }.Select(text => string.Concat(GeneratorHarness
            .Run($"using ModelGen;\n[Model, Input(4), {layers.Replace("{0}", text, StringComparison.Ordinal)}] public partial class Net;")
            .Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value)))];

        Assert.Contains("PredictCore", files[0], StringComparison.Ordinal);
        Assert.DoesNotContain("DeclarationHasErrors", files[0], StringComparison.Ordinal);
        Assert.Equal(files[1], files[0]);
    }
}
