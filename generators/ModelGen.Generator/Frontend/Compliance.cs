using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Frontend;

/// <summary>Whether C# checks that a class is CLS-compliant. A model is not: its attributes have arrays.</summary>
internal static class Compliance
{
    /// <summary>
    /// Whether the assembly is marked as compliant, the class is visible outside, and neither it nor a type around it is marked.
    /// </summary>
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
