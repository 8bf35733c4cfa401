using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Peers;

/// <summary>The command <c>peers</c>: our times beside those of PyTorch and ONNX Runtime.</summary>
internal sealed class PeersCommand(PeersOptions options)
{
    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind <c>peers</c>.</param>
    /// <returns>0, or 1 if somebody computed something else than we did.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        if (PeersOptions.Parse(arguments) is not { } options)
        {
            Console.WriteLine(PeersOptions.HelpText);
            return 0;
        }

        PeersReport report = new PeersCommand(options).Measure(CommonOptions.Apply(options.Width));
        PeersTables.Details(report).Show();
        PeersTables.Summary(report).Show();
        Console.WriteLine(report.Machine);
        Console.WriteLine(PeersTables.Rounds(report));
        if (PeersTables.Warning(report) is { } warning) Console.WriteLine(warning);
        string? section = options.Docs ? PeersTables.Section(report) : null;
        ReportFiles.Write(options.Out, "peers", PeersTables.Markdown(report), report, section, report.Machine);
        return report.Workloads.SelectMany(workload => workload.Entries).Any(entry => entry.Problem is not null) ? 1 : 0;
    }

    private PeersReport Measure(int width)
    {
        // Long enough for PyTorch's tracing to finish with its optimisations.
        TimeSpan trial = 4 * options.Rounds.Duration;
        using PyTorchPeer pyTorch = new(options.Python, options.Threads, trial);
        using OnnxRuntimePeer onnxRuntime = new(options.OnnxRuntime, options.Threads, trial);
        Peer[] peers = [pyTorch, onnxRuntime];
        foreach (Peer peer in peers) Console.WriteLine(PeersTables.Line(peer.Description));
        List<WorkloadResult> results = [];
        foreach (Workload workload in options.Workloads)
        {
            Console.WriteLine($"{workload.Id}: {workload.Title}");
            results.Add(Measure(workload, peers, width));
        }

        return new PeersReport(
            Machine.This(width),
            options.Rounds.Count,
            options.Rounds.Duration.TotalMilliseconds,
            [.. peers.Select(peer => peer.Description)],
            results);
    }

    private WorkloadResult Measure(Workload workload, Peer[] peers, int width)
    {
        using Exchange exchange = new();
        workload.Write(exchange);
        long weightBytes = workload.CreateModel().Parameters.ElementCount * sizeof(float);
        List<Contestant> all = [.. Ours.ThreadCounts.Select(workload.CreateOurs)];
        try
        {
            foreach (Peer peer in peers) all.AddRange(peer.Enter(workload, exchange));
            float[] evidence = all[0].Evidence();
            string?[] problems =
            [
                .. all.Select(contestant => Agreement.Problem(evidence, contestant.Evidence(), workload.Tolerance, workload.Evidence)),
            ];
            Contestant[] timed = [.. all.Where((_, i) => problems[i] is null)];
            foreach (Contestant contestant in timed) contestant.Prepare();

            FmaPeak peak = new(width);
            ReadRate? reading = workload.ReadsWeightsOnce ? new ReadRate(weightBytes, width) : null;
            IReadOnlyList<Timing> timings = options.Rounds.Measure([.. timed, peak, .. reading is null ? [] : (ITimed[])[reading]]);
            Timing peakTiming = timings[timed.Length];
            return new WorkloadResult(
                workload.Id,
                workload.Title,
                workload.Flop,
                weightBytes,
                peak.Flop / peakTiming.Median,
                peakTiming.Unrest,
                reading?.Bytes / timings[^1].Median,
                [
                    .. all.Select(
                        (contestant, i) =>
                            EntryOf(contestant, problems[i], problems[i] is null ? timings[Array.IndexOf(timed, contestant)] : null)),
                ]);
        }
        finally
        {
            foreach (Contestant contestant in all) contestant.Dispose();
        }
    }

    private static Entry EntryOf(Contestant contestant, string? problem, Timing? timing) =>
        new(contestant.Name, contestant.Threads, contestant.Variant, problem, timing?.Median, timing?.Percentile95, timing?.Rounds ?? []);
}
