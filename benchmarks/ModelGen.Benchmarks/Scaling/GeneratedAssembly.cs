using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator;

namespace ModelGen.Benchmarks.Scaling;

/// <summary>C# source with models in it, generated and compiled within this process, as a build would do it.</summary>
internal sealed class GeneratedAssembly
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None);

    private readonly byte[] _image;
    private readonly IReadOnlyList<SyntaxTree> _generated;
    private readonly Lazy<Assembly> _assembly;

    /// <summary>Compiles a source file.</summary>
    /// <param name="source">The file's text.</param>
    /// <param name="rewrite">Changes the text of each generated file before it is compiled.</param>
    /// <param name="vectorBits">The vector widths that kernels are written for; all if not given.</param>
    /// <param name="weights">A file of weights for a class, by its name, which then only predicts.</param>
    /// <exception cref="InvalidOperationException">It has errors, or what is generated from it.</exception>
    public GeneratedAssembly(
        string source, Func<string, string>? rewrite = null, string? vectorBits = null, (string Path, string Model)? weights = null)
    {
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Append(typeof(IModel).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation declaration = CSharpCompilation.Create(
            "Generated",
            [CSharpSyntaxTree.ParseText(source, ParseOptions)],
            references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            additionalTexts: weights is null ? [] : [new WeightsFile(weights.Value.Path)],
            parseOptions: ParseOptions,
            optionsProvider: new ProjectOptions(vectorBits?.Replace(';', ','), weights?.Model));
        _generated = driver.RunGeneratorsAndUpdateCompilation(declaration, out Compilation whole, out _).GetRunResult().GeneratedTrees;
        if (rewrite is not null)
            whole = _generated.Aggregate(
                whole,
                (compilation, tree) =>
                    compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(rewrite(tree.ToString()), ParseOptions, tree.FilePath)));
        using MemoryStream image = new();
        EmitResult result = whole.Emit(
            image,
            manifestResources: weights is null
                ? []
                : [new ResourceDescription(WeightsFile.Resource, () => File.OpenRead(weights.Value.Path), isPublic: true)]);
        if (!result.Success)
            throw new InvalidOperationException(
                string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(20)));
        _image = image.ToArray();
        _assembly = new Lazy<Assembly>(() => Assembly.Load(_image));
    }

    /// <summary>Writes the library to a file.</summary>
    public void Save(string path) => File.WriteAllBytes(path, _image);

    /// <summary>A new model.</summary>
    /// <typeparam name="T">The type of its targets.</typeparam>
    /// <param name="name">The full name of its class.</param>
    /// <param name="seed">Decides the weights.</param>
    public ITrainable<T> Create<T>(string name, int seed)
        where T : unmanaged => (ITrainable<T>)Activator.CreateInstance(_assembly.Value.GetType(name, throwOnError: true)!, seed)!;

    /// <summary>A class.</summary>
    /// <param name="name">Its full name.</param>
    public Type Class(string name) => _assembly.Value.GetType(name, throwOnError: true)!;

    /// <summary>How many lines were generated for a class. The names of its files begin with its full name.</summary>
    public int Lines(string name) => _generated
        .Where(tree => Path.GetFileName(tree.FilePath).StartsWith(name + ".", StringComparison.Ordinal))
        .Sum(tree => tree.GetText().Lines.Count);

    /// <summary>Bytes of IL in the methods of a class and of the classes within it, and how many methods have any.</summary>
    public (int Bytes, int Methods) IntermediateLanguage(string name)
    {
        using PEReader file = new(new MemoryStream(_image));
        MetadataReader metadata = file.GetMetadataReader();
        int[] sizes = [.. metadata.TypeDefinitions
            .Select(metadata.GetTypeDefinition)
            .Where(type => FullName(metadata, Outermost(metadata, type)) == name)
            .SelectMany(type => type.GetMethods())
            .Select(handle => metadata.GetMethodDefinition(handle).RelativeVirtualAddress)
            .Where(address => address != 0)
            .Select(address => file.GetMethodBody(address).GetILReader().Length)];
        return (sizes.Sum(), sizes.Length);
    }

    /// <summary>A file of weights that the project lists. It is no text.</summary>
    private sealed class WeightsFile(string path) : AdditionalText
    {
        public const string Name = "weights.safetensors", Resource = "ModelGen.Weights." + Name;

        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("A file of weights was read as text.");
    }

    /// <summary>What the SDK hands to generators of the project and of its file of weights.</summary>
    private sealed class ProjectOptions(string? vectorBits, string? model) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Texts(("build_property.ModelGenEmittedVectorBits", vectorBits));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Texts(
            ("build_metadata.AdditionalFiles.ModelGenWeights", WeightsFile.Name),
            ("build_metadata.AdditionalFiles.ModelGenResource", WeightsFile.Resource),
            ("build_metadata.AdditionalFiles.Model", model));

        private sealed class Texts(params (string Key, string? Text)[] texts) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string wanted, [NotNullWhen(true)] out string? found)
            {
                found = texts.FirstOrDefault(text => KeyComparer.Equals(text.Key, wanted)).Text;
                return found is not null;
            }
        }
    }

    private static TypeDefinition Outermost(MetadataReader metadata, TypeDefinition type)
    {
        while (!type.GetDeclaringType().IsNil) type = metadata.GetTypeDefinition(type.GetDeclaringType());
        return type;
    }

    private static string FullName(MetadataReader metadata, TypeDefinition type) =>
        type.Namespace.IsNil ? metadata.GetString(type.Name) : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
}
