using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks.DataParallel;

/// <summary>What was measured with several processes, and what follows from it; written as JSON as it is.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Rounds">How many.</param>
/// <param name="Results">With the launcher.</param>
/// <param name="Slowed">With two threads and a slow link.</param>
internal sealed record ScalingReport(
    Machine Machine, int Rounds, IReadOnlyList<MeasuredRanks> Results, IReadOnlyList<MeasuredRanks> Slowed)
{
    /// <summary>Links that are slow enough to be felt on one machine.</summary>
    public static readonly IReadOnlyList<SlowLink> Links = [new(1e-3, 10e9), new(1e-3, 1e9)];

    private const double Latency = 20e-6;

    private static readonly int[] Many = [8, 64, 512];

    private static readonly double[] Speeds = [10e9, 100e9];

    /// <summary>The tables with what stands above them.</summary>
    [JsonIgnore]
    public IEnumerable<(string Title, TextTable Table)> Tables
    {
        get
        {
            yield return (
                $"Measured with {Results[0].Library}. Each rank has as many samples as one process alone; more ranks than cores share "
                    + "them.",
                new TextTable(
                    ["<workload", "ranks", "batch", "step of one", "step of all", "calculated", "throughput"],
                    [.. Results.Select(result => Row(result))]));
            yield return (
                "Two threads as ranks, with a link that sleeps while a message is on the way, and how much of that time was hidden behind "
                    + "the computation.",
                new TextTable(
                    ["<workload", "<link", "step of one", "step of both", "calculated", "hidden"],
                    [.. Slowed.Select((result, i) => Row(result, Links[i % Links.Count]))]));
            yield return (
                "Calculated: samples a second over those of one process, and the share of the number of ranks. Each rank has a core of "
                    + "this machine and the batch above; messages have a latency of 20 µs; gradients leave while others are computed.",
                new TextTable(
                    ["<workload", "<link", .. Many.Select(ranks => $"{ranks} ranks")],
                    [.. Results.DistinctBy(result => result.Workload).SelectMany(result => Speeds.Select(speed => Row(result, speed)))]));
        }
    }

    /// <summary>All of it for people.</summary>
    public string Markdown()
    {
        StringBuilder text = new();
        foreach ((string title, TextTable table) in Tables) text.Append(title).Append("\n\n").Append(table.ToMarkdown()).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{Machine} Medians of {Rounds} rounds of a second.\n");
        return text.ToString();
    }

    /// <summary>What a step of a measured run should take, by the times of its parts.</summary>
    internal static double Calculated(MeasuredRanks result, int cores)
    {
        Dictionary<long, double> messages = new() { [sizeof(double)] = result.SmallMessage };
        for (int i = 0; i < result.Buckets.Count; i++) messages[result.Buckets[i].Bytes] = result.BucketMessages[i];
        return Model(result).Of(bytes => messages[bytes], overlaps: false, Math.Max(1, (double)result.Ranks / cores));
    }

    private static StepTime Model(MeasuredRanks result) => new(result.Gradients, result.Update, result.Buckets);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private IReadOnlyList<string> Row(MeasuredRanks result) =>
    [
        result.Workload,
        Number(result.Ranks),
        Number(result.Batch * result.Ranks),
        Format.Time(result.Alone),
        Format.Time(result.Together),
        Format.Time(Calculated(result, Machine.Cores)),
        Format.Ratio(result.Ratio),
    ];

    private static IReadOnlyList<string> Row(MeasuredRanks result, SlowLink link) =>
    [
        result.Workload,
        link.ToString(),
        Format.Time(result.Alone),
        Format.Time(result.Together),
        Format.Time(Model(result).Of(link.Message, overlaps: true)),
        Format.Share(result.Hidden),
    ];

    private static IReadOnlyList<string> Row(MeasuredRanks result, double speed)
    {
        StepTime model = Model(result);
        double one = result.Gradients + result.Update;
        return
        [
            result.Workload,
            $"{Number(speed / 1e9)} Gbit/s",
            .. Many.Select(ranks =>
            {
                double times = ranks * one / model.Of(StepTime.Best(ranks, Latency, speed), overlaps: true);
                return $"{Format.Ratio(times)} ({Format.Share(times / ranks)})";
            }),
        ];
    }
}
