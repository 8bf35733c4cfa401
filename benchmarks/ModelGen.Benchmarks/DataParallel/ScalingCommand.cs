using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks.DataParallel;

/// <summary>
/// The command <c>scaling</c>: training in several processes, measured with as many as fit here, and calculated for more on faster links.
/// </summary>
internal static class ScalingCommand
{
    private static readonly string[] Workloads = ["T2", "T8", "GPT"];

    private static readonly Option
        Ranks = new("--ranks", "LIST", "numbers of processes (default 1,2,3,4)"),
        Library = new("--library", "NAME", "openmpi or mpich, whose launcher starts them (default openmpi)");

    private static readonly IReadOnlyList<Option> Options =
        [Ranks, Library, CommonOptions.Rounds, CommonOptions.Out, CommonOptions.Docs, CommonOptions.Quick, CommonOptions.Help];

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static string Project => Path.Combine(Repository.Root, "benchmarks", "ModelGen.Ranks");

    private static string Program => Path.Combine(Project, "bin", "Release", "net10.0", "ModelGen.Ranks.dll");

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind <c>scaling</c>.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse(arguments, Options);
        if (line.Has(CommonOptions.Help.Name))
        {
            Console.WriteLine($"""
                Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- scaling [workloads] [options]

                Builds benchmarks/ModelGen.Ranks and starts it in several processes. Each takes training steps of as many samples as one
                process alone does, in the same run and in turn. Then a link is slowed down, to see how much of its time is hidden; and the
                times of many machines are calculated from what was measured.

                Workloads (default: all): {string.Join(", ", Workloads)}

                Options:
                {CommandLine.Describe(Options)}
                """);
            return 0;
        }

        if (line.Words.FirstOrDefault(word => !Workloads.Contains(word)) is { } unknown)
            throw new UsageException($"'{unknown}' is not a workload; there are {string.Join(", ", Workloads)}.");
        IReadOnlyList<string> workloads = line.Words.Count > 0 ? line.Words : Workloads;
        string launcher = "mpirun." + (line.Text(Library.Name) switch
        {
            null or "openmpi" => "openmpi",
            "mpich" => "mpich",
            string other => throw new UsageException($"{Library.Name} is '{other}'; it must be openmpi or mpich."),
        });
        IReadOnlyList<int> ranks = line.Integers(Ranks.Name, [1, 2, 3, 4], 1, 64);
        bool quick = line.Has(CommonOptions.Quick.Name);
        int rounds = line.Integer(CommonOptions.Rounds.Name, quick ? 3 : 11, 1, 1000), milliseconds = quick ? 200 : 1000;
        ChildProgram.Run("dotnet", ["build", Project, "-c", "Release", "-v", "q", "-nologo"]);

        List<MeasuredRanks> results = [], slowed = [];
        foreach (string workload in workloads)
        {
            results.AddRange(ranks.Select(count => Start(launcher, workload, count, rounds, milliseconds)));
            slowed.AddRange(ScalingReport.Links.Select(link => Slowed(workload, link, rounds, milliseconds)));
        }

        ScalingReport report = new(Machine.This(CommonOptions.Apply(null)), rounds, results, slowed);
        foreach ((string title, TextTable table) in report.Tables)
        {
            Console.WriteLine(title);
            table.Show();
        }

        ReportFiles.Write(
            CommonOptions.OutOf(line),
            "scaling",
            "# Several processes\n\n" + report.Markdown(),
            report,
            line.Has(CommonOptions.Docs.Name) ? report.Markdown() : null);
        return 0;
    }

    private static MeasuredRanks Start(string launcher, string workload, int ranks, int rounds, int milliseconds)
    {
        Console.WriteLine($"{workload}, {ranks} ranks");
        string[] options = launcher.EndsWith("openmpi", StringComparison.Ordinal)
            ? ["--oversubscribe", "--allow-run-as-root", "--bind-to", "none"]
            : [];
        return Measured(launcher, ["-n", Text(ranks), .. options, "dotnet", Program], workload, [Text(rounds), Text(milliseconds)]);
    }

    private static MeasuredRanks Slowed(string workload, SlowLink link, int rounds, int milliseconds)
    {
        const int Threads = 2;
        Console.WriteLine($"{workload}, {link}");
        string[] slow = [Text(Threads), Text((int)(link.Latency * 1e6)), Text((int)(link.BitsPerSecond / 8))];
        return Measured("dotnet", [Program], workload, [Text(rounds), Text(milliseconds), .. slow]);
    }

    private static MeasuredRanks Measured(string program, IReadOnlyList<string> first, string workload, IReadOnlyList<string> last)
    {
        string file = Path.GetTempFileName();
        try
        {
            ChildProgram.Run(program, [.. first, workload, file, .. last]);
            return JsonSerializer.Deserialize<MeasuredRanks>(File.ReadAllText(file), Json)
                ?? throw new InvalidOperationException($"'{Program}' has measured nothing.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
