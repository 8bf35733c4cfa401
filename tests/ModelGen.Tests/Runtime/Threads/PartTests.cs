using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime.Threads;

public class PartTests
{
    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 16)]
    [InlineData(15, 16)]
    [InlineData(16, 16)]
    [InlineData(100, 16)]
    [InlineData(512, 14)]
    [InlineData(784, 14)]
    [InlineData(537360, 16)]
    public void Parts_cover_a_loop_in_whole_steps(int extent, int step)
    {
        for (int count = 1; count <= 9; count++)
        {
            nint end = 0;
            for (int i = 0; i < count; i++)
            {
                Part part = new(new PooledTeam(), i, count);
                Assert.Equal(end, part.First(extent, step));
                end = part.Last(extent, step);
                Assert.True(end >= part.First(extent, step));
                Assert.True(i == count - 1 || end % step == 0);
            }

            Assert.Equal(extent, end);
        }
    }

    [Fact]
    public void Parts_differ_by_one_step_at_most_beside_the_rest()
    {
        nint[] sizes =
        [
            .. Enumerable.Range(0, 7).Select(i => new Part(new PooledTeam(), i, 7)).Select(p => p.Last(1600, 16) - p.First(1600, 16)),
        ];
        Assert.Equal([14, 14, 14, 14, 14, 15, 15], sizes.Select(size => (int)size / 16).Order());
    }

    [Fact]
    public void The_default_is_the_whole()
    {
        Part part = default;
        part.Barrier();
        Assert.True(part.IsFirst);
        Assert.Equal((0, 100), (part.First(100, 16), part.Last(100, 16)));
    }
}
