using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Peers;

/// <summary>What the user wants from <c>peers</c>.</summary>
/// <param name="Workloads">What to measure.</param>
/// <param name="Rounds">How often and how long.</param>
/// <param name="Threads">The numbers of threads that the peers are tried with.</param>
/// <param name="Width">The widest vectors that we may use, or null for the processor's.</param>
/// <param name="Out">The folder for the reports.</param>
/// <param name="Docs">Whether to rewrite the table in docs/performance.md.</param>
/// <param name="Python">The interpreter to use, or null to look for one.</param>
/// <param name="OnnxRuntime">The library to use, or null to look for it.</param>
internal sealed record PeersOptions(
    IReadOnlyList<Workload> Workloads,
    Rounds Rounds,
    IReadOnlyList<int> Threads,
    int? Width,
    string Out,
    bool Docs,
    string? Python,
    string? OnnxRuntime)
{
    private static readonly IReadOnlyList<Option> Options =
    [
        CommonOptions.Rounds,
        new Option("--threads", "LIST", "numbers of threads that the peers are tried with; the best one counts (default 1,2)"),
        CommonOptions.Width,
        CommonOptions.Out,
        CommonOptions.Docs,
        CommonOptions.Quick,
        new Option("--python", "PATH", "a Python 3 that has torch and numpy (default: the first one found)"),
        new Option("--onnxruntime", "PATH", "the library of ONNX Runtime (default: the one in artifacts/peers)"),
        CommonOptions.Help,
    ];

    /// <summary>Reads the arguments behind <c>peers</c>.</summary>
    /// <returns>The options, or null if help is wanted.</returns>
    /// <exception cref="UsageException">They make no sense.</exception>
    public static PeersOptions? Parse(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse(arguments, Options);
        if (line.Has(CommonOptions.Help.Name)) return null;
        IReadOnlyList<int> available = [.. Enumerable.Range(1, Math.Min(2, Environment.ProcessorCount))];
        return new PeersOptions(
            WorkloadTable.Named(line.Words),
            CommonOptions.RoundsOf(line),
            line.Integers("--threads", available, 1, Environment.ProcessorCount),
            CommonOptions.WidthOf(line),
            CommonOptions.OutOf(line),
            line.Has(CommonOptions.Docs.Name),
            line.Text("--python"),
            line.Text("--onnxruntime"));
    }

    /// <summary>The help text.</summary>
    public static string HelpText => $"""
        Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- peers [workloads] [options]

        Runs the same work with ModelGen, PyTorch and ONNX Runtime, in turn, on the same weights and data, and compares the times.
        Before any time counts, the outputs or the losses of the first steps must agree. A peer that is not installed is
        left out, and the table says how to install it.

        Workloads (default: all):
        {string.Concat(WorkloadTable.All.Select(workload => $"  {workload.Id,-6}{workload.Title}\n"))}
        Options:
        {CommandLine.Describe(Options)}
        """;
}
