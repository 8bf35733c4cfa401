using System.Globalization;
using ModelGen.Numerics.Tests.Threads;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Random small models of sequences, interpreted: what they compute, and the same bits for every target.</summary>
public sealed class RandomSequenceTests(ITestOutputHelper output)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, TestTier.Count(20, 300)).Select(i => (1000 * TestSeed.Value) + i)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Model(int seed)
    {
        string declaration = new RandomSequence(new Random(seed)).Draw();
        output.WriteLine(declaration);
        ModelCase model = new(string.Create(CultureInfo.InvariantCulture, $"random sequence {seed}"), declaration);
        Subject subject = new(declaration, model.Source, seed, output);
        OracleChecks.PredictionAndLoss(subject);
        OracleChecks.TrainStep(subject);
        OracleChecks.ForwardBackward(subject);
        ArithmeticChecks.Programs(subject);
        BitChecks.Prediction(subject);
        ThreadChecks.Interpreted(subject);
        if (TestTier.IsExhaustive || seed % 10 == 0)
            CompiledChecks.SameAsInterpreted(subject.Name, model.Source, CompiledWidths.OfRandom(seed), output);
    }
}
