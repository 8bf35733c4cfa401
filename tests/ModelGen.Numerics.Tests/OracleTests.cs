using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests;

/// <summary>Every model of the table: what its kernels compute, interpreted, against its graph in double precision.</summary>
public sealed class OracleTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void Prediction_and_loss(string name) => OracleChecks.PredictionAndLoss(new Subject(name, output));

    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void Gradients_of_a_training_step(string name) => OracleChecks.TrainStep(new Subject(name, output));

    /// <summary>Two blocks of sixteen samples, and five more.</summary>
    [Theory]
    [InlineData("vision-lenet")]
    [InlineData("vision-tiles-max-dropout")]
    [InlineData("vision-many-features")]
    [InlineData("vision-many-features-of-positions")]
    [InlineData("size-few-outputs")]
    [InlineData("size-few-outputs-of-inputs")]
    public void Gradients_of_several_blocks_of_samples(string name) => OracleChecks.TrainStep(new Subject(name, output), samples: 37);

    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void Forward_and_backward(string name) => OracleChecks.ForwardBackward(new Subject(name, output));

    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void Updates(string name) => OracleChecks.Update(new Subject(name, output));

    [Theory]
    [MemberData(nameof(Models.DifferentiableNames), MemberType = typeof(Models))]
    public void Finite_differences(string name) => OracleChecks.FiniteDifferences(new Subject(name, output));
}
