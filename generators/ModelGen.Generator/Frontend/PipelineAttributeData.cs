using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>An attribute of a pipeline: Roslyn's data, and the Spec that was read from it.</summary>
/// <param name="Data">The attribute; null for what stands for a call in the model's <c>Forward</c>.</param>
/// <param name="Constructor">The constructor it calls; null likewise.</param>
/// <param name="Spec">Its arguments as plain values.</param>
internal sealed record PipelineAttributeData(AttributeData? Data, IMethodSymbol? Constructor, AttributeSpec Spec)
{
    public SyntaxReference? Reference => Data?.ApplicationSyntaxReference;

    /// <summary>The call that it stands for; null for what is written as an attribute.</summary>
    public ForwardEntry? Call { get; init; }
}
