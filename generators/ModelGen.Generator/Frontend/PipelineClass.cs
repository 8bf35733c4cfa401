using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Frontend;

/// <summary>A model or block class with the attributes of its pipeline, in source order.</summary>
/// <remarks>Spec and locations are both read from here, so that an attribute has the same index in each.</remarks>
internal sealed class PipelineClass
{
    private PipelineClass(ITypeSymbol symbol, ImmutableArray<AttributeData> attributes, bool isResolved)
    {
        Symbol = symbol;
        Name = NameOf(symbol);
        Attributes = attributes;
        IsResolved = isResolved;
    }

    public ITypeSymbol Symbol { get; }

    /// <summary>The fully qualified name, which a use as a type argument is written with.</summary>
    public string Name { get; }

    public ImmutableArray<AttributeData> Attributes { get; }

    /// <summary>False if C# could not make sense of an attribute, which it reports itself; such attributes are left out.</summary>
    public bool IsResolved { get; }

    public IEnumerable<ITypeSymbol> Uses => Attributes.SelectMany(attribute => attribute.AttributeClass!.TypeArguments);

    public static string NameOf(ITypeSymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static PipelineClass Read(ITypeSymbol symbol)
    {
        var attributes = ImmutableArray.CreateBuilder<AttributeData>();
        var isResolved = true;
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is null or { TypeKind: TypeKind.Error }) isResolved = false;
            else if (!Language.IsPipeline(attribute.AttributeClass)) continue;
            else if (Language.IsResolved(attribute)) attributes.Add(attribute);
            else isResolved = false;
        }

        return new PipelineClass(symbol, attributes.ToImmutable(), isResolved);
    }

    /// <summary>On how many declarations of the class attributes of the pipeline stand.</summary>
    public int CountDeclarations()
    {
        if (Attributes.Length == 0) return 0;
        var written = Symbol.DeclaringSyntaxReferences.Count(declaration => Attributes.Any(attribute => Contains(declaration, attribute)));
        return Math.Max(written, 1);
    }

    private static bool Contains(SyntaxReference declaration, AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } reference
        && reference.SyntaxTree == declaration.SyntaxTree
        && declaration.Span.Contains(reference.Span);
}
