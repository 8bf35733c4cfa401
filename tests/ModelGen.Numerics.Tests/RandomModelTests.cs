using System.Globalization;
using ModelGen.Numerics.Tests.Threads;
using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Random small models, interpreted: what they compute, and the same bits for every target. Every sixth is compiled, too, at one
/// width; all at all widths where everything runs.
/// </summary>
public sealed class RandomModelTests(ITestOutputHelper output)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, TestTier.Count(30, 300)).Select(i => (1000 * TestSeed.Value) + i)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Model(int seed)
    {
        string declaration = new RandomModel(new Random(seed)).Draw();
        output.WriteLine(declaration);
        Subject subject = new(
            declaration,
            new ModelCase(string.Create(CultureInfo.InvariantCulture, $"random {seed}"), declaration).Source,
            seed,
            output);
        OracleChecks.PredictionAndLoss(subject);
        OracleChecks.TrainStep(subject);
        OracleChecks.ForwardBackward(subject);
        OracleChecks.Update(subject);
        ArithmeticChecks.Programs(subject);
        BitChecks.Prediction(subject);
        ThreadChecks.Interpreted(subject);
        if (TestTier.IsExhaustive || seed % 6 == 0)
        {
            string source = new ModelCase(subject.Name, declaration).Source;
            CompiledChecks.SameAsInterpreted(subject.Name, source, CompiledWidths.OfRandom(seed), output);
        }
    }
}
