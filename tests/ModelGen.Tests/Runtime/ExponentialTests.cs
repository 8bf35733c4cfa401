using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

public class ExponentialTests
{
    [Fact]
    public void It_agrees_with_the_library_of_the_system()
    {
        for (double x = -700; x <= 700; x += 0.37)
            Assert.Equal(1, Exponential.Exp(x) / Math.Exp(x), 4e-16 * 4);
        for (double x = 0.01; x < 3; x += 0.013)
        {
            for (double power = -9; power < 9; power += 0.7)
                Assert.Equal(1, Exponential.Pow(x, power) / Math.Pow(x, power), 1e-13);
        }
    }

    [Fact]
    public void Special_values()
    {
        Assert.Equal(double.PositiveInfinity, Exponential.Exp(800));
        Assert.Equal(0, Exponential.Exp(-800));
        Assert.Equal(double.NaN, Exponential.Exp(double.NaN));
        Assert.Equal(1, Exponential.Exp(0));
        Assert.Equal(1, Exponential.Pow(0, 0.0));
        Assert.Equal(0, Exponential.Pow(0, 0.5));
        Assert.Equal(1, Exponential.Pow(0.5, 0L));
        Assert.Equal(Math.Pow(2, -40), Exponential.Pow(0.5, 40L));
    }
}
