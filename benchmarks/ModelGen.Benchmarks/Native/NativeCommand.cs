using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Scaling;

namespace ModelGen.Benchmarks.Native;

/// <summary>
/// The command <c>native</c>: one app with trained networks, published in each way; what vector widths cost in code; what a fused
/// multiply-add costs where no instruction is.
/// </summary>
internal static class NativeCommand
{
    private const int Runs = 30;

    private static readonly string[] Widths = ["512;256;128", "256;128", "128"];

    private static readonly Option Docs = new("--docs", null, "also rewrites the tables in docs/guide/native.md");

    private static readonly IReadOnlyList<Option> Options = [CommonOptions.Out, Docs, CommonOptions.Quick, CommonOptions.Help];

    private static string Project => Path.Combine(Repository.Root, "benchmarks", "ModelGen.Native");

    private static string Folder => Path.Combine(Repository.Root, "artifacts", "native");

    private static string Page => Path.Combine(Repository.Root, "docs", "guide", "native.md");

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind <c>native</c>.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse(arguments, Options);
        if (line.Words.Count > 0) throw new UsageException($"native takes no '{line.Words[0]}'; see native --help.");
        if (line.Has(CommonOptions.Help.Name))
        {
            Console.WriteLine($"""
                Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- native [options]

                Publishes benchmarks/ModelGen.Native with the just-in-time compiler, as ReadyToRun, trimmed in one file, and as native
                code, and compares times, sizes and bits. Times are processor time, the least of many rounds. Needs clang and the headers of
                zlib, and the packages of the SDK for these ways.

                Options:
                {CommandLine.Describe(Options)}
                """);
            return 0;
        }

        int processes = line.Has(CommonOptions.Quick.Name) ? 1 : 3;
        Train();
        (string Name, Published App)[] ways =
        [
            ("JIT", Publish("jit")),
            ("ReadyToRun", Publish("ready")),
            ("trimmed, one file", Publish("single")),
            ("native", Publish("native")),
        ];
        Published plain = Publish("native", "plain", "-p:ModelGenNativeInstructionSet=false");
        NativeReport report = new(
            Machine.This(CommonOptions.Apply(null)),
            [.. ways.Select(way => new WayOfPublishing(way.Name, way.App.Size, Answer(way.App), Times(way.App, processes)))],
            Times(plain, processes),
            [.. Threads(ways[0].App)],
            [.. Widths.Select(Width)]);
        report.CheckBits();
        foreach (TextTable table in report.Tables) table.Show();
        string text = "# Native\n\n" + string.Join('\n', report.Sections.Select(section => section.Text));
        ReportFiles.Write(CommonOptions.OutOf(line), "native", text, report, section: null);
        if (!line.Has(Docs.Name)) return 0;
        foreach ((string name, string section) in report.Sections) MarkdownSection.Replace(Page, name, section);
        Console.WriteLine(Page);
        return 0;
    }

    private static void Train()
    {
        Directory.CreateDirectory(Folder);
        ChildProgram.Run("dotnet", ["run", "--project", Project, "-c", "Release", "-p:UseSharedCompilation=false", "--", Folder]);
    }

    private static Published Publish(string way, string? name = null, params string[] properties)
    {
        string folder = Path.Combine(Folder, name ?? way);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Console.WriteLine($"Publishing {Project} as {name ?? way}.");
        ChildProgram.Run(
            "dotnet",
            [
                "publish", Project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder, "-v", "quiet", "--nologo",
                "-p:UseSharedCompilation=false", "-nodeReuse:false", $"-p:Weights={Folder}", $"-p:PublishAs={way}", .. properties,
            ]);
        string program = Path.Combine(folder, OperatingSystem.IsWindows() ? "ModelGen.Native.exe" : "ModelGen.Native");
        long size = way is "native" or "single"
            ? new FileInfo(program).Length
            : new FileInfo(Path.Combine(folder, "ModelGen.Native.dll")).Length;
        return new Published(program, size);
    }

    /// <summary>Milliseconds from the start of a process to its end, with one prediction; the least of some.</summary>
    private static double Answer(Published app) => Enumerable.Range(0, Runs).Min(_ =>
    {
        long start = Stopwatch.GetTimestamp();
        ChildProgram.Run(app.Program, ["once"]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    });

    private static IReadOnlyList<Figure> Times(Published app, int processes) =>
    [
        .. Enumerable.Range(0, processes)
            .SelectMany(_ => Figures(ChildProgram.Run(app.Program, [])))
            .GroupBy(figure => (figure.Network, figure.Samples))
            .Select(group => group.MinBy(figure => figure.Value)!),
    ];

    private static IEnumerable<Figure> Threads(Published app) => Figures(ChildProgram.Run(app.Program, ["threads"]));

    private static WidthFigures Width(string bits)
    {
        string source = File.ReadAllText(Path.Combine(Project, "Models.cs"));
        GeneratedAssembly code = new(source, vectorBits: bits);
        double seconds = double.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            double start = Environment.CpuUsage.TotalTime.TotalSeconds;
            _ = new GeneratedAssembly(source, vectorBits: bits);
            seconds = Math.Min(seconds, Environment.CpuUsage.TotalTime.TotalSeconds - start);
        }

        string[] networks = ["ModelGen.Native.Digits", "ModelGen.Native.LeNet5"];
        string escaped = bits.Replace(";", "%3B", StringComparison.Ordinal);
        string[] properties = bits.StartsWith("512", StringComparison.Ordinal)
            ? [$"-p:ModelGenVectorBits={escaped}", "-p:IlcInstructionSet=x86-64-v4"]
            : [$"-p:ModelGenVectorBits={escaped}"];
        return new WidthFigures(
            bits,
            networks.Sum(code.Lines),
            networks.Sum(network => code.IntermediateLanguage(network).Bytes),
            seconds,
            Publish("jit", "width", $"-p:ModelGenVectorBits={escaped}").Size,
            Publish("native", "width", properties).Size);
    }

    private static IEnumerable<Figure> Figures(string printed) => printed
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Trim().Split(';'))
        .Select(parts => new Figure(
            parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture), parts[3]));

    private sealed record Published(string Program, long Size);
}
