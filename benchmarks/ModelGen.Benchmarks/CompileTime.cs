using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator;

namespace ModelGen.Benchmarks;

/// <summary>Measures how long the generator takes: cold, as the C# compiler runs it, and after edits, as an editor does.</summary>
internal static class CompileTime
{
    private const int Processes = 5;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly string[] Columns =
    [
        "cold", "of it JIT", "methods", "members", "analyzer", "together", "parsing", "elsewhere: members", "analyzer", "Roslyn", "kernels", "lines of members", "of kernels",
    ];

    /// <summary>Prints the table: medians of fresh processes.</summary>
    public static int Table()
    {
        Console.WriteLine("""
            Milliseconds. Cold is the first generation in a process, without Roslyn's own part. The others follow one edit in a process
            that is warm: of the model, or elsewhere. Of the members' time, that in the column Roslyn is what a generator takes that finds
            the same attribute and does nothing.

            """);
        Console.WriteLine($"{"layers",8}{string.Concat(Columns.Select(column => column.PadLeft(Width(column))))}");
        foreach (string layers in (string[])["10", "50", "200"])
        {
            double[][] runs = [.. Enumerable.Range(0, Processes).Select(_ => InFreshProcess(layers))];
            IEnumerable<double> medians = Columns.Select((_, column) => runs.Select(run => run[column]).Order().ElementAt(Processes / 2));
            IEnumerable<string> cells = medians.Zip(Columns, (median, column) => Print(median).PadLeft(Width(column)));
            Console.WriteLine($"{layers,8}{string.Concat(cells)}");
        }

        return 0;

        static int Width(string column) => Math.Max(column.Length, 7) + 2;

        static string Print(double number) => number.ToString(number >= 100 ? "F0" : "F2", CultureInfo.InvariantCulture);
    }

    /// <summary>Measures in this process, which must be fresh, and prints the numbers of a row.</summary>
    public static int Once(string layers)
    {
        CSharpCompilation compilation = Compilation(Source(int.Parse(layers, CultureInfo.InvariantCulture)), "internal static class Elsewhere { public const int Ten = 10; }");

        // Roslyn's own part, which any build pays: binding the attributes, and the machinery of generators.
        // The SDK's compiler has it precompiled, while the package that this program uses must compile it first.
        _ = compilation.GetDiagnostics();
        CSharpGeneratorDriver.Create(new TrivialGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out _, out _);
        (TimeSpan jitBefore, long methodsBefore) = (JitInfo.GetCompilationTime(), JitInfo.GetCompiledMethodCount());
        (GeneratorDriverRunResult result, double cold) = Run(compilation);
        double jit = (JitInfo.GetCompilationTime() - jitBefore).TotalMilliseconds;
        long methods = JitInfo.GetCompiledMethodCount() - methodsBefore;
        if (!result.Diagnostics.IsEmpty) throw new InvalidOperationException(string.Join('\n', result.Diagnostics));

        int[] lines = [.. result.Results.Single().GeneratedSources.OrderBy(file => file.HintName.Length).Select(file => file.SourceText.Lines.Count)];
        (EditorTime inside, EditorTime elsewhere) = (EditorTime.After(compilation, 0), EditorTime.After(compilation, 1));
        double[] row =
        [
            cold, jit, methods,
            inside.Members, inside.Analyzer, inside.Members + inside.Analyzer, inside.Parsing,
            elsewhere.Members, elsewhere.Analyzer, elsewhere.Floor,
            EditorTime.Everything(compilation, 0) - inside.Members,
            lines[0], lines.Skip(1).Sum(),
        ];
        Console.WriteLine(string.Join(' ', row.Select(number => number.ToString(CultureInfo.InvariantCulture))));
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

    private static (GeneratorDriverRunResult Result, double Milliseconds) Run(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions);
        long start = Stopwatch.GetTimestamp();
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out _, out _);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (driver.GetRunResult(), milliseconds);
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

    private static CSharpCompilation Compilation(params string[] sources)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(IModel).Assembly.Location);
        return CSharpCompilation.Create(
            "Consumer",
            sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, path: $"Source{i}.cs")),
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
