using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>Reads what the compiler must know of the model class besides its attributes.</summary>
internal static class ClassReader
{
    public static ClassSpec Read(
        ModelDeclaration declaration,
        EquatableArray<AttributeSpec> attributes,
        CancellationToken cancellationToken)
    {
        var docs = Docs.Of(declaration.Symbol, cancellationToken);
        var type = declaration.Symbol;
        var containers = Containers(type);
        return new ClassSpec
        {
            Namespace = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            Name = type.Name,
            MetadataName = (type.ContainingNamespace.IsGlobalNamespace ? "" : MetadataName(type.ContainingNamespace) + ".")
                + string.Join("+", containers.Append(type).Select(part => part.MetadataName)),
            ContainingTypes = containers.Select(Header).ToEquatableArray(),
            IsPartial = IsPartial(type, cancellationToken),
            ContainersArePartial = containers.All(container => IsPartial(container, cancellationToken)),
            IsStatic = type.IsStatic,
            IsAbstract = type.IsAbstract && !type.IsStatic,
            IsGeneric = type.Arity > 0,
            IsRecord = type.IsRecord,
            IsPublic = type.DeclaredAccessibility == Accessibility.Public,
            BaseType = BaseType(type),
            IsFileLocal = type.IsFileLocal || containers.Any(container => container.IsFileLocal),
            CollidingMember = Collisions.Find(type, DeclaredPorts.SizeConstants(attributes), cancellationToken),
            RequiredMember = type.GetMembers()
                .FirstOrDefault(member => member is IFieldSymbol { IsRequired: true } or IPropertySymbol { IsRequired: true })?.Name,
            OldLanguage = OldLanguage(type),
            HasSummary = docs.HasSummary,
            HasRemarks = docs.HasRemarks,
            ChecksCompliance = Compliance.IsChecked(type),
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
        var parameters = type.TypeParameters.Select(parameter => Variance(parameter) + Identifiers.EscapeType(parameter.Name)).ToArray();
        return $"partial {keyword} {Identifiers.EscapeType(type.Name)}"
            + (parameters.Length == 0 ? "" : $"<{string.Join(", ", parameters)}>");
    }

    private static string Variance(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => "",
    };

    private static string MetadataName(INamespaceSymbol space) =>
        space.ContainingNamespace is null or { IsGlobalNamespace: true }
            ? space.MetadataName
            : MetadataName(space.ContainingNamespace) + "." + space.MetadataName;

    private static string? OldLanguage(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: var version }
        && version < (LanguageVersion)(ClassSpec.OldestLanguage * 100) ? version.ToDisplayString() : null;

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken) => type.DeclaringSyntaxReferences
        .Where(reference => !OwnOutput.Contains(reference.SyntaxTree))
        .Select(reference => reference.GetSyntax(cancellationToken))
        .OfType<TypeDeclarationSyntax>()
        .Any(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string? BaseType(INamedTypeSymbol type) =>
        type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseType
            ? baseType.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)
            : null;
}
