using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Generator.Frontend;

/// <summary>The models whose constants a name can refer to, for names that C# cannot resolve without generated code.</summary>
internal sealed class NameResolution(Compilation compilation, CancellationToken cancellationToken)
{
    /// <summary>Models and paths behind them, in the order in which C# would look.</summary>
    public IEnumerable<(INamedTypeSymbol Model, string Path)> Candidates(ExpressionSyntax name, SemanticModel semantics)
    {
        var (parts, rest) = Split(name);
        for (var length = parts.Count - 1; length > 0; length--)
        {
            if (ModelOf(parts[length - 1], semantics) is { } model) return [(model, Path(rest.Skip(length - 1)))];
        }

        return parts[0] is IdentifierNameSyntax first ? BySimpleName(first, Path([first.Identifier.ValueText, .. rest]), semantics) : [];
    }

    /// <summary>A name without a type: a member of an enclosing type, an alias, or a member of a type with <c>using static</c>.</summary>
    private IEnumerable<(INamedTypeSymbol Model, string Path)> BySimpleName(
        IdentifierNameSyntax first,
        string path,
        SemanticModel semantics)
    {
        // The attributes of a class do not see its members.
        foreach (
            var around in first.Ancestors().OfType<TypeDeclarationSyntax>().Where(type => !type.AttributeLists.Span.Contains(first.Span)))
        {
            if (semantics.GetDeclaredSymbol(around, cancellationToken) is { } type && AsModel(type) is { } model)
                yield return (model, path);
        }

        foreach (var directive in Usings(first))
        {
            var isAlias = directive.Alias?.Name.Identifier.ValueText == first.Identifier.ValueText;
            if (directive.Name is null || (!isAlias && directive.StaticKeyword.IsKind(SyntaxKind.None))) continue;
            var behind = isAlias ? path.Substring(Math.Min(path.Length, first.Identifier.ValueText.Length + 1)) : path;
            if (Target(directive.Name) is var (model, inside)) yield return (model, inside.Length == 0 ? behind : inside + "." + behind);
        }
    }

    /// <summary>The model that a directive names, and the path to a class in it.</summary>
    private (INamedTypeSymbol Model, string Path)? Target(NameSyntax name)
    {
        var semantics = compilation.GetSemanticModel(name.SyntaxTree);
        var inside = new List<string>();
        for (; ; )
        {
            if (ModelOf(name, semantics) is { } model) return (model, Path(inside));
            if (name is not QualifiedNameSyntax qualified) return null;
            inside.Insert(0, qualified.Right.Identifier.ValueText);
            name = qualified.Left;
        }
    }

    /// <summary>The using directives in scope: those around the name, and the global ones.</summary>
    private IEnumerable<UsingDirectiveSyntax> Usings(SyntaxNode name) => name.Ancestors()
        .SelectMany(node => node switch
        {
            BaseNamespaceDeclarationSyntax space => space.Usings,
            CompilationUnitSyntax unit => unit.Usings,
            _ => default,
        })
        .Concat(compilation.SyntaxTrees
            .Select(tree => tree.GetRoot(cancellationToken))
            .OfType<CompilationUnitSyntax>()
            .SelectMany(unit => unit.Usings)
            .Where(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.None)));

    /// <summary><c>A.B.C</c> as A, A.B and A.B.C; and B, C.</summary>
    private static (List<ExpressionSyntax> Prefixes, List<string> Behind) Split(ExpressionSyntax name)
    {
        var (prefixes, rest) = (new List<ExpressionSyntax> { name }, new List<string>());
        while (prefixes[0] is MemberAccessExpressionSyntax access)
        {
            prefixes.Insert(0, access.Expression);
            rest.Insert(0, access.Name.Identifier.ValueText);
        }

        return (prefixes, rest);
    }

    private static string Path(IEnumerable<string> names) => string.Join(".", names);

    private INamedTypeSymbol? ModelOf(ExpressionSyntax type, SemanticModel semantics) =>
        semantics.GetSymbolInfo(type, cancellationToken).Symbol is INamedTypeSymbol symbol ? AsModel(symbol) : null;

    /// <summary>The class, or one it inherits constants from, if it is a model of this compilation.</summary>
    private static INamedTypeSymbol? AsModel(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? model = type; model is not null; model = model.BaseType)
        {
            if (model.DeclaringSyntaxReferences.Length > 0 && Language.Find<ModelAttribute>(model) is not null)
                return model.OriginalDefinition;
        }

        return null;
    }
}
