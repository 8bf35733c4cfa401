using System.Globalization;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Training steps with a penalty of gradients: kernels of second derivatives against the graph in double precision, with the same bits at
/// each width, interpreted and compiled.
/// </summary>
public sealed class SecondOrderTests(ITestOutputHelper output)
{
    private const int Samples = 37;

    public static TheoryData<string> Layers =>
    [
        "Input(5), GradientPenalty(10), Dense(7), Tanh, LayerNorm, Dense(20), Gelu, Dense(1)",
        "Input(2, 9, 9), GradientPenalty(1, Center = 0), Conv2D(4, 3, Stride = 2, Padding = 1), Silu, MaxPool2D(2, Stride = 1), "
            + "Conv2D(3, 3), InstanceNorm, Tanh, Flatten, Dense(1)",
        "Input(1, 8, 8), GradientPenalty(3), Conv2D(17, 3), Softplus, MaxPool2D(2), Flatten, Dense(2)",
        "Input(4, 6), GradientPenalty(2), Conv1D(5, 3, Padding = 1), Tanh, MaxPool1D(2), Flatten, Dense(1)",
        "Input(4, 3), GradientPenalty(2), Lstm(5), Dense(1)",
        "Input(4, 6), GradientPenalty(2), MultiHeadAttention(2), LayerNorm, Flatten, Dense(1)",
    ];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Gradients_of_penalties(string layers)
    {
        Subject subject = SubjectOf(layers);
        Batch batch = subject.Draw(Samples);
        float[][]? expected = null;
        foreach (int bits in CompiledModel.Widths)
        {
            IModelUnderTest instance = subject.Make(bits);
            (_, Weights gradients) = subject.Oracle.TrainStep(batch, Weights.Of(instance.Parameters), subject.Seed);
            instance.TrainStep(batch.Inputs, batch.Targets);
            Deviation.Assert(
                "penalty: gradients",
                subject.Where,
                Weights.GradientsOf(instance.Parameters),
                gradients,
                2e-5,
                subject.ParameterNames);
            float[][] found = [.. instance.Parameters.Select(parameter => parameter.Gradient.ToArray())];
            expected ??= found;
            for (int i = 0; i < found.Length; i++)
            {
                Deviation.AssertSameBits(
                    string.Create(CultureInfo.InvariantCulture, $"{subject.Where}, {bits} bits, gradient {i}"), expected[i], found[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Same_bits_as_interpreted(string layers) =>
        CompiledChecks.SameAsInterpreted(layers, SourceOf(layers), [512], output);

    private static string SourceOf(string layers) =>
        new ModelCase("second order", $"[{layers}] [MeanSquaredError, Sgd(0.01f)]").Source;

    private Subject SubjectOf(string layers) =>
        new(layers, SourceOf(layers), unchecked(layers.Aggregate(TestSeed.Value, (hash, c) => (hash * 31) + c)), output);
}
