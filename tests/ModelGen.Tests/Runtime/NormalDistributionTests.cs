using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

public class NormalDistributionTests
{
    // From Python's statistics.NormalDist().inv_cdf, which is AS 241 as well, with the system's logarithm.
    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(1e-09, -5.9978070150076865)]
    [InlineData(0.925, 1.439531470938456)]
    [InlineData(0.075, -1.4395314709384557)]
    [InlineData(0.2, -0.8416212335729142)]
    [InlineData(0.99999, 4.26489079392384)]
    [InlineData(1.1641532182693481e-10, -6.337957754553789)]
    [InlineData(0.9999999998835847, 6.337957754553789)]
    [InlineData(0.0751, -1.4388253927525398)]
    [InlineData(1e-12, -7.034483825301132)]
    [InlineData(1e-300, -37.0470962993612)]
    public void Inverse_matches_the_reference(double probability, double expected) =>
        Assert.Equal(expected, NormalDistribution.InverseCdf(probability), Math.Abs(expected) * 4e-16 + 1e-300);

    [Fact]
    public void Logarithm_is_within_two_ulp_of_the_systems()
    {
        RandomStream random = new(1);
        for (int i = 0; i < 100_000; i++)
        {
            double x = (random.NextUInt() + 0.5) / 4294967296.0;
            double expected = Math.Log(x);
            Assert.InRange(NormalDistribution.Log(x), expected - 2 * Ulp(expected), expected + 2 * Ulp(expected));
        }

        Assert.Equal(0, NormalDistribution.Log(1));
        Assert.Equal(Math.Log(2), NormalDistribution.Log(2));
    }

    [Fact]
    public void It_is_odd_around_one_half()
    {
        for (int i = 1; i < 1000; i++)
        {
            double p = i / 2048.0;
            Assert.Equal(-NormalDistribution.InverseCdf(p), NormalDistribution.InverseCdf(1 - p));
        }
    }

    private static double Ulp(double value) => Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);
}
