using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Frontend;

/// <summary>A model or block class with the attributes of its pipeline, in source order.</summary>
/// <remarks>Spec and locations are both read from here, so that an attribute has the same index in each.</remarks>
internal sealed class PipelineClass
{
    private PipelineClass(ITypeSymbol symbol, ImmutableArray<PipelineAttributeData> attributes, bool isResolved)
    {
        Symbol = symbol;
        Name = NameOf(symbol);
        Attributes = attributes;
        IsResolved = isResolved;
    }

    public ITypeSymbol Symbol { get; }

    /// <summary>The fully qualified name, as in type arguments.</summary>
    public string Name { get; }

    public ImmutableArray<PipelineAttributeData> Attributes { get; }

    /// <summary>False if an attribute could not be read, which is reported elsewhere; such attributes are left out.</summary>
    public bool IsResolved { get; }

    public IEnumerable<ITypeSymbol> Uses => Attributes.SelectMany(attribute => attribute.Data?.AttributeClass!.TypeArguments ?? []);

    public static string NameOf(ITypeSymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <param name="symbol">The class.</param>
    /// <param name="reader">Reads its attributes.</param>
    public static PipelineClass Read(ITypeSymbol symbol, AttributeReader reader)
    {
        var attributes = ImmutableArray.CreateBuilder<PipelineAttributeData>();
        var isResolved = true;
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is null or { TypeKind: TypeKind.Error }) isResolved = false;
            else if (!Language.IsPipeline(attribute.AttributeClass)) continue;
            else if (reader.Read(attribute) is { } read) attributes.Add(read);
            else isResolved = false;
        }

        return new PipelineClass(symbol, attributes.ToImmutable(), isResolved);
    }

    /// <summary>The class with other attributes.</summary>
    public PipelineClass With(IEnumerable<PipelineAttributeData> attributes) => new(Symbol, [.. attributes], IsResolved);

    /// <summary>On how many declarations of the class attributes of the pipeline stand.</summary>
    public int CountDeclarations()
    {
        if (Attributes.Length == 0) return 0;
        var written = Symbol.DeclaringSyntaxReferences.Count(declaration => Attributes.Any(attribute => Contains(declaration, attribute)));
        return Math.Max(written, 1);
    }

    private static bool Contains(SyntaxReference declaration, PipelineAttributeData attribute) =>
        attribute.Reference is { } reference
        && reference.SyntaxTree == declaration.SyntaxTree
        && declaration.Span.Contains(reference.Span);
}
