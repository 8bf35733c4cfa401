using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>Reads what the compiler must know of the model class besides its attributes.</summary>
internal static class ClassReader
{
    private static readonly SymbolDisplayFormat HeaderFormat = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static ClassSpec Read(ModelDeclaration declaration, CancellationToken cancellationToken)
    {
        var type = declaration.Symbol;
        var containers = Containers(type);
        return new ClassSpec
        {
            Namespace = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            Name = type.Name,
            ContainingTypes = containers.Select(Header).ToEquatableArray(),
            IsPartial = IsPartial(type, cancellationToken),
            ContainersArePartial = containers.All(container => IsPartial(container, cancellationToken)),
            IsStatic = type.IsStatic,
            IsAbstract = type.IsAbstract && !type.IsStatic,
            IsGeneric = type.Arity > 0,
            IsRecord = type.IsRecord,
            IsPublic = type.DeclaredAccessibility == Accessibility.Public,
            BaseType = BaseType(type),
            CollidingMember = Collisions.Find(type, cancellationToken),
            DeclarationsWithAttributes = declaration.Model.CountDeclarations(),
        };
    }

    private static List<INamedTypeSymbol> Containers(INamedTypeSymbol type)
    {
        var containers = new List<INamedTypeSymbol>();
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType) containers.Insert(0, outer);
        return containers;
    }

    private static string Header(INamedTypeSymbol type)
    {
        var keyword = type switch
        {
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        };
        return $"partial {keyword} {type.ToDisplayString(HeaderFormat)}";
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken) => type.DeclaringSyntaxReferences
        .Where(reference => !OwnOutput.Contains(reference.SyntaxTree))
        .Select(reference => reference.GetSyntax(cancellationToken))
        .OfType<TypeDeclarationSyntax>()
        .Any(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string? BaseType(INamedTypeSymbol type) => type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseType
        ? baseType.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)
        : null;
}
