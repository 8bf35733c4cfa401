using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Random small models: the generated code against the interpreter, and the same bits at every width.</summary>
/// <remarks>MODELGEN_TEST_SEED draws others.</remarks>
public sealed class RandomModelTests(ITestOutputHelper output)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 30).Select(i => (1000 * Subject.BaseSeed) + i)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Model(int seed)
    {
        string declaration = new RandomModel(new Random(seed)).Draw();
        output.WriteLine(declaration);
        Subject subject = new(declaration, new ModelCase(string.Create(CultureInfo.InvariantCulture, $"random {seed}"), declaration).Source, seed, output);
        OracleChecks.PredictionAndLoss(subject);
        OracleChecks.TrainStep(subject);
        OracleChecks.ForwardBackward(subject);
        OracleChecks.Update(subject);
        BitChecks.Prediction(subject);
        BitChecks.Training(subject, steps: 12);
    }
}
