using ModelGen.Benchmarks.Measuring;

namespace ModelGen.Benchmarks.Tests;

public class TimingTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1, 5 }, 5)]
    [InlineData(new[] { 4.0, 1, 2, 9 }, 3)]
    public void The_median_is_the_middle_value(double[] rounds, double median) => Assert.Equal(median, new Timing(rounds).Median);

    [Fact]
    public void Percentiles_lie_between_the_two_nearest_values()
    {
        Timing timing = new([.. Enumerable.Range(0, 11).Select(i => 10.0 * (10 - i))]);

        Assert.Equal(95, timing.Percentile95, 10);
        Assert.Equal(0, timing.Percentile(0));
        Assert.Equal(100, timing.Percentile(1));
    }

    [Fact]
    public void Everyone_is_measured_in_every_round_and_another_one_begins()
    {
        List<string> turns = [];
        Fake a = new("a", 0.002, turns), b = new("b", 0.02, turns);

        IReadOnlyList<Timing> timings = new Rounds(4, TimeSpan.FromMilliseconds(10)).Measure([a, b]);

        Assert.Equal(["a", "b", "b", "a", "a", "b", "b", "a"], turns.TakeLast(8));
        Assert.Equal(0.002, timings[0].Median, 10);
        Assert.Equal(0.02, timings[1].Median, 10);
        Assert.InRange(a.Repetitions, 5, 8);
        Assert.Equal(1, b.Repetitions);
    }

    [Theory]
    [InlineData(0b1111, 1, 0b1000)]
    [InlineData(0b0101, 2, 0b0101)]
    [InlineData(0b0110, 1, 0b0100)]
    [InlineData(0b0001, 4, 0b0001)]
    public void The_last_cores_that_are_allowed_are_taken(ulong allowed, int count, ulong expected) =>
        Assert.Equal(expected, Pinning.Last(allowed, count));

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void The_limits_can_be_measured_at_every_width(int bits)
    {
        FmaPeak peak = new(bits);
        ReadRate reading = new(100_000, bits);

        Assert.Equal(2.0 * 12 * 10_000 * (bits / 32), peak.Flop);
        Assert.InRange(reading.Bytes, 100_000, 100_512);
        Assert.True(peak.Time(1) > 0);
        Assert.True(reading.Time(1) > 0);
    }

    private sealed class Fake(string name, double seconds, List<string> turns) : ITimed
    {
        public int Repetitions { get; private set; }

        public double Time(int repetitions)
        {
            turns.Add(name);
            Repetitions = repetitions;
            return seconds * repetitions;
        }
    }
}
