using ModelGen.Benchmarks.DataParallel;

namespace ModelGen.Benchmarks.Tests;

/// <summary>The step times that are calculated for several processes.</summary>
public sealed class StepTimeTests
{
    private static readonly StepTime Step = new(Gradients: 10, Update: 1, [new(4, 100), new(7, 100), new(10, 50)]);

    [Fact]
    public void Messages_that_take_no_time_cost_nothing()
    {
        Assert.Equal(11, Step.Of(_ => 0, overlaps: false), 9);
        Assert.Equal(11, Step.Of(_ => 0, overlaps: true), 9);
    }

    [Fact]
    public void Messages_behind_the_step_are_added()
    {
        // 10 + 2 + 2 + 1 for the buckets, 0.08 for the losses, 1 for the update.
        Assert.Equal(16.16, Step.Of(bytes => bytes * 0.02, overlaps: false), 9);
    }

    [Fact]
    public void Messages_hide_behind_what_is_still_computed()
    {
        // The first two, from 4 to 6 and from 7 to 9, are over before the gradients are; only the last one is waited for.
        Assert.Equal(12.16, Step.Of(bytes => bytes * 0.02, overlaps: true), 9);

        // With ten times as slow a link they queue: 4 + 20 + 20 + 10, then 1.6 and 1.
        Assert.Equal(4 + 50 + 1.6 + 1, Step.Of(bytes => bytes * 0.2, overlaps: true), 9);
    }

    [Fact]
    public void Processes_that_share_a_core_compute_longer() =>
        Assert.Equal(22 + 5 + 0.16, Step.Of(bytes => bytes * 0.02, overlaps: false, slowdown: 2), 9);

    [Fact]
    public void A_ring_sends_each_byte_nearly_twice()
    {
        Assert.Equal((2 * 3 * 1e-3) + (2.0 * 3 / 4 * 1000 * 8 / 1e6), StepTime.Ring(4, 1e-3, 1e6)(1000), 12);
        Assert.Equal(0, StepTime.Ring(1, 1e-3, 1e6)(1000), 12);
    }

    [Fact]
    public void A_tree_is_better_for_short_messages()
    {
        Func<long, double> best = StepTime.Best(512, 1e-3, 1e9);
        Assert.Equal(StepTime.Tree(512, 1e-3, 1e9)(8), best(8));
        Assert.Equal(StepTime.Ring(512, 1e-3, 1e9)(1 << 30), best(1 << 30));
    }

    [Fact]
    public void The_report_compares_what_was_measured_with_what_was_calculated()
    {
        MeasuredRanks result = new("T8", 4, "MPI", 64, 11, 24, 1.83, 10, 1, [new(4, 100), new(10, 50)], 0.25, [1, 0.5], double.NaN);

        // On two cores four processes take twice as long: 20 + 1 + 0.5 + 0.25 + 2.
        Assert.Equal(23.75, ScalingReport.Calculated(result, cores: 2), 9);
    }

    [Fact]
    public void The_report_has_a_row_for_each_run()
    {
        MeasuredRanks one = new("T8", 1, "MPI", 64, 11, 11, 1, 10, 1, [new(4, 100), new(10, 50)], 0, [0, 0], double.NaN);
        ScalingReport report = new(
            Reporting.Machine.This(256), 3, [one, one with { Ranks = 2 }], [one with { Hidden = 0.5 }, one with { Hidden = 0.25 }]);

        Assert.Equal([2, 2, 2], report.Tables.Select(table => table.Table.Rows.Count));
        Assert.Contains("50.0 %", report.Markdown(), StringComparison.Ordinal);
    }
}
