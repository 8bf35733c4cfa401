using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator;

namespace ModelGen.Benchmarks;

/// <summary>Measures what one edit costs in a process that is warm, as an editor's is: medians over many edits.</summary>
/// <remarks>
/// The times are Roslyn's own accounts of the generator and of the analyzer. In that of the generator is also the time in
/// which Roslyn parses what was generated.
/// </remarks>
internal static class EditorTime
{
    /// <summary>The first half still meets code that is not compiled to the end.</summary>
    private const int Edits = 200;

    /// <summary>Milliseconds of the generator, asked for the public members alone.</summary>
    /// <param name="compilation">A model and something else.</param>
    /// <param name="file">Which file is edited: a ten in it becomes an eleven and back.</param>
    public static double Members(CSharpCompilation compilation, int file) =>
        Generator(compilation, file, IncrementalGeneratorOutputKind.Implementation, Edits);

    /// <summary>Milliseconds of the generator, asked for everything, as a build does.</summary>
    /// <inheritdoc cref="Members"/>
    public static double Everything(CSharpCompilation compilation, int file) =>
        Generator(compilation, file, IncrementalGeneratorOutputKind.None, Edits / 5);

    /// <summary>Milliseconds of the analyzer.</summary>
    /// <inheritdoc cref="Members"/>
    public static double Analyzer(CSharpCompilation compilation, int file)
    {
        ModelAnalyzer analyzer = new();
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true);
        return Median(compilation, file, Edits, edited =>
        {
            AnalysisResult result = edited.WithAnalyzers([analyzer], options).GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult();
            return result.AnalyzerTelemetryInfo[analyzer].ExecutionTime.TotalMilliseconds;
        });
    }

    private static double Generator(CSharpCompilation compilation, int file, IncrementalGeneratorOutputKind without, int edits)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(without));
        driver = driver.RunGenerators(compilation);
        return Median(compilation, file, edits, edited =>
        {
            driver = driver.RunGenerators(edited);
            return driver.GetTimingInfo().GeneratorTimes.Single().ElapsedTime.TotalMilliseconds;
        });
    }

    private static double Median(CSharpCompilation compilation, int file, int edits, Func<CSharpCompilation, double> measure)
    {
        SyntaxTree original = compilation.SyntaxTrees[file];
        SyntaxTree[] versions = [original, original.WithChangedText(SourceText.From(original.ToString().Replace("10", "11", StringComparison.Ordinal)))];
        List<double> times = [];
        for (int i = 0; i < edits; i++)
        {
            compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[file], versions[(i + 1) % 2]);

            // An editor binds the attributes in any case, to show what is wrong with them.
            _ = compilation.GetDiagnostics();
            times.Add(measure(compilation));
        }

        return times.Skip(edits / 2).Order().ElementAt(edits / 4);
    }
}
