using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator;

namespace ModelGen.Benchmarks;

/// <summary>Measures what one edit costs in a process that is warm, as an editor's is: medians over many edits.</summary>
/// <remarks>The times are Roslyn's own accounts of the generator and of the analyzer.</remarks>
internal static class EditorTime
{
    private const int Edits = 61;

    /// <summary>An editor asks for no implementation: no kernels.</summary>
    public static double Surface(CSharpCompilation compilation, int file) =>
        Generator(compilation, file, IncrementalGeneratorOutputKind.Implementation);

    /// <summary>A build asks for everything.</summary>
    public static double Everything(CSharpCompilation compilation, int file) =>
        Generator(compilation, file, IncrementalGeneratorOutputKind.None);

    public static double Analyzer(CSharpCompilation compilation, int file)
    {
        ModelAnalyzer analyzer = new();
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true);
        return Median(compilation, file, edited =>
        {
            // An editor compiles the file in any case: binding the attributes is not the analyzer's work.
            _ = edited.GetDiagnostics();
            AnalysisResult result = edited.WithAnalyzers([analyzer], options).GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult();
            return result.AnalyzerTelemetryInfo[analyzer].ExecutionTime.TotalMilliseconds;
        });
    }

    private static double Generator(CSharpCompilation compilation, int file, IncrementalGeneratorOutputKind without)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(without));
        driver = driver.RunGenerators(compilation);
        return Median(compilation, file, edited =>
        {
            _ = edited.GetDiagnostics();
            driver = driver.RunGenerators(edited);
            return driver.GetTimingInfo().GeneratorTimes.Single().ElapsedTime.TotalMilliseconds;
        });
    }

    /// <summary>Edits a file to and fro.</summary>
    private static double Median(CSharpCompilation compilation, int file, Func<CSharpCompilation, double> measure)
    {
        SyntaxTree[] versions = [compilation.SyntaxTrees[file], Edited(compilation.SyntaxTrees[file])];
        List<double> times = [];
        for (int i = 0; i < Edits; i++)
        {
            SyntaxTree next = versions[(i + 1) % 2];
            compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[file], next);
            times.Add(measure(compilation));
        }

        // The first few still meet code that is not compiled.
        return times.Skip(Edits / 4).Order().ElementAt(Edits * 3 / 8);
    }

    private static SyntaxTree Edited(SyntaxTree tree) =>
        tree.WithChangedText(SourceText.From(tree.ToString().Replace("10", "11", StringComparison.Ordinal)));
}
