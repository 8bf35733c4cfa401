using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator;

namespace ModelGen.TestKit;

/// <summary>Compiles source text with the generator and the analyzer, as the C# compiler would, and keeps what they did.</summary>
/// <remarks>One harness is one editing session: after an <see cref="Edit"/> the generator goes on from what it knows.</remarks>
public sealed class GeneratorHarness
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(() =>
        [.. FrameworkAssemblies().Append(typeof(IModel).Assembly.Location).Select(path => MetadataReference.CreateFromFile(path))]);

    private readonly HarnessProject _project;
    private GeneratorDriver _driver;
    private CSharpCompilation _compilation;

    /// <summary>Opens source files; they are called <c>Source0.cs</c>, <c>Source1.cs</c>, ….</summary>
    /// <param name="sources">Whole C# files. They need their usings.</param>
    public GeneratorHarness(params string[] sources)
        : this(HarnessProject.For(sources), sources)
    {
    }

    /// <summary>Opens source files in a project with settings of its own.</summary>
    /// <param name="project">The settings.</param>
    /// <param name="sources">Whole C# files. They need their usings.</param>
    public GeneratorHarness(HarnessProject project, params string[] sources)
    {
        _project = project;
        _driver = Driver(IncrementalGeneratorOutputKind.None, project);
        _compilation = project.Empty.AddSyntaxTrees(sources.Select((source, index) => Parse(source, index, project.ParseOptions)));
    }

    /// <summary>What a consumer of the package compiles with: the framework and ModelGen.dll.</summary>
    public static IReadOnlyList<MetadataReference> ConsumerReferences => References.Value;

    /// <summary>Opens source files in an editor, which asks for what it shows, and not for the kernels.</summary>
    /// <param name="sources">Whole C# files. They need their usings.</param>
    public static GeneratorHarness InEditor(params string[] sources) =>
        InEditor(HarnessProject.For(sources), sources);

    /// <summary>Opens source files in an editor, in a project with settings of its own.</summary>
    /// <param name="project">The settings.</param>
    /// <param name="sources">Whole C# files. They need their usings.</param>
    public static GeneratorHarness InEditor(HarnessProject project, params string[] sources) =>
        new(project, sources) { _driver = Driver(IncrementalGeneratorOutputKind.Implementation, project) };

    /// <summary>Runs the generator once over source files.</summary>
    /// <param name="sources">Whole C# files. They need their usings.</param>
    public static GeneratorRun Run(params string[] sources) => new GeneratorHarness(sources).Run();

    /// <summary>Runs the generator over the files as they are now.</summary>
    public GeneratorRun Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out Compilation output, out _);
        return new GeneratorRun(_compilation, (CSharpCompilation)output, _driver.GetRunResult(), _project);
    }

    /// <summary>Sets the properties that a project shows to generators, as <c>-p:</c> does, and runs the generator again.</summary>
    /// <param name="properties">All of them: name and value.</param>
    public GeneratorRun Build(params (string Name, string Value)[] properties)
    {
        _driver = _driver.WithUpdatedAnalyzerConfigOptions(new BuildProperties(properties, _project.Weights));
        return Run();
    }

    /// <summary>Replaces the text of a file, as typing does, and runs the generator again.</summary>
    /// <param name="file">The index of the file.</param>
    /// <param name="edit">From the old text to the new one.</param>
    public GeneratorRun Edit(int file, Func<string, string> edit)
    {
        SyntaxTree old = _compilation.SyntaxTrees[file];
        string text = edit(old.ToString());
        if (text == old.ToString()) throw new ArgumentException("The edit changes nothing.", nameof(edit));
        _compilation = _compilation.ReplaceSyntaxTree(old, old.WithChangedText(SourceText.From(text)));
        return Run();
    }

    /// <summary>Tells the generator that a file of weights has changed, as an editor does, and runs it again.</summary>
    /// <param name="before">The file as the generator knows it.</param>
    /// <param name="now">The same file, written anew.</param>
    public GeneratorRun Rewritten(WeightsText before, WeightsText now)
    {
        _driver = _driver.ReplaceAdditionalText(before, now);
        return Run();
    }

    private static GeneratorDriver Driver(IncrementalGeneratorOutputKind without, HarnessProject project) =>
        CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            additionalTexts: project.Weights,
            parseOptions: project.ParseOptions,
            optionsProvider: new BuildProperties([], project.Weights),
            driverOptions: new GeneratorDriverOptions(without, trackIncrementalGeneratorSteps: true));

    private static SyntaxTree Parse(string source, int index, CSharpParseOptions parseOptions) => CSharpSyntaxTree.ParseText(
        source, parseOptions, path: string.Create(CultureInfo.InvariantCulture, $"Source{index}.cs"));

    /// <summary>The running framework, without the assemblies of the tests: two of those hold the attribute classes.</summary>
    private static IEnumerable<string> FrameworkAssemblies()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => Path.GetDirectoryName(path) == framework);
    }
}
