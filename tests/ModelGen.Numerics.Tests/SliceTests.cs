using ModelGen.Numerics.Tests.Threads;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Training steps that go through their batch in slices give the bits of those that do not, which are interpreted.</summary>
public sealed class SliceTests(ITestOutputHelper output)
{
    private const string Wide = "Dense(768), Tanh, Dense(32), Tanh, Dense(768), Tanh";

    /// <summary>Models that have room for 16 to 96 samples in a slice.</summary>
    public static readonly TheoryData<string, string> Declarations = new()
    {
        { "features", $"[Input(4), {Wide}, Dense(4)] [MeanSquaredError, Adam(0.001f)]" },
        { "weights", $"[Input(4), {Wide}, Dense(16)] [MeanSquaredError(SampleWeights = true), Sgd(0.01f, Accumulate = 2)]" },
        {
            "images",
            "[Input(1, 26, 26), Conv2D(6, 3), Relu, MaxPool2D(2), Conv2D(5, 3), Flatten, Dense(9)] [SoftmaxCrossEntropy, Sgd(0.01f)]"
        },
    };

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Same_bits_as_interpreted_at_once(string name, string declaration)
    {
        string source = new ModelCase(name, declaration).Source;
        Assert.Contains("SampleSlices.Length", Text(source), StringComparison.Ordinal);
        CompiledChecks.SameAsInterpreted(name, source, CompiledModel.Widths, output);
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Same_bits_on_threads_in_any_order(string name, string declaration)
    {
        Subject subject = new(name, new ModelCase(name, declaration).Source, TestSeed.Value, output, isCompiled: true, [512, 128]);
        ThreadChecks.InAnyOrder(subject, [512, 128]);
    }

    /// <summary>What knows all samples before the last of them is computed cannot be computed in slices.</summary>
    [Theory]
    [InlineData("[Input(5), Dense(2100), BatchNorm, Tanh, Dense(3)] [MeanSquaredError, Sgd(0.1f)]")]
    [InlineData("[Input(5), Dense(2100), Dropout(0.5), Tanh, Dense(3)] [MeanSquaredError, Sgd(0.1f)]")]
    [InlineData("[Input(900), Dense(400), Tanh, Dense(3)] [MeanSquaredError, Sgd(0.1f)]")]
    public void Others_go_through_all_samples_at_once(string declaration) =>
        Assert.DoesNotContain("SampleSlices.Length", Text(new ModelCase("other", declaration).Source), StringComparison.Ordinal);

    private static string Text(string source) => string.Concat(GeneratorHarness.Run("using ModelGen;\n" + source).Files.Values);
}
