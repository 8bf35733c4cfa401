using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Schedule;
using Xunit;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>The cost model, by hand.</summary>
public sealed class EstimateTests
{
    [Fact]
    public void Multiply_adds_alone_reach_the_peak()
    {
        // 1,000 instructions of 16 lanes, two operations each, two in a cycle.
        Estimate estimate = Of(new Demand(32_000, 1_000, 0, 500, 10, []));

        Assert.Equal((500, 1, "arithmetic"), (estimate.Cycles, estimate.ShareOfPeak, estimate.Limit));
    }

    [Fact]
    public void A_load_for_each_half_of_a_multiply_add_halves_it()
    {
        Estimate estimate = Of(new Demand(32_000, 1_000, 0, 2_000, 10, []));

        Assert.Equal((1_000, 0.5, "loads"), (estimate.Cycles, estimate.ShareOfPeak, estimate.Limit));
    }

    [Fact]
    public void Four_accumulators_wait_half_of_the_time()
    {
        Estimate estimate = Of(new Demand(32_000, 1_000, 1_000, 0, 0, []));

        Assert.Equal((1_000, 0.5, "few accumulators"), (estimate.Cycles, estimate.ShareOfPeak, estimate.Limit));
    }

    [Fact]
    public void Traffic_of_one_level_adds_up_and_levels_work_side_by_side()
    {
        Estimate estimate = Of(
            new Demand(32_000, 1_000, 0, 500, 10, [(CacheLevel.L2, 32_000), (CacheLevel.L2, 32_000), (CacheLevel.L3, 12_000)]));

        Assert.Equal((2_000, 0.25, "L2"), (estimate.Cycles, estimate.ShareOfPeak, estimate.Limit));
    }

    [Fact]
    public void Narrow_vectors_do_less_in_an_instruction() =>
        Assert.Equal(1, Estimate.Of(new Demand(8_000, 1_000, 0, 500, 10, []), Target.Vector128).ShareOfPeak);

    [Theory]
    [InlineData(0, "L1")]
    [InlineData(32 << 10, "L1")]
    [InlineData((32 << 10) + 1, "L2")]
    [InlineData(1 << 20, "L2")]
    [InlineData((1 << 20) + 1, "L3")]
    [InlineData(1L << 40, "main memory")]
    public void The_nearest_level_that_is_large_enough_counts(long bytes, string level) => Assert.Equal(level, CacheLevel.Of(bytes).Name);

    private static Estimate Of(Demand demand) => Estimate.Of(demand, Target.Vector512);
}
