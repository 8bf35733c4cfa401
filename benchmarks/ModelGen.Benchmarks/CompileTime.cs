using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator;

namespace ModelGen.Benchmarks;

/// <summary>Measures how long the generator takes, as the C# compiler runs it: cold in a fresh process, and warm.</summary>
internal static class CompileTime
{
    private const int Processes = 5, WarmRuns = 15;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    /// <summary>Prints the table: medians of fresh processes.</summary>
    public static int Table()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"layers",8}{"cold ms",10}{"cpu ms",10}{"JIT ms",10}{"methods",10}{"warm ms",10}{"KB of C#",10}"));
        foreach (string layers in (string[])["10", "50"])
        {
            double[][] runs = [.. Enumerable.Range(0, Processes).Select(_ => InFreshProcess(layers))];
            double Median(int column) => runs.Select(run => run[column]).Order().ElementAt(Processes / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{layers,8}{Median(0),10:F0}{Median(1),10:F0}{Median(2),10:F0}{Median(3),10:F0}{Median(4),10:F0}{Median(5),10:F0}"));
        }

        return 0;
    }

    /// <summary>Measures in this process, which must be fresh, and prints the numbers of a row.</summary>
    public static int Once(string layers)
    {
        CSharpCompilation compilation = Compilation(Source(int.Parse(layers, CultureInfo.InvariantCulture)));

        // Roslyn's own part, which any build pays: binding the attributes, and the machinery of generators.
        // The SDK's compiler has it precompiled, while the package that this program uses must compile it first.
        _ = compilation.GetDiagnostics();
        CSharpGeneratorDriver.Create(new TrivialGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out _, out _);
        (TimeSpan jitBefore, long methodsBefore) = (JitInfo.GetCompilationTime(), JitInfo.GetCompiledMethodCount());
        (_, double cold, double processor) = Run(compilation);
        double jit = (JitInfo.GetCompilationTime() - jitBefore).TotalMilliseconds;
        long methods = JitInfo.GetCompiledMethodCount() - methodsBefore;
        List<double> warm = [];
        GeneratorDriverRunResult? result = null;
        for (int i = 0; i < WarmRuns; i++)
        {
            (result, double milliseconds, _) = Run(compilation);
            warm.Add(milliseconds);
        }

        if (!result!.Diagnostics.IsEmpty) throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
        double size = result.GeneratedTrees.Sum(tree => tree.Length) / 1024.0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cold} {processor} {jit} {methods} {warm.Min()} {size}"));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"analyzer {EditorTime.Analyzer(compilation, 0):F2} {EditorTime.Analyzer(compilation, 1):F2} surface {EditorTime.Surface(compilation, 0):F2} {EditorTime.Surface(compilation, 1):F2} all {EditorTime.Everything(compilation, 0):F2} {EditorTime.Everything(compilation, 1):F2}"));
        return 0;
    }

    /// <summary>A classifier with dense layers of 64 units, activations between them.</summary>
    private static string Source(int layers)
    {
        string[] activations = ["Relu", "Tanh", "Gelu", "Sigmoid"];
        string hidden = string.Join(", ", Enumerable.Range(0, layers - 1).Select(i => i % 2 == 0 ? "Dense(64)" : activations[i / 2 % activations.Length]));
        return $"""
            using ModelGen;

            [Model]
            [Input(64)]
            [{hidden}, Dense(10)]
            [SoftmaxCrossEntropy, Adam(1e-3f)]
            public sealed partial class Net;
            """;
    }

    private static (GeneratorDriverRunResult Result, double Milliseconds, double ProcessorMilliseconds) Run(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions);
        TimeSpan processorBefore = Process.GetCurrentProcess().TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out _, out _);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (driver.GetRunResult(), milliseconds, (Process.GetCurrentProcess().TotalProcessorTime - processorBefore).TotalMilliseconds);
    }

    private static double[] InFreshProcess(string layers)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (string argument in (string[])["compile-time", "--once", layers]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The measuring process failed with exit code {process.ExitCode}.");
        return [.. output.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static CSharpCompilation Compilation(string source)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(IModel).Assembly.Location);
        return CSharpCompilation.Create(
            "Consumer",
            [CSharpSyntaxTree.ParseText(source, ParseOptions, path: "Net.cs"), CSharpSyntaxTree.ParseText("internal static class Elsewhere { public const int Ten = 10; }", ParseOptions, path: "Elsewhere.cs")],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
