using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>What kernels compute, interpreted, against the graph in double precision. <see cref="TableTests"/> have all models.</summary>
public sealed class OracleTests(ITestOutputHelper output)
{
    /// <summary>Two blocks of sixteen samples, and five more.</summary>
    [Theory]
    [InlineData("vision-lenet")]
    [InlineData("vision-tiles-max-dropout")]
    [InlineData("vision-many-features")]
    [InlineData("vision-many-features-of-positions")]
    [InlineData("size-few-outputs")]
    [InlineData("size-few-outputs-of-inputs")]
    public void Gradients_of_several_blocks_of_samples(string name) => OracleChecks.TrainStep(new Subject(name, output), samples: 37);
}
