namespace ModelGen.Compiler.Costs;

/// <summary>The instructions of a kernel, in machine vectors, and the memory it goes through.</summary>
/// <param name="UsefulOperations">Floating-point operations that the shapes ask for, a multiply-add being two.</param>
/// <param name="Instructions">Arithmetic instructions that are executed.</param>
/// <param name="WaitingProducts"> Multiply-adds for which there would be time while others wait for their sums, if the tile had more
/// accumulators. </param>
/// <param name="Loads">Loads that are executed.</param>
/// <param name="Stores">Stores that are executed.</param>
/// <param name="Traffic">Bytes that come from each level but the first.</param>
public sealed record Demand(
    long UsefulOperations,
    long Instructions,
    double WaitingProducts,
    long Loads,
    long Stores,
    IReadOnlyList<(CacheLevel Level, long Bytes)> Traffic);

/// <summary>The least time of a kernel and the limit that determines it: a roofline model with instructions.</summary>
/// <param name="Cycles">Cycles of one core.</param>
/// <param name="ShareOfPeak">Useful operations as a share of what multiply-adds alone would do in that time.</param>
/// <param name="Limit">The limit: <c>arithmetic</c>, <c>loads</c>, <c>stores</c>, <c>L2</c>, …</param>
/// <remarks>
/// Arithmetic, loads, stores and the traffic of each cache level run at the same time, each at its own rate; the slowest determines the
/// time. A core is assumed to start two multiply-adds, two loads and one store of a whole vector in a cycle. A multiply-add takes four
/// cycles, so with fewer than eight accumulators it waits. See S. Williams, A. Waterman, D. Patterson, Roofline, Communications of the
/// ACM 52 (4), 2009.
/// </remarks>
public sealed record Estimate(double Cycles, double ShareOfPeak, string Limit)
{
    /// <summary>Accumulators that keep both multiply-add units busy: two, times four cycles of latency.</summary>
    public const int BusyAccumulators = 8;

    private const double OperationsPerCycle = 2;
    private const double LoadsPerCycle = 2;
    private const double StoresPerCycle = 1;

    /// <summary>The estimate for a width of vectors.</summary>
    public static Estimate Of(Demand demand, Target target)
    {
        var limits = new List<(string Limit, double Cycles)>
        {
            ("arithmetic", demand.Instructions / OperationsPerCycle),
            ("loads", demand.Loads / LoadsPerCycle),
            ("stores", demand.Stores / StoresPerCycle),
        };
        if (demand.WaitingProducts > 0)
            limits.Add(("few accumulators", (demand.Instructions + demand.WaitingProducts) / OperationsPerCycle));
        limits.AddRange(
            demand.Traffic.GroupBy(t => t.Level).Select(level => (level.Key.Name, level.Sum(t => t.Bytes) / level.Key.BytesPerCycle)));

        var slowest = limits.OrderByDescending(l => l.Cycles).First();
        return new Estimate(slowest.Cycles, Share(demand.UsefulOperations, slowest.Cycles, target), slowest.Limit);
    }

    /// <summary>Operations in a time, as a share of the multiply-adds that would fit in it.</summary>
    public static double Share(long usefulOperations, double cycles, Target target) =>
        cycles == 0 ? 0 : usefulOperations / (cycles * OperationsPerCycle * 2 * target.LanesPerPart);
}
