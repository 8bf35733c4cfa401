using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>An attribute of a pipeline: Roslyn's data, and the Spec that was read from it.</summary>
/// <param name="Data">The attribute.</param>
/// <param name="Constructor">The constructor it calls.</param>
/// <param name="Spec">Its arguments as plain values.</param>
internal sealed record PipelineAttributeData(AttributeData Data, IMethodSymbol Constructor, AttributeSpec Spec)
{
    public SyntaxReference? Reference => Data.ApplicationSyntaxReference;
}
