using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks;

/// <summary>
/// Measures what a build pays for the networks of <c>samples/Zoo</c>: the generator, cold, and the C# compiler behind it.
/// </summary>
internal static class ZooTime
{
    private const int Processes = 3;

    private static readonly string[] Columns = ["generator", "of it JIT", "C# compiler", "lines of kernels"];
    private static readonly string[] Default = ["LeNet5", "ResNet20", "ResNet18", "ResNet50"];

    private static string Folder => Path.Combine(Repository.Root, "samples", "Zoo", "Networks");

    /// <summary>Prints the table: milliseconds and lines, medians of fresh processes.</summary>
    /// <param name="networks">Names of networks; none for some that matter.</param>
    public static int Table(string[] networks)
    {
        string[] names = networks.Length == 0 ? Default : networks;
        if (names.FirstOrDefault(name => !File.Exists(FileOf(name))) is { } unknown)
            throw new ArgumentException($"There is no network '{unknown}' in {Folder}.", nameof(networks));
        new TextTable(
            ["network", .. Columns],
            [
                .. names.Select(name =>
                    (string[])[name, .. Medians(name).Select(number => number.ToString("N0", CultureInfo.InvariantCulture))]),
            ]).Show();
        return 0;
    }

    /// <summary>Measures in this process, which must be fresh, and prints the numbers of a row.</summary>
    /// <param name="network">The name of a network.</param>
    public static int Once(string network)
    {
        string[] files = [.. Directory.GetFiles(Folder, "*Blocks.cs").Order(StringComparer.Ordinal), FileOf(network)];
        CSharpCompilation compilation = CompileTime.Compilation([.. files.Select(File.ReadAllText)]);
        (GeneratorDriverRunResult result, double cold, double jit, _) = CompileTime.Cold(compilation);
        int lines =
            result.GeneratedTrees.Sum(tree => tree.GetText().Lines.Count)
            - result.GeneratedTrees.MinBy(tree => tree.FilePath.Length)!.GetText().Lines.Count;
        long start = Stopwatch.GetTimestamp();
        EmitResult emitted = compilation.AddSyntaxTrees(result.GeneratedTrees).Emit(Stream.Null);
        double compiler = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (!emitted.Success)
            throw new InvalidOperationException(
                string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cold} {jit} {compiler} {lines}"));
        return 0;
    }

    private static string FileOf(string network) => Path.Combine(Folder, network + ".cs");

    private static double[] Medians(string network)
    {
        double[][] runs =
        [
            .. Enumerable.Range(0, Processes).Select(_ => CompileTime.InFreshProcess("compile-time", "--zoo-once", network)),
        ];
        return [.. Columns.Select((_, column) => runs.Select(run => run[column]).Order().ElementAt(Processes / 2))];
    }
}
