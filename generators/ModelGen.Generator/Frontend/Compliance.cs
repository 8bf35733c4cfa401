using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Frontend;

/// <summary>Whether C# checks that a class suits every language, which a model does not: its attributes hold arrays.</summary>
internal static class Compliance
{
    /// <summary>Where the assembly promises it, others can see the class, and nothing is said of the class or of one around it.</summary>
    public static bool IsChecked(INamedTypeSymbol type)
    {
        if (!Says(type.ContainingAssembly, true)) return false;
        for (ISymbol? symbol = type; symbol is INamedTypeSymbol { } named; symbol = symbol.ContainingType)
        {
            if (!IsVisible(named) || Says(named, null)) return false;
        }

        return true;
    }

    private static bool IsVisible(INamedTypeSymbol type) =>
        type.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static bool Says(ISymbol symbol, bool? value) => symbol.GetAttributes().Any(attribute =>
        attribute is { AttributeClass.Name: nameof(CLSCompliantAttribute), ConstructorArguments.Length: 1 }
        && attribute.AttributeClass.ContainingNamespace is { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true }
        && (value is null || Equals(attribute.ConstructorArguments[0].Value, value))
        && attribute.ApplicationSyntaxReference is { } reference && !OwnOutput.Contains(reference.SyntaxTree));
}
