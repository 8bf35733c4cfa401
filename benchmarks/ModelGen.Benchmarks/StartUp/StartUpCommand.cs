using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Scaling;

namespace ModelGen.Benchmarks.StartUp;

/// <summary>The command <c>startup</c>: what the first calls in a fresh process take, the just-in-time compiler included.</summary>
internal static class StartUpCommand
{
    private const string Namespace = "ModelGen.StartUp";

    private static readonly string[] Models = ["Tiny", "Digits", "WideDigits"];

    private static readonly Option Processes = new(
        "--processes",
        "N",
        "how many processes each number is the median of (default 15, with --quick 3)");

    private static readonly IReadOnlyList<Option> Options =
    [
        Processes,
        CommonOptions.Out,
        CommonOptions.Docs,
        CommonOptions.Quick,
        CommonOptions.Help,
    ];

    private static string Project => Path.Combine(Repository.Root, "benchmarks", "ModelGen.StartUp");

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind <c>startup</c>.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse(arguments, Options);
        if (line.Words.Count > 0) throw new UsageException($"startup takes no '{line.Words[0]}'; see startup --help.");
        if (line.Has(CommonOptions.Help.Name))
        {
            Console.WriteLine($"""
                Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- startup [options]

                Publishes benchmarks/ModelGen.StartUp with and without ReadyToRun, and measures the first prediction and the first training
                step in fresh processes. Reports how large the generated code of each of its models is, too.

                Options:
                {CommandLine.Describe(Options)}
                """);
            return 0;
        }

        int count = line.Integer(Processes.Name, line.Has(CommonOptions.Quick.Name) ? 3 : 15, 1, 1000);
        (string Name, string Program)[] published = [("JIT", Publish(readyToRun: false)), ("ReadyToRun", Publish(readyToRun: true))];
        StartUpReport report = new(Machine.This(CommonOptions.Apply(null)), count, Measure(published, count), Sizes());
        report.StartTable().Show();
        report.CodeTable().Show();
        ReportFiles.Write(
            CommonOptions.OutOf(line),
            "startup",
            "# Start-up\n\n" + report.Markdown(),
            report,
            line.Has(CommonOptions.Docs.Name) ? report.Markdown() : null);
        return 0;
    }

    private static List<FirstCall> Measure(IReadOnlyList<(string Name, string Program)> published, int count)
    {
        (string Model, string Call)[] calls =
        [
            ("", "nothing"),
            .. Models.SelectMany(model => ((string, string)[])[(model, "predict"), (model, "step")]),
        ];
        var subjects = calls.SelectMany(call => published.Select(how => (how.Name, how.Program, call.Model, call.Call))).ToArray();
        List<double[]>[] runs = [.. subjects.Select(_ => new List<double[]>())];

        // In turn, so that whatever slows the machine down for a while slows down all of them.
        for (int round = 0; round < count; round++)
        {
            for (int i = 0; i < subjects.Length; i++) runs[i].Add(Start(subjects[i].Program, subjects[i].Model, subjects[i].Call));
        }

        return
        [
            .. subjects.Select(
                (subject, i) =>
                {
                    double Median(int column) => new Timing([.. runs[i].Select(run => run[column])]).Median;
                    return new FirstCall(
                        subject.Name,
                        subject.Model,
                        subject.Call,
                        Median(0),
                        Median(1),
                        Median(2),
                        Median(3),
                        Median(4),
                        Median(5));
                }),
        ];
    }

    /// <summary>Milliseconds of the whole process, and the numbers that it prints.</summary>
    private static double[] Start(string program, string model, string call)
    {
        long start = Stopwatch.GetTimestamp();
        string output = ChildProgram.Run(program, model.Length == 0 ? [call] : [model, call]);
        return
        [
            Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            .. output.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)),
        ];
    }

    private static string Publish(bool readyToRun)
    {
        string folder = Path.Combine(Repository.Root, "artifacts", "startup", readyToRun ? "r2r" : "jit");
        Console.WriteLine($"Publishing {Project} with{(readyToRun ? "" : "out")} ReadyToRun.");
        ChildProgram.Run(
            "dotnet",
            [
                "publish",
                Project,
                "-c",
                "Release",
                "-r",
                RuntimeInformation.RuntimeIdentifier,
                "--self-contained",
                "false",
                "-o",
                folder,
                "-v",
                "quiet",
                "--nologo",
                $"-p:PublishReadyToRun={(readyToRun ? "true" : "false")}",
                "-p:UseSharedCompilation=false",
                "-nodeReuse:false",
            ]);
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "ModelGen.StartUp.exe" : "ModelGen.StartUp");
    }

    private static IReadOnlyList<CodeSize> Sizes()
    {
        GeneratedAssembly code = new(File.ReadAllText(Path.Combine(Project, "Models.cs")));
        return [.. Models.Select(model =>
        {
            (int bytes, int methods) = code.IntermediateLanguage($"{Namespace}.{model}");
            return new CodeSize(model, code.Lines($"{Namespace}.{model}"), methods, bytes);
        })];
    }
}
