using System.Globalization;
using System.Text;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks.Peers;

/// <summary>The report as tables: one line a workload, and one line a contestant.</summary>
internal static class PeersTables
{
    private const double Giga = 1e9;

    /// <summary>A line for each workload, us on one thread, peers on their best number of threads.</summary>
    public static TextTable Summary(PeersReport report)
    {
        List<string> columns = ["<id", "<workload", "ModelGen", "2 threads"];
        foreach (PeerDescription peer in report.Peers) columns.AddRange([peer.Name, "ratio"]);
        columns.AddRange(["GFLOP/s", "of FMA peak", "of read rate"]);
        return new TextTable(columns, [.. report.Workloads.Select(workload => SummaryRow(workload, report.Peers))]);
    }

    /// <summary>A line for each contestant at each number of threads.</summary>
    public static TextTable Details(PeersReport report) => new(
        ["<id", "<contestant", "threads", "median", "95 of 100", "× ours", "GFLOP/s", "of FMA peak", "of read rate", "<variant"],
        [.. report.Workloads.SelectMany(workload => workload.Entries.Select(entry => DetailRow(workload, entry)))]);

    /// <summary>The whole report as a Markdown file.</summary>
    public static string Markdown(PeersReport report)
    {
        StringBuilder text = new("# ModelGen and its peers\n\n");
        text.Append(Section(report));
        text.Append("\n## All contestants\n\n").Append(Details(report).ToMarkdown());
        text.Append("\n## Limits measured in the same rounds, one thread\n\n").Append(Limits(report).ToMarkdown());
        foreach (PeerDescription peer in report.Peers.Where(peer => peer.Details.Length > 0))
            text.Append(CultureInfo.InvariantCulture, $"\n## {peer.Name} {peer.Version}\n\n```\n{peer.Details}\n```\n");
        return text.ToString();
    }

    /// <summary>The summary with what it was measured on: the part that the docs show.</summary>
    public static string Section(PeersReport report)
    {
        StringBuilder text = new(Summary(report).ToMarkdown());
        text.Append(CultureInfo.InvariantCulture, $"\n{report.Machine} {Rounds(report)}\n\n");
        if (Warning(report) is { } warning) text.Append(warning).Append("\n\n");
        foreach (PeerDescription peer in report.Peers) text.Append("- ").Append(Line(peer)).Append('\n');
        return text.ToString();
    }

    /// <summary>How it was measured, in a sentence.</summary>
    public static string Rounds(PeersReport report) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Medians of {report.Rounds} rounds of at least {report.RoundMilliseconds} ms each, in turn.");

    /// <summary>A warning if something else used the processor meanwhile, or null.</summary>
    public static string? Warning(PeersReport report) =>
        Unrest.Warning(report.Workloads.Select(workload => (workload.Id, workload.PeakUnrest)));

    /// <summary>A peer with its version, or with what to install.</summary>
    public static string Line(PeerDescription peer)
    {
        string notes = string.Join("; ", peer.Notes);
        string install = peer.Install is null ? "" : $" (`{peer.Install}`)";
        return peer.Version is null ? $"{peer.Name}: missing, {notes}{install}" : $"{peer.Name} {peer.Version}: {notes}{install}";
    }

    private static TextTable Limits(PeersReport report) => new(
        ["<id", "FMA, GFLOP/s", "weights, KB", "reading a block of that size, GB/s"],
        [
            .. report.Workloads.Select(workload => (IReadOnlyList<string>)[
                workload.Id,
                Format.Digits(workload.PeakFlops / Giga),
                Format.Digits(workload.WeightBytes / 1e3),
                workload.ReadRate is { } rate ? Format.Digits(rate / Giga) : Format.None]),
        ]);

    private static List<string> SummaryRow(WorkloadResult workload, IReadOnlyList<PeerDescription> peers)
    {
        Entry ours = workload.Ours;
        List<string> row =
        [
            workload.Id,
            workload.Title,
            Format.Time(ours.Median!.Value),
            workload.Gain is { } gain ? Format.Ratio(gain) : Format.None,
        ];
        foreach (PeerDescription peer in peers)
            row.AddRange(PeerCells(workload, peer));
        row.AddRange([
            Format.Digits(workload.Flops(ours) / Giga),
            Format.Share(workload.PeakShare(ours)),
            Format.Share(workload.ReadShare(ours)),
        ]);
        return row;
    }

    private static IReadOnlyList<string> PeerCells(WorkloadResult workload, PeerDescription peer)
    {
        if (workload.Best(peer.Name) is { } best)
            return [$"{Format.Time(best.Median!.Value)} ({Threads(best)})", Format.Ratio(workload.Ratio(best))];
        if (workload.Entries.Any(entry => entry.Name == peer.Name))
            return ["differs", Format.None];
        return [peer.Version is null ? "missing" : Format.None, Format.None];
    }

    private static IReadOnlyList<string> DetailRow(WorkloadResult workload, Entry entry) => entry.Problem is { } problem
        ? [workload.Id, entry.Name, Count(entry), Format.None, Format.None, Format.None, Format.None, Format.None, Format.None, problem]
        : [
            workload.Id,
            entry.Name,
            Count(entry),
            Format.Time(entry.Median!.Value),
            Format.Time(entry.Percentile95!.Value),
            Format.Ratio(workload.Ratio(entry)),
            Format.Digits(workload.Flops(entry) / Giga),
            Format.Share(workload.PeakShare(entry)),
            Format.Share(workload.ReadShare(entry)),
            entry.Variant];

    private static string Count(Entry entry) => entry.Threads.ToString(CultureInfo.InvariantCulture);

    private static string Threads(Entry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Threads} thread{(entry.Threads == 1 ? "" : "s")}");
}
