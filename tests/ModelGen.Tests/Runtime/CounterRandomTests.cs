using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

public class CounterRandomTests
{
    // The known answers of Random123 1.14 (tests/kat_vectors), threefry2x32 with 20 rounds.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0x6b200159u, 0x99ba4efeu)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x1cb996fcu, 0xbb002be7u)]
    [InlineData(0x13198a2eu, 0x03707344u, 0x243f6a88u, 0x85a308d3u, 0xc4923a9cu, 0x483df7a0u)]
    public void Threefry_gives_the_published_bits(uint key0, uint key1, uint counter0, uint counter1, uint first, uint second) =>
        Assert.Equal((first, second), CounterRandom.Threefry2x32(key0, key1, counter0, counter1));

    [Theory]
    [InlineData(0u, 0f)]
    [InlineData(0xffu, 0f)]
    [InlineData(0x100u, 1f / 16777216)]
    [InlineData(0x80000000u, 0.5f)]
    [InlineData(0xffffffffu, 16777215f / 16777216)]
    public void Uniforms_are_the_upper_24_bits(uint bits, float expected) => Assert.Equal(expected, CounterRandom.ToUniform(bits));
}
