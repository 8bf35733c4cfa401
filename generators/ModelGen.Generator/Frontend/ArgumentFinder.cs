using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Generator.Frontend;

/// <summary>Finds one argument of an attribute, or one element of an array argument, as written.</summary>
internal static class ArgumentFinder
{
    /// <param name="attribute">The attribute as written.</param>
    /// <param name="constructor">The constructor it calls.</param>
    /// <param name="name">A parameter's or property's name; one that both names mean is found by either, so case is ignored.</param>
    /// <param name="element">The index within an array, or -1 for all of it.</param>
    /// <returns>Null if nothing was written there.</returns>
    public static Location? Find(AttributeSyntax attribute, IMethodSymbol constructor, string name, int element)
    {
        var expressions = Expressions(attribute, constructor, name);
        if (expressions.Count == 0) return null;
        if (element >= 0 && element < expressions.Count) return expressions[element].GetLocation();
        return Location.Create(attribute.SyntaxTree, TextSpan.FromBounds(expressions[0].SpanStart, expressions[expressions.Count - 1].Span.End));
    }

    private static List<ExpressionSyntax> Expressions(AttributeSyntax attribute, IMethodSymbol constructor, string name)
    {
        var found = new List<ExpressionSyntax>();
        var position = 0;
        foreach (var argument in attribute.ArgumentList?.Arguments ?? default)
        {
            var target = argument.NameEquals?.Name.Identifier.ValueText
                ?? argument.NameColon?.Name.Identifier.ValueText
                ?? ParameterAt(constructor, position++);
            if (string.Equals(target, name, StringComparison.OrdinalIgnoreCase)) found.Add(argument.Expression);
        }

        return found.Count == 1 ? Elements(found[0]) : found;
    }

    /// <summary>Every position from that of a params array on belongs to it.</summary>
    private static string? ParameterAt(IMethodSymbol constructor, int position)
    {
        var parameters = constructor.Parameters;
        if (parameters.Length == 0) return null;
        return position < parameters.Length ? parameters[position].Name : parameters[parameters.Length - 1].Name;
    }

    private static List<ExpressionSyntax> Elements(ExpressionSyntax expression)
    {
        IEnumerable<ExpressionSyntax>? elements = expression switch
        {
            ArrayCreationExpressionSyntax array => array.Initializer?.Expressions,
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
            CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression),
            _ => null,
        };
        var written = elements?.ToList();
        return written is { Count: > 0 } ? written : [expression];
    }
}
