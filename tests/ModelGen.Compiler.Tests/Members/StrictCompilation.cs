using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.TestKit;

namespace ModelGen.Compiler.Tests.Members;

/// <summary>Compiles as strict consumers do: nullable, docs checked, every warning the compiler has.</summary>
internal static class StrictCompilation
{
    public static IReadOnlyList<string> Problems(params string[] sources)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose);
        var compilation = CSharpCompilation.Create(
            "Strict",
            sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, options, path: $"Source{i}.cs")),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                warningLevel: 9999,
                nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        return compilation.Emit(image).Diagnostics
            .Where(d => d.Severity >= DiagnosticSeverity.Warning)
            .Select(d => d.ToString())
            .ToArray();
    }

    private static IEnumerable<MetadataReference> References =>
        DynamicAssembly.TrustedPlatformReferences.Where(r => !r.Display!.EndsWith("ModelGen.Compiler.dll", StringComparison.Ordinal));
}
