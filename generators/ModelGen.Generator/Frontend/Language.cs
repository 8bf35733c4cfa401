using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Frontend;

/// <summary>Recognises the attributes of the declaration language.</summary>
internal static class Language
{
    public static readonly string ModelAttribute = typeof(ModelAttribute).FullName!;

    /// <summary>A type of the library without which there is no training.</summary>
    public const string Runtime = "ModelGen.Runtime.ParameterSet";

    /// <summary>The <c>[Model]</c> or <c>[Block]</c> attribute of a class, or null.</summary>
    public static AttributeData? Find<TAttribute>(ISymbol symbol)
        where TAttribute : Attribute
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && Is(type, typeof(TAttribute).Name)) return attribute;
        }

        return null;
    }

    /// <summary>Whether the attribute stands in the pipeline: a layer, wiring, a loss or an optimizer.</summary>
    public static bool IsPipeline(INamedTypeSymbol attributeClass)
    {
        for (var type = attributeClass.BaseType; type is not null; type = type.BaseType)
        {
            if (Is(type, nameof(PipelineAttribute))) return true;
        }

        return false;
    }

    /// <summary>Whether C# understood the attribute: its constructor, its type arguments and each of its values.</summary>
    public static bool IsResolved(AttributeData attribute) =>
        attribute.AttributeConstructor is { } constructor
        && constructor.Parameters.Length == attribute.ConstructorArguments.Length
        && attribute.AttributeClass!.TypeArguments.All(type => type.TypeKind is not (TypeKind.Error or TypeKind.TypeParameter))
        && attribute.ConstructorArguments.All(IsResolved)
        && attribute.NamedArguments.All(argument => IsResolved(argument.Value));

    private static bool IsResolved(TypedConstant value) => value.Kind switch
    {
        TypedConstantKind.Error => false,
        TypedConstantKind.Array => value.IsNull || value.Values.All(IsResolved),
        _ => true,
    };

    private static bool Is(INamedTypeSymbol type, string name) =>
        type.Name == name
        && type.ContainingType is null
        && type.ContainingNamespace is { Name: nameof(ModelGen), ContainingNamespace.IsGlobalNamespace: true };
}
