using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator;

namespace ModelGen.TestKit;

/// <summary>One run of the generator: its files, its diagnostics, its steps, and the compilation that came out.</summary>
public sealed class GeneratorRun
{
    private readonly Lazy<ImmutableArray<Diagnostic>> _analyzerDiagnostics;
    private readonly Lazy<ImmutableArray<Diagnostic>> _inputDiagnostics;
    private readonly Lazy<ImmutableArray<Diagnostic>> _compilerDiagnostics;
    private readonly Lazy<EmittedAssembly> _emitted;

    internal GeneratorRun(
        CSharpCompilation input, CSharpCompilation output, GeneratorDriverRunResult driverResult, HarnessProject project)
    {
        Input = input;
        Compilation = output;
        DriverResult = driverResult;
        _analyzerDiagnostics = new Lazy<ImmutableArray<Diagnostic>>(() => Analyze(Compilation, project));
        _inputDiagnostics = new Lazy<ImmutableArray<Diagnostic>>(() => Analyze(Input, project));
        _emitted = new Lazy<EmittedAssembly>(() => EmittedAssembly.Of(Compilation));
        _compilerDiagnostics = new Lazy<ImmutableArray<Diagnostic>>(() =>
            [.. (_emitted.IsValueCreated ? _emitted.Value.Diagnostics : Compilation.GetDiagnostics())
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)]);
    }

    /// <summary>What the user wrote.</summary>
    public CSharpCompilation Input { get; }

    /// <summary>What the user wrote, and what was generated.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>Roslyn's account of the run.</summary>
    public GeneratorDriverRunResult DriverResult { get; }

    /// <summary>Roslyn's account of the one generator, with its steps.</summary>
    public GeneratorRunResult Result => DriverResult.Results.Single();

    /// <summary>The generated files: hint name and text, in the order of their names.</summary>
    public IReadOnlyDictionary<string, string> Files => new SortedDictionary<string, string>(
        Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString()), StringComparer.Ordinal);

    /// <summary>How the generator failed: nothing, if all is well.</summary>
    public ImmutableArray<Diagnostic> GeneratorDiagnostics => [.. DriverResult.Diagnostics.Where(IsFailure)];

    /// <summary>The errors of the declarations, which the generator reports in a build as the analyzer does.</summary>
    public ImmutableArray<Diagnostic> BuildErrors => [.. DriverResult.Diagnostics.Where(diagnostic => !IsFailure(diagnostic))];

    /// <summary>What the analyzer reported, in the order of the source.</summary>
    public ImmutableArray<Diagnostic> AnalyzerDiagnostics => _analyzerDiagnostics.Value;

    /// <summary>As <see cref="AnalyzerDiagnostics"/>, but without the generated files: much quicker, and it must be the same.</summary>
    public ImmutableArray<Diagnostic> InputAnalyzerDiagnostics => _inputDiagnostics.Value;

    /// <summary>Errors and warnings of the C# compiler, in the user's and in generated code.</summary>
    /// <remarks>After <see cref="CompileAndLoad"/> they are known. Before, it takes as long as compiling does.</remarks>
    public ImmutableArray<Diagnostic> CompilerDiagnostics => _compilerDiagnostics.Value;

    /// <summary>The values that the steps with this tracking name gave.</summary>
    public IEnumerable<object> Values(string step) => Outputs(step).Select(output => output.Value);

    /// <summary>Why the steps with this tracking name have the values they have.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) => [.. Outputs(step).Select(output => output.Reason)];

    /// <summary>As <see cref="Reasons"/>, of the steps that put files into the compilation.</summary>
    public IReadOnlyList<IncrementalStepRunReason> OutputReasons =>
        [.. Result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(step => step.Outputs).Select(output => output.Reason)];

    /// <summary>Compiles everything and loads it. Dispose the result when done.</summary>
    /// <exception cref="InvalidOperationException">There are errors; the message holds them and the files they stand in.</exception>
    public DynamicAssembly CompileAndLoad() => DynamicAssembly.Load(_emitted.Value);

    /// <summary>Compiles everything, and gives the bytes of the assembly, as a build writes them to a file.</summary>
    /// <exception cref="InvalidOperationException">There are errors.</exception>
    public byte[] Compile() =>
        _emitted.Value.Image ?? throw new InvalidOperationException(string.Join('\n', _emitted.Value.Diagnostics));

    /// <summary>An error of ours, or of Roslyn.</summary>
    private static bool IsFailure(Diagnostic diagnostic) =>
        !diagnostic.Id.StartsWith("MG", StringComparison.Ordinal) || diagnostic.Id.StartsWith("MG9", StringComparison.Ordinal);

    private IEnumerable<(object Value, IncrementalStepRunReason Reason)> Outputs(string step) =>
        Result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? steps.SelectMany(run => run.Outputs)
            : [];

    private static ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation, HarnessProject project)
    {
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(
            [new ModelAnalyzer()],
            new AnalyzerOptions([.. project.Weights], new BuildProperties([], project.Weights)));
        ImmutableArray<Diagnostic> found = analysis.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        return [.. found
            .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }
}
