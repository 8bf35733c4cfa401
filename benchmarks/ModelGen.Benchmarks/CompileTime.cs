using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Generator;

namespace ModelGen.Benchmarks;

/// <summary>Measures how long the generator takes: cold, as the C# compiler runs it, and after edits, as an editor does.</summary>
internal static class CompileTime
{
    private const int Processes = 3;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    // In the order of the numbers of a row.
    private static readonly string[] BuildColumns = ["first run", "of it JIT", "methods compiled"];
    private static readonly string[] EditColumns =
    [
        "members",
        "analyzer",
        "together",
        "parsing",
        "elsewhere: members",
        "of it Roslyn's own",
        "analyzer",
        "kernels, if asked for",
        "lines of members",
        "lines of kernels",
    ];

    /// <summary>Prints the tables: medians of fresh processes.</summary>
    /// <param name="writeDocs">Whether the page of the docs gets them, too.</param>
    public static int Table(bool writeDocs)
    {
        string[] sizes = ["10", "50", "200"];
        double[][] medians = [.. sizes.Select(Medians)];
        TextTable edits = new(["layers", .. EditColumns], [.. Rows(BuildColumns.Length, EditColumns.Length)]);
        TextTable builds = new(["layers", .. BuildColumns], [.. Rows(0, BuildColumns.Length)]);
        edits.Show();
        builds.Show();
        if (writeDocs)
            MarkdownSection.Replace(
                ReportFiles.Docs,
                "compile-time",
                $"{edits.ToMarkdown()}\n{builds.ToMarkdown()}\nMilliseconds. {Machine.This(CommonOptions.Apply(null))}\n");
        return 0;

        IEnumerable<string[]> Rows(int first, int count) =>
            sizes.Select((size, i) => (string[])[size, .. medians[i].Skip(first).Take(count).Select(Print)]);

        static string Print(double number) => number.ToString(number >= 100 ? "N0" : "F2", CultureInfo.InvariantCulture);
    }

    private static double[] Medians(string layers)
    {
        double[][] runs = [.. Enumerable.Range(0, Processes).Select(_ => InFreshProcess("compile-time", "--once", layers))];
        return [.. runs[0].Select((_, column) => runs.Select(run => run[column]).Order().ElementAt(Processes / 2))];
    }

    /// <summary>Measures in this process, which must be fresh, and prints the numbers of a row.</summary>
    public static int Once(string layers)
    {
        CSharpCompilation compilation = Compilation(
            Source(int.Parse(layers, CultureInfo.InvariantCulture)),
            "internal static class Elsewhere { public const int Ten = 10; }");

        (GeneratorDriverRunResult result, double cold, double jit, long methods) = Cold(compilation);
        int[] lines =
        [
            .. result.Results.Single().GeneratedSources.OrderBy(file => file.HintName.Length).Select(file => file.SourceText.Lines.Count),
        ];
        (EditorTime inside, EditorTime elsewhere) = (EditorTime.After(compilation, 0), EditorTime.After(compilation, 1));
        double[] row =
        [
            cold, jit, methods,
            inside.Members, inside.Analyzer, inside.Members + inside.Analyzer, inside.Parsing,
            elsewhere.Members, elsewhere.Floor, elsewhere.Analyzer,
            EditorTime.Everything(compilation, 0) - inside.Members,
            lines[0], lines.Skip(1).Sum(),
        ];
        Console.WriteLine(string.Join(' ', row.Select(number => number.ToString(CultureInfo.InvariantCulture))));
        return 0;
    }

    /// <summary>
    /// The generator's first run in this process: its result, the milliseconds, of them those of the just-in-time compiler, and its
    /// methods.
    /// </summary>
    public static (GeneratorDriverRunResult Result, double Milliseconds, double Jit, long Methods) Cold(CSharpCompilation compilation)
    {
        // Roslyn's own part, which any build pays: binding the attributes, and the machinery of generators.
        // The SDK's compiler has it precompiled, while the package that this program uses must compile it first.
        _ = compilation.GetDiagnostics();
        CSharpGeneratorDriver.Create(new TrivialGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out _, out _);
        (TimeSpan jitBefore, long methodsBefore) = (JitInfo.GetCompilationTime(), JitInfo.GetCompiledMethodCount());
        (GeneratorDriverRunResult result, double cold) = Run(compilation);
        double jit = (JitInfo.GetCompilationTime() - jitBefore).TotalMilliseconds;
        long methods = JitInfo.GetCompiledMethodCount() - methodsBefore;
        if (!result.Diagnostics.IsEmpty) throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
        return (result, cold, jit, methods);
    }

    /// <summary>A classifier with dense layers of 64 units, activations between them.</summary>
    private static string Source(int layers)
    {
        string[] activations = ["Relu", "Tanh", "Gelu", "Sigmoid"];
        string hidden = string.Join(
            ", ",
            Enumerable.Range(0, layers - 1).Select(i => i % 2 == 0 ? "Dense(64)" : activations[i / 2 % activations.Length]));
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

    /// <summary>The numbers that this program prints in a process of its own.</summary>
    public static double[] InFreshProcess(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The measuring process failed with exit code {process.ExitCode}.");
        return [.. output.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    /// <summary>A consumer's compilation.</summary>
    /// <param name="sources">Whole C# files with their usings.</param>
    public static CSharpCompilation Compilation(params string[] sources)
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
