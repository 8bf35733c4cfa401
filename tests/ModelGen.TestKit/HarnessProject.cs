using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.TestKit;

/// <summary>The settings of a project that a <see cref="GeneratorHarness"/> compiles.</summary>
public sealed record HarnessProject
{
    /// <summary>Compilations made of this one, and named like it, share what the C# compiler knows of the references.</summary>
    private static readonly CSharpCompilation WithReferences = CSharpCompilation.Create(
        "Consumer",
        references: GeneratorHarness.ConsumerReferences);

    /// <summary>What most tests compile with: the newest language, nullable annotations, every warning.</summary>
    public static HarnessProject Default { get; } = new();

    /// <summary>
    /// The settings that a file asks for in its first line: <c>// &lt;LangVersion&gt;12&lt;/LangVersion&gt;</c>; the default ones
    /// otherwise.
    /// </summary>
    public static HarnessProject For(params string[] sources)
    {
        const string Begin = "// <LangVersion>", End = "</LangVersion>";
        string line = sources.Length == 0 ? "" : sources[0].Split('\n')[0].Trim();
        return line.StartsWith(Begin, StringComparison.Ordinal) && line.EndsWith(End, StringComparison.Ordinal)
            && LanguageVersionFacts.TryParse(line[Begin.Length..^End.Length], out LanguageVersion version)
            ? Default with { ParseOptions = Default.ParseOptions.WithLanguageVersion(version) }
            : Default;
    }

    /// <summary>The language version, preprocessor symbols, and whether XML docs are checked.</summary>
    public CSharpParseOptions ParseOptions { get; init; } = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    /// <summary>Nullable analysis, overflow checks and the like.</summary>
    public CSharpCompilationOptions CompilationOptions { get; init; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        warningLevel: 9999,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>The files of weights that the project lists.</summary>
    public IReadOnlyList<WeightsText> Weights { get; init; } = [];

    /// <summary>The framework and ModelGen.dll, if nothing else is said.</summary>
    public IReadOnlyList<MetadataReference> References { get; init; } = GeneratorHarness.ConsumerReferences;

    /// <summary>The project without its files.</summary>
    internal CSharpCompilation Empty
    {
        get
        {
            CSharpCompilation empty = WithReferences.WithOptions(CompilationOptions);
            return ReferenceEquals(References, GeneratorHarness.ConsumerReferences) ? empty : empty.WithReferences(References);
        }
    }
}
