using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>Reads a declaration from Roslyn's symbols into a <see cref="ModelSpec"/>, which contains no object of Roslyn.</summary>
internal static class SpecReader
{
    public static ModelSpec Read(ModelDeclaration declaration, CancellationToken cancellationToken) => new()
    {
        WeightsGiven = declaration.Weights,
        FrameworkWithoutTraining = declaration.FrameworkWithoutTraining,
        HasFusedVectors = declaration.HasFusedVectors,
        Class = ClassReader.Read(declaration, ReadAttributes(declaration, declaration.Model), cancellationToken),
        Attributes = ReadAttributes(declaration, declaration.Model),
        Options = declaration.Options?.Spec,
        Arithmetic = ReadArithmetic(declaration.Symbol),
        IsReadable = declaration.IsResolved,
        Blocks = declaration.Blocks.Select(block => ReadBlock(declaration, block)).ToEquatableArray(),
        Functions = declaration.Functions.Functions.ToEquatableArray(),
    };

    private static Arithmetic ReadArithmetic(INamedTypeSymbol model)
    {
        foreach (var argument in Language.Find<ModelAttribute>(model)?.NamedArguments ?? [])
            if (argument is { Key: nameof(ModelAttribute.Arithmetic), Value.Value: int number }) return (Arithmetic)number;
        return Arithmetic.Fused;
    }

    private static BlockSpec ReadBlock(ModelDeclaration declaration, PipelineClass block) => new(
        block.Name,
        block.Symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
        Language.Find<BlockAttribute>(block.Symbol) is not null,
        ReadAttributes(declaration, block),
        block.CountDeclarations())
    {
        Assembly = block.Symbol.Locations.Any(location => location.IsInSource) ? null : block.Symbol.ContainingAssembly?.Name,
    };

    private static EquatableArray<AttributeSpec> ReadAttributes(ModelDeclaration declaration, PipelineClass type) => type.Attributes
        .Select((attribute, i) => declaration.Functions.UseOf(type, i) is { } use ? attribute.Spec with { Function = use } : attribute.Spec)
        .ToEquatableArray();
}
