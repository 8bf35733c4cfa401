using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Every model of the table: the same bits at every vector width and for every batch size.</summary>
public sealed class BitTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void Predictions(string name) => BitChecks.Prediction(new Subject(name, output));

    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void Training(string name) => BitChecks.Training(new Subject(name, output));
}
