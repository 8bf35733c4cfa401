using ModelGen.Benchmarks.Peers;

namespace ModelGen.Benchmarks.Tests;

public class AgreementTests
{
    [Fact]
    public void Rounding_is_no_difference() => Assert.Null(Agreement.Problem([1, 2.00001f], [1, 2], 1e-4, "losses"));

    [Fact]
    public void Outputs_near_zero_are_compared_with_the_largest_one()
    {
        Assert.Null(Agreement.Problem([1e-7f, 1], [2e-7f, 1], 1e-5, "outputs"));
        Assert.NotNull(Agreement.Problem([1e-7f, 1], [2e-7f, 1], 1e-5, "losses"));
    }

    [Theory]
    [InlineData(2.001f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Another_number_is_shown(float theirs)
    {
        string? problem = Agreement.Problem([1, 2], [1, theirs], 1e-4, "losses");

        Assert.NotNull(problem);
        Assert.StartsWith("the losses differ: number 2 is 2 with us and ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Two_failures_are_no_agreement(float both) => Assert.NotNull(Agreement.Problem([both], [both], 1e-4, "outputs"));

    [Fact]
    public void Fewer_numbers_are_a_difference() => Assert.NotNull(Agreement.Problem([1, 2], [1], 1e-4, "losses"));
}
