using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator;

namespace ModelGen.Benchmarks;

/// <summary>What one edit costs in a process that is warm, as an editor's is: medians of milliseconds over many edits.</summary>
/// <param name="Members">The generator, which an editor asks for the public members alone: Roslyn's own account.</param>
/// <param name="Analyzer">The analyzer, which runs next: Roslyn's own account.</param>
/// <param name="Floor">A generator that looks for the same attribute and does nothing: Roslyn's own account.</param>
/// <param name="Parsing">Parsing the public members, which Roslyn does later, when it needs them.</param>
internal sealed record EditorTime(double Members, double Analyzer, double Floor, double Parsing)
{
    /// <summary>The first half still meets code that is not compiled to the end.</summary>
    private const int Edits = 600;

    /// <summary>Measures edits.</summary>
    /// <param name="compilation">A model and something else.</param>
    /// <param name="file">Which file is edited: a ten in it becomes another number each time, as what was seen lately is
    /// remembered.</param>
    public static EditorTime After(CSharpCompilation compilation, int file)
    {
        GeneratorDriver ours = Driver(new ModelGenerator(), compilation, IncrementalGeneratorOutputKind.Implementation);
        GeneratorDriver trivial = Driver(new TrivialGenerator(), compilation, IncrementalGeneratorOutputKind.Implementation);
        ModelAnalyzer analyzer = new();
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]),
            onAnalyzerException: null,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: true);
        double[] medians = Medians(
            compilation,
            file,
            Edits,
            edited =>
            {
                ours = ours.RunGenerators(edited);
                AnalysisResult result = edited
                    .WithAnalyzers([analyzer], options)
                    .GetAnalysisResultAsync(CancellationToken.None)
                    .GetAwaiter()
                    .GetResult();
                trivial = trivial.RunGenerators(edited);
                return
                [
                    Elapsed(ours),
                    result.AnalyzerTelemetryInfo[analyzer].ExecutionTime.TotalMilliseconds,
                    Elapsed(trivial),
                    Parse(ours),
                ];
            });
        return new EditorTime(medians[0], medians[1], medians[2], medians[3]);
    }

    /// <summary>Milliseconds of the generator after an edit, asked for everything, as a build does.</summary>
    /// <inheritdoc cref="After"/>
    public static double Everything(CSharpCompilation compilation, int file)
    {
        GeneratorDriver driver = Driver(new ModelGenerator(), compilation, IncrementalGeneratorOutputKind.None);
        return Medians(compilation, file, Edits / 5, edited =>
        {
            driver = driver.RunGenerators(edited);
            return [Elapsed(driver)];
        })[0];
    }

    private static GeneratorDriver Driver(
        IIncrementalGenerator generator,
        CSharpCompilation compilation,
        IncrementalGeneratorOutputKind without) =>
        CSharpGeneratorDriver
            .Create(
                [generator.AsSourceGenerator()],
                parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
                driverOptions: new GeneratorDriverOptions(without))
            .RunGenerators(compilation);

    private static double Elapsed(GeneratorDriver driver) => driver.GetTimingInfo().GeneratorTimes.Single().ElapsedTime.TotalMilliseconds;

    private static double Parse(GeneratorDriver driver)
    {
        SyntaxTree members = driver.GetRunResult().GeneratedTrees.Single();
        long start = Stopwatch.GetTimestamp();
        _ = CSharpSyntaxTree.ParseText(members.GetText(), (CSharpParseOptions)members.Options);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double[] Medians(CSharpCompilation compilation, int file, int edits, Func<CSharpCompilation, double[]> measure)
    {
        string original = compilation.SyntaxTrees[file].ToString();
        List<double[]> times = [];
        for (int i = 0; i < edits; i++)
        {
            string text = original.Replace("10", (11 + i).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            SyntaxTree tree = compilation.SyntaxTrees[file];
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text)));

            // An editor binds the attributes in any case, to show what is wrong with them.
            _ = compilation.GetDiagnostics();
            times.Add(measure(compilation));
        }

        return [.. times[0].Select((_, kind) => times.Skip(edits / 2).Select(time => time[kind]).Order().ElementAt(edits / 4))];
    }
}
