using ModelGen.Runtime;

namespace ModelGen.Tests.Runtime;

public class RandomStreamTests
{
    [Fact]
    public void The_first_words_are_those_of_threefry()
    {
        RandomStream random = new(5, 9);
        (uint a, uint b) = CounterRandom.Threefry2x32(5, 9, 0, 0);
        (uint c, uint d) = CounterRandom.Threefry2x32(5, 9, 1, 0);
        Assert.Equal([a, b, c, d], Enumerable.Range(0, 4).Select(_ => random.NextUInt()));
    }

    [Fact]
    public void Seeds_and_streams_differ_and_a_restart_repeats()
    {
        RandomStream random = new(-1, 0);
        uint[] first = [random.NextUInt(), random.NextUInt(), random.NextUInt()];
        random.Restart(1);
        Assert.NotEqual(first[0], random.NextUInt());
        random.Restart(0);
        Assert.Equal(first, Enumerable.Range(0, 3).Select(_ => random.NextUInt()));
        Assert.NotEqual(first[0], new RandomStream(0, 0).NextUInt());
    }

    /// <summary>However the numbers are asked for, alone or so many at once.</summary>
    [Fact]
    public void Filling_a_span_gives_what_as_many_calls_would()
    {
        int[] lengths = [.. Enumerable.Range(0, 12), 0, 1024, 1025, 3, 1031, 1, 1024, 2049];
        int total = lengths.Sum() + lengths.Length;
        RandomStream one = new(-7, 3), normal = new(8, 1), uniform = new(8, 2);
        uint[] expected = [.. Enumerable.Range(0, total).Select(_ => one.NextUInt())];
        float[] normals = [.. Enumerable.Range(0, total).Select(_ => normal.NextNormal())],
            uniforms = [.. Enumerable.Range(0, total).Select(_ => uniform.NextUniform())];

        one.Restart(3);
        normal.Restart(1);
        uniform.Restart(2);
        int done = 0;
        foreach (int length in lengths)
        {
            uint[] words = new uint[length];
            float[] drawn = new float[length], even = new float[length];
            one.Fill(words);
            normal.FillNormal(drawn);
            uniform.FillUniform(even);
            Assert.Equal(expected[done..(done + length)], words);
            Assert.Equal(normals[done..(done + length)], drawn);
            Assert.Equal(uniforms[done..(done + length)], even);
            done += length;
            Assert.Equal((expected[done], normals[done], uniforms[done]), (one.NextUInt(), normal.NextNormal(), uniform.NextUniform()));
            done++;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Whole_numbers_are_evenly_spread(int bound)
    {
        RandomStream random = new(1, 2);
        int[] counts = new int[bound];
        const int PerCell = 2000;
        for (int i = 0; i < PerCell * bound; i++)
            counts[random.NextInt(bound)]++;

        // Pearson's statistic has mean bound − 1 and variance 2 (bound − 1): five deviations.
        double statistic = counts.Sum(count => Math.Pow(count - PerCell, 2) / PerCell);
        Assert.InRange(statistic, 0, bound - 1 + 5 * Math.Sqrt(2.0 * bound));
    }

    [Fact]
    public void Large_bounds_stay_in_range_and_zero_is_an_error()
    {
        RandomStream random = new(3);
        for (int i = 0; i < 1000; i++)
            Assert.InRange(random.NextInt(int.MaxValue), 0, int.MaxValue - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(-5));
    }

    [Fact]
    public void Uniforms_have_the_right_mean_and_variance()
    {
        RandomStream random = new(4);
        float[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextUniform())];
        Assert.All(values, value => Assert.InRange(value, 0f, 0.99999994f));
        double mean = values.Average(value => (double)value);
        Assert.Equal(0.5, mean, 0.005);
        Assert.Equal(1.0 / 12, values.Average(value => Math.Pow(value - mean, 2)), 0.002);
    }

    [Fact]
    public void Normals_have_the_right_moments()
    {
        RandomStream random = new(5);
        double[] values = [.. Enumerable.Range(0, 200_000).Select(_ => (double)random.NextNormal())];
        Assert.Equal(0, values.Average(), 0.01);
        Assert.Equal(1, values.Average(value => value * value), 0.02);
        Assert.Equal(0, values.Average(value => Math.Pow(value, 3)), 0.05);
        Assert.Equal(3, values.Average(value => Math.Pow(value, 4)), 0.1);
        Assert.All(values, value => Assert.InRange(value, -6.4, 6.4));
    }

    [Fact]
    public void A_shuffle_keeps_all_elements_and_moves_them()
    {
        int[] values = [.. Enumerable.Range(0, 100)];
        new RandomStream(6).Shuffle(values.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 100), values);
        Assert.Equal(Enumerable.Range(0, 100), values.Order());

        new RandomStream(6).Shuffle(Span<int>.Empty);
        int[] one = [42];
        new RandomStream(6).Shuffle(one.AsSpan());
        Assert.Equal([42], one);
    }

    [Fact]
    public void All_orders_of_three_are_equally_likely()
    {
        RandomStream random = new(7);
        Dictionary<string, int> counts = [];
        for (int i = 0; i < 6000; i++)
        {
            char[] letters = ['a', 'b', 'c'];
            random.Shuffle(letters.AsSpan());
            string order = new(letters);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }

    // Fixed for all time: files of seeds and results in the world depend on it.
    [Fact]
    public void The_numbers_of_a_seed_never_change()
    {
        RandomStream random = new(0, 0);
        Assert.Equal(0x6b200159u, random.NextUInt());
        random.Restart(0);
        Assert.Equal(0.4184570908546448f, random.NextUniform());
        random.Restart(0);
        Assert.Equal(-0.20584213733673096f, random.NextNormal());
        random.Restart(0);
        Assert.Equal(41, random.NextInt(100));
    }
}
