using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

public class FiniteCheckTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Each_position_is_found(float bad)
    {
        for (int length = 1; length <= 150; length++)
        {
            for (int position = 0; position < length; position++)
            {
                float[] values = new float[length];
                values[position] = bad;
                values[length - 1] = bad;
                Assert.Equal(position, FiniteCheck.IndexOfNonFinite(values));
            }
        }
    }

    [Fact]
    public void Finite_extremes_are_fine() => Assert.Equal(-1, FiniteCheck.IndexOfNonFinite(
        [.. Enumerable.Repeat(new[] { float.MaxValue, float.MinValue, float.Epsilon, -0f, 1e-40f }, 20).SelectMany(x => x)]));

    [Fact]
    public void Nothing_is_finite() => Assert.Equal(-1, FiniteCheck.IndexOfNonFinite([]));
}
