using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.TestKit;

/// <summary>C# source text, compiled in memory and loaded into an assembly load context of its own.</summary>
/// <remarks>Disposing it lets the context, and with it the assembly, be collected once nothing refers to it.</remarks>
public sealed class DynamicAssembly : IDisposable
{
    private readonly AssemblyLoadContext context;

    private DynamicAssembly(AssemblyLoadContext context, Assembly assembly)
    {
        this.context = context;
        Assembly = assembly;
    }

    /// <summary>The loaded assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>Compiles one source text with optimisation on and loads the result.</summary>
    /// <param name="source">A whole C# file.</param>
    /// <param name="references">What the text needs besides the assemblies of the running test.</param>
    /// <exception cref="InvalidOperationException">
    /// The text does not compile; the message holds the errors and the numbered lines of the source.
    /// </exception>
    public static DynamicAssembly Compile(string source, params MetadataReference[] references) =>
        Compile([source], references);

    /// <summary>Compiles several source texts into one assembly, with optimisation on, and loads the result.</summary>
    /// <param name="sources">Whole C# files.</param>
    /// <param name="references">What the texts need besides the assemblies of the running test.</param>
    /// <exception cref="InvalidOperationException">
    /// The texts do not compile; the message holds the errors and the numbered lines of the files that have them.
    /// </exception>
    public static DynamicAssembly Compile(IEnumerable<string> sources, IEnumerable<MetadataReference> references)
    {
        string name = "Dynamic_" + Guid.NewGuid().ToString("N");
        SyntaxTree[] trees = [.. sources.Select(Parse)];
        CSharpCompilation compilation = CSharpCompilation.Create(
            name,
            trees,
            [.. PlatformReferences.Value, .. references],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));

        return Load(EmittedAssembly.Of(compilation));
    }

    /// <summary>Loads what was emitted.</summary>
    /// <exception cref="InvalidOperationException">There are errors; the message holds them and the files they stand in.</exception>
    internal static DynamicAssembly Load(EmittedAssembly emitted)
    {
        if (emitted.Image is null)
            throw new InvalidOperationException(Describe([.. emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)]));
        AssemblyLoadContext context = new(emitted.Name, isCollectible: true);
        return new DynamicAssembly(context, context.LoadFromStream(new MemoryStream(emitted.Image)));
    }

    /// <summary>The assemblies the running test was started with, its own dependencies among them.</summary>
    public static IReadOnlyList<MetadataReference> TrustedPlatformReferences => PlatformReferences.Value;

    /// <summary>The type of this full name.</summary>
    /// <exception cref="TypeLoadException">There is no such type.</exception>
    public Type Type(string fullName) => Assembly.GetType(fullName, throwOnError: true)!;

    /// <summary>A public static method as a delegate.</summary>
    /// <exception cref="MissingMethodException">There is no such method.</exception>
    public TDelegate Method<TDelegate>(string typeName, string methodName)
        where TDelegate : Delegate
    {
        MethodInfo method = Type(typeName).GetMethod(methodName, BindingFlags.Public | BindingFlags.Static)
            ?? throw new MissingMethodException(typeName, methodName);
        return method.CreateDelegate<TDelegate>();
    }

    /// <summary>Starts unloading the assembly.</summary>
    public void Dispose() => context.Unload();

    private static readonly Lazy<ImmutableArray<MetadataReference>> PlatformReferences = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    private static SyntaxTree Parse(string source, int index) => CSharpSyntaxTree.ParseText(
        source,
        new CSharpParseOptions(LanguageVersion.Latest),
        path: string.Create(CultureInfo.InvariantCulture, $"Source{index}.cs"));

    private static string Describe(Diagnostic[] errors)
    {
        IEnumerable<string> files = errors
            .Select(error => error.Location.SourceTree)
            .OfType<SyntaxTree>()
            .Distinct()
            .Select(tree => $"{tree.FilePath}\n{Numbered(tree.ToString())}");
        return string.Join('\n', errors.Select(error => error.ToString())) + "\n\n" + string.Join('\n', files);
    }

    private static string Numbered(string source) => string.Join('\n', source
        .Split('\n')
        .Select((line, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1,5}  {line.TrimEnd('\r')}")));
}
