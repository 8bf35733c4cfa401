using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.TestKit;

/// <summary>A compilation that was emitted: its image, and all that the C# compiler said about it.</summary>
/// <param name="Name">The name of the assembly.</param>
/// <param name="Image">Null if there are errors.</param>
/// <param name="Diagnostics">Those of a build, of XML docs too.</param>
internal sealed record EmittedAssembly(string? Name, byte[]? Image, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Emits a compilation, which binds its code once for diagnostics and image.</summary>
    public static EmittedAssembly Of(CSharpCompilation compilation, params IEnumerable<ResourceDescription> resources)
    {
        using MemoryStream image = new();
        using MemoryStream docs = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image, xmlDocumentationStream: docs, manifestResources: resources);
        return new EmittedAssembly(compilation.AssemblyName, result.Success ? image.ToArray() : null, result.Diagnostics);
    }
}
