using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Generator.Frontend;

/// <summary>Finds the names of generated constants in constant expressions.</summary>
/// <remarks>Symbols of generated code are ignored, so that generator and analyzer agree.</remarks>
internal sealed class GeneratedConstants(AttributeReader reader, Compilation compilation, CancellationToken cancellationToken)
{
    private readonly HashSet<ISymbol> _fields = new(SymbolEqualityComparer.Default);

    /// <summary>The names with their values; null if one has no value because of a mistake that is reported elsewhere.</summary>
    public Dictionary<ExpressionSyntax, ConstantValue>? In(IEnumerable<ExpressionSyntax> expressions, SemanticModel semantics)
    {
        var found = new Dictionary<ExpressionSyntax, ConstantValue>();
        foreach (var name in expressions.SelectMany(Names))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var value = name is InvocationExpressionSyntax nameOf ? NameOf(nameOf, semantics) : ValueOf(name, semantics);
            if (value is ConstantValue.Unknown) return null;
            if (value is not ConstantValue.NotGenerated) found.Add(name, value);
        }

        return found;
    }

    /// <summary>The outermost names; and <c>nameof(…)</c> as a whole.</summary>
    private static IEnumerable<ExpressionSyntax> Names(ExpressionSyntax expression) => expression
        .DescendantNodesAndSelf(node => node is not (MemberAccessExpressionSyntax or NameSyntax or TypeSyntax) && !IsNameOf(node))
        .OfType<ExpressionSyntax>()
        .Where(node => node is MemberAccessExpressionSyntax or IdentifierNameSyntax || IsNameOf(node));

    private static bool IsNameOf(SyntaxNode node) =>
        node
            is InvocationExpressionSyntax
        {
            Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" },
            ArgumentList.Arguments.Count: 1
        };

    private ConstantValue NameOf(InvocationExpressionSyntax nameOf, SemanticModel semantics)
    {
        var name = nameOf.ArgumentList.Arguments[0].Expression;
        return ValueOf(name, semantics) switch
        {
            ConstantValue.NotGenerated => new ConstantValue.NotGenerated(),
            _ => new ConstantValue.Known(name is MemberAccessExpressionSyntax access ? access.Name.Identifier.ValueText : name.ToString()),
        };
    }

    private ConstantValue ValueOf(ExpressionSyntax name, SemanticModel semantics)
    {
        if (semantics.GetSymbolInfo(name, cancellationToken).Symbol is { } symbol && !IsGenerated(symbol))
            return symbol is IFieldSymbol { IsConst: true, DeclaringSyntaxReferences.Length: > 0 } field
                ? ValueOf(field)
                : new ConstantValue.NotGenerated();
        return new NameResolution(compilation, cancellationToken)
                .Candidates(name, semantics)
                .Select(candidate => reader.Constant(candidate.Model, candidate.Path))
                .FirstOrDefault(value => value is not ConstantValue.NotGenerated)
            ?? new ConstantValue.NotGenerated();
    }

    /// <summary>A constant of the user that is computed from generated ones.</summary>
    private ConstantValue ValueOf(IFieldSymbol field)
    {
        // C# reports a constant that is computed from itself.
        if (field.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is not VariableDeclaratorSyntax { Initializer: { } initializer }
            || !compilation.ContainsSyntaxTree(initializer.SyntaxTree)
            || !_fields.Add(field))
            return new ConstantValue.NotGenerated();
        var semantics = reader.Semantics(initializer.SyntaxTree);
        var found = In([initializer.Value], semantics);
        _fields.Remove(field);
        if (found is null) return new ConstantValue.Unknown();
        if (found.Count == 0) return new ConstantValue.NotGenerated();
        if (found.Values.OfType<ConstantValue.Circular>().FirstOrDefault() is { } circular) return circular;
        var written = initializer.ReplaceNodes(found.Keys, (name, _) => ConstantSyntax.Of(found[name]));
        return semantics.TryGetSpeculativeSemanticModel(initializer.SpanStart, written, out var speculative)
            && speculative.GetConstantValue(written.Value, cancellationToken) is { HasValue: true, Value: { } value }
            ? new ConstantValue.Known(ConstantSyntax.As(field.Type.SpecialType, value))
            : new ConstantValue.NotGenerated();
    }

    private static bool IsGenerated(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length > 0
        && symbol.DeclaringSyntaxReferences.All(reference => OwnOutput.Contains(reference.SyntaxTree));
}
