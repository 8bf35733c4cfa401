using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>A function for other assemblies.</summary>
/// <param name="Id">The method with its types.</param>
/// <param name="Text">What it computes; null if it cannot be used.</param>
/// <param name="Problem">Why not; null if C# says so.</param>
/// <param name="Place">Where that stands.</param>
internal sealed record SharedFunction(string Id, string? Text, FunctionProblem? Problem, Location? Place)
{
    /// <summary>The diagnostic, as of an attribute that uses the method.</summary>
    public Diagnostic? Diagnostic => Problem is null
        ? null
        : Microsoft.CodeAnalysis.Diagnostic.Create(
            Descriptors.Of(Compiler.Diagnostics.DiagnosticCatalogue.All.First(descriptor => descriptor.Id == Problem.Diagnostic)),
            Place,
            ["[TensorFunction]", "", .. Problem.Message.Select(Shared.Text)]);
}
