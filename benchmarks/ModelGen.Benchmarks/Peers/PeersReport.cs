using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks.Peers;

/// <summary>All that a run of the comparison found out; written as JSON as it is.</summary>
/// <param name="Machine">What it ran on.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="RoundMilliseconds">How long each contestant worked in a round, at least.</param>
/// <param name="Peers">Who was there, and who was missing.</param>
/// <param name="Workloads">The results.</param>
internal sealed record PeersReport(
    Machine Machine, int Rounds, double RoundMilliseconds, IReadOnlyList<PeerDescription> Peers, IReadOnlyList<WorkloadResult> Workloads);

/// <summary>The results of a workload.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Title">What it is.</param>
/// <param name="Flop">Floating-point operations of one call, from the shapes.</param>
/// <param name="WeightBytes">Bytes of all parameters.</param>
/// <param name="PeakFlops">Operations a second of independent multiply-adds, one thread, measured in the same rounds.</param>
/// <param name="PeakUnrest">How much longer the multiply-adds took in the slower rounds (95 of 100) than in the middle one: 1 on an idle
/// machine.</param>
/// <param name="ReadRate">Bytes a second of reading a block as large as the weights, one thread, measured in the same rounds; or null if it
/// is no limit here.</param>
/// <param name="Entries">The contestants, ours first.</param>
internal sealed record WorkloadResult(
    string Id,
    string Title,
    double Flop,
    long WeightBytes,
    double PeakFlops,
    double PeakUnrest,
    double? ReadRate,
    IReadOnlyList<Entry> Entries)
{
    /// <summary>Our result on one thread, with which the peers are compared.</summary>
    public Entry Ours => Entries[0];

    /// <summary>How many times as fast we are on two threads as on one, or null if that was not measured.</summary>
    public double? Gain =>
        Entries.FirstOrDefault(entry => entry.Name == Ours.Name && entry.Threads == 2)?.Median is { } two ? Ours.Median / two : null;

    /// <summary>The fastest entry of a peer among its numbers of threads, or null if it has none that counts.</summary>
    public Entry? Best(string peer) => Entries.Where(entry => entry.Name == peer && entry.Problem is null).MinBy(entry => entry.Median);

    /// <summary>How many times our time an entry takes.</summary>
    public double Ratio(Entry entry) => entry.Median!.Value / Ours.Median!.Value;

    /// <summary>Operations a second.</summary>
    public double Flops(Entry entry) => Flop / entry.Median!.Value;

    /// <summary>The share of what its threads could do at most.</summary>
    public double PeakShare(Entry entry) => Flops(entry) / (PeakFlops * entry.Threads);

    /// <summary>The share of the measured rate at which the weights can be read, or null if that is no limit.</summary>
    public double? ReadShare(Entry entry) => WeightBytes / entry.Median!.Value / (ReadRate * entry.Threads);
}

/// <summary>A contestant's result.</summary>
/// <param name="Name">Who.</param>
/// <param name="Threads">On how many threads.</param>
/// <param name="Variant">Which way of doing it was the fastest.</param>
/// <param name="Problem">Why its times do not count, or null.</param>
/// <param name="Median">Seconds of one call, or null if it was not timed.</param>
/// <param name="Percentile95">Seconds, of 95 of 100 rounds at most.</param>
/// <param name="Rounds">Seconds of one call in each round.</param>
internal sealed record Entry(
    string Name,
    int Threads,
    string Variant,
    string? Problem,
    double? Median,
    double? Percentile95,
    IReadOnlyList<double> Rounds);
